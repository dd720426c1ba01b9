import { describe, expect, it } from 'vitest';
import { commonViews, latestPair, seriesOf, sideLabels } from '../../renderer/features/compare/proposals.ts';
import { type ColumnInfo, type Dataset, datasetSchema } from '../../shared/case/dataset.ts';
import { wholeSpec } from '../../shared/case/view.ts';
import { isOneSeries } from '../../shared/compare/series.ts';

const column = (name: string, type: ColumnInfo['type']): ColumnInfo => ({
  name,
  header: name,
  field: null,
  type,
  filled: 3,
  distinct: 3,
  sum: null,
});

function dataset(
  id: string,
  name: string,
  asOf: string | null,
  columns: ColumnInfo[] = [column('operator', 'text'), column('stake', 'number')],
): Dataset {
  return datasetSchema.parse({
    id,
    name,
    sourceId: 'S1',
    rows: 3,
    rejected: 0,
    grain: 'node',
    base: null,
    asOf,
    sample: false,
    importedAt: '2026-11-20T12:00:00Z',
    columns,
    findings: [],
  });
}

const MARCH = dataset('D1', 'validators 2026-03-01', '2026-03-01');
const AUGUST = dataset('D2', 'validators 2026-08-01', '2026-08-01');
const OTHER = dataset('D3', 'nodes 2026-05-01', '2026-05-01', [column('provider', 'text'), column('operator', 'text')]);

describe('what Compare proposes', () => {
  it('takes the latest snapshot and the one before it of the same network, whatever was imported last', () => {
    expect(latestPair([AUGUST, OTHER, MARCH])?.map(({ id }) => id)).toEqual(['D1', 'D2']);
    expect(latestPair([OTHER, AUGUST])?.map(({ id }) => id)).toEqual(['D3', 'D2']);
    expect(latestPair([AUGUST])).toBe(null);
  });

  it('tells the snapshots of one network by names that differ by dates and numbers only', () => {
    expect(isOneSeries('solana validators 2026-03-01', 'Solana_validators-2026-08-01')).toBe(true);
    expect(isOneSeries('solana validators', 'nodes')).toBe(false);
    expect(seriesOf([AUGUST, OTHER, MARCH], AUGUST).map(({ id }) => id)).toEqual(['D1', 'D2']);
  });

  it('looks at all sides by a dimension and a weight that all of them have', () => {
    expect(commonViews([MARCH, AUGUST])?.map(({ by, weight }) => [by, weight])).toEqual([
      ['operator', 'stake'],
      ['operator', 'stake'],
    ]);
    expect(commonViews([MARCH, OTHER])?.[0]).toMatchObject({ by: 'operator', weight: 'count' });
    expect(commonViews([MARCH, dataset('D4', 'x', null, [column('city', 'text')])])).toBe(null);
  });

  it('names sides by what tells them apart', () => {
    const side = (name: string, asOf: string | null, entities: 'none' | 'confirmed' = 'confirmed') => ({
      name,
      asOf,
      spec: wholeSpec({ dataset: 'D1', by: 'operator', weight: 'count', where: '', entities }),
    });
    expect(sideLabels([side('v 2026-03-01', '2026-03-01'), side('v 2026-08-01', '2026-08-01')])).toEqual(['A 2026-03-01', 'B 2026-08-01']);
    expect(sideLabels([side('v', '2026-03-01'), side('nodes', '2026-08-01')])).toEqual(['A v', 'B nodes']);
    expect(sideLabels([side('v', '2026-03-01', 'none'), side('v', '2026-03-01')])).toEqual(['A none', 'B confirmed']);
  });
});
