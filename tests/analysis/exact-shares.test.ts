// Exact ends of the share of each listed group, and what lines of threshold packs say of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeView } from '../../electron/engine/analysis/view.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { type UnknownPolicy, type ViewResult, wholeSpec } from '../../shared/case/view.ts';
import { pareto, rankedBars } from '../../shared/charts/index.ts';
import { parseLine } from '../../shared/claims/line.ts';
import type { ColumnTable, NumberColumn, TextColumn } from '../../shared/columns/table.ts';
import { formatFraction, fraction } from '../../shared/metrics/exact.ts';
import { frame } from '../charts/fixtures.ts';

const KEYS = ['a', 'b', 'c', 'a or b'] as const;
const [UNKNOWN, A, B, C, A_OR_B] = [-1, 0, 1, 2, 3];
/** `high` = `null`: the record states no upper end. */
type Machine = { key: number; low: number; high: number | null };

const numbers = (values: number[]): NumberColumn => ({ type: 'number', name: 'gpus', values: Float64Array.from(values), scale: 0 });

function viewOf(machines: readonly Machine[], unknown: UnknownPolicy = 'bounds'): ViewResult {
  const column = (name: string, field: string, type: string) => ({ name, header: name, field, type, distinct: 4, missing: 0 });
  const dataset = {
    id: 'd',
    name: 'd',
    grain: 'node',
    base: null,
    asOf: null,
    columns: [column('provider', 'provider', 'text'), column('gpus', 'gpu_count', 'number')],
  } as unknown as Dataset;
  const isOpen = machines.some(({ low, high }) => low !== high);
  const gpus: NumberColumn = {
    ...numbers(machines.map(({ low, high }) => (low === high ? low : Number.NaN))),
    ...(isOpen && {
      bounds: { low: numbers(machines.map(({ low }) => low)), high: numbers(machines.map(({ high }) => high ?? Number.NaN)) },
    }),
  };
  const provider: TextColumn = {
    type: 'text',
    name: 'provider',
    codes: Int32Array.from(machines, ({ key }) => key),
    dictionary: [...KEYS],
    among: [null, null, null, ['a', 'b']],
  };
  const table: ColumnTable = {
    rows: machines.length,
    columns: new Map<string, TextColumn | NumberColumn>([
      ['provider', provider],
      ['gpus', gpus],
    ]),
  };
  const spec = wholeSpec({ dataset: 'd', by: 'provider', weight: 'gpus', where: '', entities: 'none', top: 20, unknown });
  return computeView(table, dataset, spec, { column: null, entities: 'none', merged: 0 }, (row) => row).result as ViewResult;
}

const known = (...weights: number[]): Machine[] => weights.map((low, key) => ({ key, low, high: low }));
const exactOf = (view: ViewResult) => Object.fromEntries(view.top.map(({ key, exact }) => [key, exact]));

/** Every way to choose weights at an end of their bounds and a holder for what has none: `d` is somebody new. */
function allocations(machines: readonly Machine[]): Record<string, number>[] {
  return machines.reduce<Record<string, number>[]>(
    (all, { key, low, high }) => {
      const holders = key === UNKNOWN ? ['a', 'b', 'c', 'd'] : key === A_OR_B ? ['a', 'b'] : [KEYS[key] as string];
      const weights = low === high ? [low] : [low, high as number];
      return all.flatMap((held) =>
        holders.flatMap((holder) => weights.map((weight) => ({ ...held, [holder]: (held[holder] ?? 0) + weight }))),
      );
    },
    [{}],
  );
}

const machine = fc
  .record({ key: fc.integer({ min: -1, max: 3 }), low: fc.nat(9), more: fc.nat(3) })
  .map(({ key, low, more }): Machine => ({ key, low, high: low + more }));

