import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { type Decimal, decimalOf, nearestWhole, parseDecimal } from '../../shared/columns/decimal.ts';
import type { ImportResult } from '../../shared/contract/sources.ts';
import { openTestEngine, resultOf } from '../acceptance/support.ts';

describe('counts that went through a double', () => {
  // the spellings of the GPU fleets file, see the data notes: "7 chip counts carry float noise"
  it.each([
    ['30000.000000000004', 30000n],
    ['100000.00000000001', 100000n],
    ['200000.00000000003', 200000n],
    ['7.9999999999999', 8n],
    ['8.5', null],
    ['8.001', null],
    ['0.5', null],
    ['1234567890.5', null],
    ['0.000001', null],
  ])('%s stands beside %s', (text, expected) => {
    expect(nearestWhole(parseDecimal(text) as Decimal)?.units ?? null).toBe(expected);
  });

  it('settles every sum of whole tenths that a double gets wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 2, max: 9 }), (count, parts) => {
        const noisy = (count / parts) * parts * (1 + Number.EPSILON);
        expect(nearestWhole(decimalOf(noisy))?.units).toBe(BigInt(count));
      }),
    );
  });
});

describe('findings from cells', () => {
  let engine: Engine;
  let folder: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ engine, folder, close } = await openTestEngine());
  });
  afterAll(() => close());

  async function imported(name: string, text: string): Promise<ImportResult> {
    const path = join(folder, name);
    writeFileSync(path, text);
    const file = engine.files.adopt(path).ref;
    const preview = await engine.client.sources.preview({ file });
    return resultOf(await engine.client.sources.import({ file, name, recipe: recipeOf(preview) }));
  }

  it('takes the whole number, keeps the record and says how many', async () => {
    const { dataset, findings } = await imported('noise.csv', 'provider,gpu_count\na,30000.000000000004\nb,8.0\nc,8.5\n');
    expect([dataset.rows, dataset.rejected]).toEqual([2, 1]);
    expect(dataset.columns.find(({ name }) => name === 'gpu_count')?.sum).toBe('30008');
    expect(findings.find(({ code }) => code === 'count-with-noise')).toMatchObject({ details: { column: 'gpu_count', count: 1 } });
  });

  // a total row with a text beside its sums is kept; see formats/dialects.test.ts for those that are left out
  it.each([
    ['provider', 'provider', 'TOTAL,DE,20,all of them'],
    ['country', 'country.raw', 'all,TOTAL,20,all of them'],
  ])(
    'names a record that looks like a line of sums by its %s, with the filter that leaves it out and nothing else',
    async (column, kept, line) => {
      const text = `provider,country,gpu_count,note\na,DE,8,x\nb,,8,y\n,FI,4,z\n${line}\n`;
      const { dataset, findings } = await imported(`total-${column}.csv`, text);
      expect(dataset.rows).toBe(4);
      const finding = findings.find(({ code }) => code === 'total-row-suspected');
      const where = `"${kept}" != 'TOTAL' or "${kept}" is null`;
      expect(finding?.advice).toContain(`with the filter ${where}. `);
      const view = await engine.client.views.open({ dataset: dataset.id, by: 'provider', weight: 'gpu_count', where });
      // 8 + 8 + 4, of which 4 have no provider: 20 % unknown, not 0
      expect([view.total, view.unknown.value, view.unknown.share]).toEqual([20, 4, 0.2]);
    },
  );
});
