import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipList } from '../../../shared/resilience/flips/flip-list.ts';
import { tableCase } from '../build.ts';

const problem = fc.integer({ min: 1, max: 3 }).chain((width) =>
  fc.record({
    kappa: fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    d: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: width, maxLength: width }),
    value: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: width, maxLength: width }),
    p: fc.integer({ min: 1, max: 10 }),
  }),
);
type Metric = 'worst-class' | 'all-or-nothing';

/** Breaking point by all subsets; `safe` instances of each class are out of reach. The threshold is a fraction. */
function byHand(
  metric: Metric,
  kappa: number[][],
  d: number[],
  value: number[],
  [p, q]: [number, number],
  safe: number[] = [],
): number | null {
  const sizes = [...Array(2 ** kappa.length).keys()].flatMap((set) => {
    const left = d.map((_, w) => (safe[w] ?? 0) + kappa.reduce((sum, row, u) => sum + ((set >> u) & 1 ? 0 : (row[w] as number)), 0));
    const fails =
      metric === 'worst-class'
        ? d.some((wanted, w) => wanted > 0 && (left[w] as number) * q < p * wanted)
        : d.reduce((sum, wanted, w) => sum + (wanted > 0 && (left[w] as number) >= wanted ? (value[w] as number) : 0), 0) * q <
          p * d.reduce((sum, wanted, w) => sum + (wanted > 0 ? (value[w] as number) : 0), 0);
    return fails ? [[...set.toString(2)].filter((digit) => digit === '1').length] : [];
  });
  return sizes.length === 0 ? null : Math.min(...sizes);
}

const fractionOf = (text: string): [number, number] => text.replace('above ', '').split(' ')[0]?.split('/').map(Number) as [number, number];

describe('what turns the worst class and classes served in full, against all subsets', () => {
  it.each<Metric>(['worst-class', 'all-or-nothing'])(
    '%s: thresholds, quantities and hidden capacity turn exactly where they are said to',
    (metric) => {
      fc.assert(
        fc.property(problem, ({ kappa, d, value, p }) => {
          const { inventory, portfolio } = tableCase(kappa, d, value);
          const before = byHand(metric, kappa, d, value, [p, 10]);
          const { flips } = flipList({ inventory, portfolio, threshold: `${p}/10`, by: 'provider', metric });
          for (const { kind, change, turnsAt, after, proven, size } of flips) {
            if (kind === 'threshold' && turnsAt !== null && proven) {
              const [num, den] = fractionOf(turnsAt);
              // a thousandth of the smallest step between shares of at most 12 / 12
              const beyond: [number, number] = [num * 1000 + 1, den * 1000];
              const [here, there] = turnsAt.startsWith('above')
                ? [[num, den] as [number, number], beyond]
                : [beyond, [num, den] as [number, number]];
              expect(byHand(metric, kappa, d, value, here)).toBe(before);
              expect(byHand(metric, kappa, d, value, there)).toBe(after.low);
              expect(after.low).not.toBe(before);
            }
            if (kind === 'demand' && turnsAt !== null) {
              const index = Number(change.at(-1));
              const at = (amount: number) =>
                byHand(
                  metric,
                  kappa,
                  d.map((wanted, w) => (w === index ? amount : wanted)),
                  value,
                  [p, 10],
                );
              const to = Number(turnsAt);
              expect(at(to)).toBe(after.low);
              expect(at(to)).not.toBe(before);
              expect(at(to > (d[index] as number) ? to - 1 : to + 1)).toBe(before);
            }
            if (kind === 'undisclosed' && before !== null) {
              const with_ = (w: number, amount: number) =>
                byHand(
                  metric,
                  kappa,
                  d,
                  value,
                  [p, 10],
                  d.map((_, at) => (at === w ? amount : 0)),
                );
              const raised = (w: number, amount: number) => (with_(w, amount) ?? Infinity) > before;
              const fewest = Math.min(
                ...d.flatMap((wanted, w) => [...Array(wanted).keys()].map((x) => x + 1).filter((amount) => raised(w, amount))),
              );
              expect(size).toBe(fewest === Infinity ? null : fewest);
            }
          }
        }),
        { numRuns: 400, seed: 81 },
      );
    },
  );
});
