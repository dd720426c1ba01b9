import { describe, expect, it } from 'vitest';
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
});
