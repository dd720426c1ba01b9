import { describe, expect, it } from 'vitest';
import { suggestedViews } from '../../renderer/features/views/proposals.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { weightsOf } from '../../shared/case/view-columns.ts';
import { commonDimensions, commonWeights } from '../../shared/compare/common-columns.ts';

const column = (name: string, more: object = {}) => ({
  name,
  header: name,
  field: null,
  type: 'number',
  filled: 4,
  distinct: 4,
  sum: '10',
  ...more,
});
const dataset = (columns: object[]) => ({ id: 'd', name: 'd', columns }) as unknown as Dataset;

describe('measures that the builder offers', () => {
  it('are numbers whose sum says something, and the number of records', () => {
    const all = dataset([
      column('gpu_count', { field: 'gpu_count' }),
      column('Bandwidth'),
      column('operator', { field: 'operator', type: 'text', sum: null }),
      column('price_usd_per_gpu_hour', { field: 'price_usd_per_gpu_hour' }),
      column('uptime', { field: 'uptime' }),
      column('uptime 30 d', { derived: { kind: 'uptime' } }),
      column('gpu_count.raw', { rawOf: 'gpu_count' }),
    ]);
    expect(weightsOf(all)).toEqual(['gpu_count', 'Bandwidth', 'count']);
  });

  it('are those that all sides of a comparison have, by the same rule in the app and on the command line', () => {
    const [gpus, price, kept] = [
      column('gpu_count'),
      column('price_usd_per_gpu_hour', { field: 'price_usd_per_gpu_hour' }),
      column('seen'),
    ];
    const operator = column('operator', { type: 'text' });
    const sides = [dataset([kept, price, gpus, operator]), dataset([operator, gpus, price])];
    expect(commonWeights(sides)).toEqual(['gpu_count', 'count']);
    expect(commonDimensions(sides)).toEqual(['operator']);
    expect(commonWeights([])).toEqual([]);
  });
});

describe('the first view of a dataset', () => {
  const fleets = (owner: object) => ({
    ...dataset([
      column('provider', { field: 'provider', type: 'text', filled: 786, distinct: 760 }),
      column('owner', { field: 'owner', type: 'text', filled: 600, distinct: 149, ...owner }),
      column('gpu_count', { field: 'gpu_count' }),
      column('H100 equivalents'),
    ]),
    rows: 786,
  });

  it('is by the party of the scorecard, weighed by the equivalents that the source states', () => {
    expect(suggestedViews(fleets({}))[0]).toMatchObject({ by: 'owner', weight: 'H100 equivalents' });
  });

  it('is by the account where fewer than half of the records state the owner', () => {
    expect(suggestedViews(fleets({ filled: 300 }))[0]).toMatchObject({ by: 'provider' });
  });
});
