import { describe, expect, it } from 'vitest';
import { TestCase } from '../import/support.ts';
import { runCampaign } from './campaign.ts';
import { fuzzFile } from './mutate.ts';

const FILES = 300;

describe('a damaged file', () => {
  it('is the same for the same seed', () => {
    for (let seed = 0; seed < 20; seed++) expect(fuzzFile(seed)).toEqual(fuzzFile(seed));
  });

  it('is imported whole or refused with advice: no crash, no hang, no half dataset (`npm run fuzz` tries 20,000)', async () => {
    const { imported, refused, failures } = await runCampaign(1, FILES);
    expect(failures).toEqual([]);
    expect(imported + Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(FILES);
    // both happen, else the files are no test
    expect(imported).toBeGreaterThan(FILES / 4);
    expect(Object.keys(refused).length).toBeGreaterThan(3);
  });

  it('of JSON keeps its records where a name holds half a surrogate pair, which no recipe can keep', () => {
    const test = new TestCase();
    try {
      const { dataset } = test.importText('half.json', '[{"zz\\ud800":1},{"zz\\ud800":2}]');
      expect(dataset.columns.map(({ name, sum }) => [name, sum])).toEqual([['zz\ufffd', '3']]);
    } finally {
      test.close();
    }
  });
});