describe('the exact share of a listed group', () => {
  it('has ends that some allocation reaches and none passes, with bounds, unknown holders and holders named in part', () => {
    fc.assert(
      fc.property(fc.array(machine, { minLength: 1, maxLength: 5 }), fc.boolean(), (drawn, plain) => {
        const machines = plain ? drawn.map((each) => ({ ...each, high: each.low })) : drawn;
        const possible = allocations(machines)
          .map((held) => ({ held, total: Object.values(held).reduce((sum, each) => sum + each, 0) }))
          .filter(({ total }) => total > 0);
        for (const { key, exact } of viewOf(machines).top) {
          const shares = possible
            .map(({ held, total }) => fraction(held[key] ?? 0, total))
            .sort((x, y) => Number(x.num * y.den - y.num * x.den))
            .map(formatFraction);
          expect(exact).toEqual({ low: shares[0], high: shares.at(-1) });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('by hand: 40, 25 and 10 known, 25 unknown (domain 4)', () => {
    const view = viewOf([...known(40, 25, 10), { key: UNKNOWN, low: 25, high: 25 }]);
    expect(exactOf(view)).toEqual({ a: { low: '2/5', high: '13/20' }, b: { low: '1/4', high: '1/2' }, c: { low: '1/10', high: '7/20' } });
  });

  it('by hand: what may be of a or b alone is no weight of c', () => {
    const view = viewOf([...known(4, 3, 2), { key: A_OR_B, low: 1, high: 1 }]);
    expect(exactOf(view)).toEqual({ a: { low: '2/5', high: '1/2' }, b: { low: '3/10', high: '2/5' }, c: { low: '1/5', high: '1/5' } });
  });

  it('by hand: one of three has no upper end, so the others may hold next to nothing and it nearly all', () => {
    const view = viewOf([...known(8), { key: B, low: 1, high: null }, { key: C, low: 4, high: 4 }]);
    expect(exactOf(view)).toEqual({ a: { low: '0', high: '8/13' }, b: { low: '1/13', high: '1' }, c: { low: '0', high: '4/13' } });
    // alone it holds all, whatever it has
    expect(exactOf(viewOf([{ key: A, low: 1, high: null }]))).toEqual({ a: { low: '1', high: '1' } });
  });

  it('is a part of the known alone where unknown weight is left out', () => {
    const view = viewOf([...known(6, 4), { key: UNKNOWN, low: 90, high: 90 }, { key: A_OR_B, low: 5, high: 5 }], 'known-only');
    expect(exactOf(view)).toEqual({ a: { low: '3/5', high: '3/5' }, b: { low: '2/5', high: '2/5' } });
  });
});

describe('lines of threshold packs on bars', () => {
  const references = ['>= 1/10', '> 1/10'].map((text) => ({ at: 0.1, label: text, line: parseLine(text) }));
  const charts = [
    ['ranked bars', (view: ViewResult) => rankedBars({ view, shown: 10, references }, frame()).summary],
    ['Pareto', (view: ViewResult) => pareto({ view, shown: 10, references }, frame()).summary],
  ] as const;

  it.each(charts)('tell "at or above" from "above" for a holder exactly at the line, in %s', (_, summaryOf) => {
    const summary = summaryOf(viewOf(known(80, 10, 10)));
    expect(summary).toContain('Reference line >= 1/10: 3 bars at or above it, a, b and c.');
    expect(summary).toContain('Reference line > 1/10: 1 bar above it, a.');
  });

  it.each(charts)('decide by exact shares where doubles cannot: one part in 10^17 below a tenth, in %s', (_, summaryOf) => {
    // 1e15 of 1e16 + 1 is less than a tenth, and its nearest double is 0.1
    const summary = summaryOf(viewOf([...known(9e15), { key: B, low: 1e15, high: 1e15 }, { key: A, low: 1, high: 1 }]));
    expect(summary).toContain('Reference line >= 1/10: 1 bar at or above it, a.');
  });

  it.each(charts)('name apart whom unknown weight may carry over the line, in %s', (_, summaryOf) => {
    // of 100: a 85, b 8 to 12, c 3 to 7
    const summary = summaryOf(viewOf([...known(60, 8, 3), { key: UNKNOWN, low: 4, high: 4 }, { key: A, low: 25, high: 25 }]));
    expect(summary).toContain('Reference line >= 1/10: 1 bar at or above it, a; undetermined for 1 bar, b.');
    expect(summary).not.toContain('no bar');
  });
});
