import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction } from '../../shared/metrics/exact.ts';
import { uptimeBounds } from '../../shared/metrics/uptime-bounds.ts';

// Law (domain 4): the ends hold for every weight inside its bounds and every uptime of what has none, and weights at their ends reach them.
type Machine = { uptime: number | null; low: number; high: number | null };
const machine = fc
  .record({
    uptime: fc.option(fc.constantFrom(0, 50, 90, 100), { freq: 4 }),
    low: fc.nat(4),
    more: fc.nat(40),
    kind: fc.constantFrom('exact', 'exact', 'range', 'range', 'least'),
  })
  .map(({ uptime, low, more, kind }): Machine => ({ uptime, low, high: { exact: low, range: low + more, least: null }[kind] }));
const ENDLESS = 1e9;
const LEVEL = 95;

const endsOf = ({ low, high }: Machine) => ({ low: BigInt(low), high: high === null ? null : BigInt(high) });

function boundsOf(machines: readonly Machine[]) {
  const stated = machines.filter(({ low, high }) => low === high);
  const moving = machines.filter(({ low, high }) => low !== high);
  const known = stated.filter(({ uptime }) => uptime !== null);
  const without = moving.filter(({ uptime }) => uptime === null).map(endsOf);
  return uptimeBounds(
    {
      known: {
        units: Float64Array.from(known, ({ uptime }) => uptime as number),
        one: 100n,
        gpus: Float64Array.from(known, ({ low }) => low),
        providers: new Int32Array(known.length),
        providerCount: 1,
      },
      unknown: stated.filter(({ uptime }) => uptime === null).reduce((sum, { low }) => sum + BigInt(low), 0n),
      open: {
        rows: moving.length,
        known: moving.flatMap((each) => (each.uptime === null ? [] : [{ value: BigInt(each.uptime), ends: endsOf(each) }])),
        unknown: {
          low: without.reduce((sum, { low }) => sum + low, 0n),
          high: without.reduce((sum: bigint | null, { high }) => (sum === null || high === null ? null : sum + high), 0n),
        },
      },
    },
    fraction(LEVEL, 100),
  );
}

/** Mean, 5 % quantile and share under the level of machines, worked out plainly. */
function measure(held: readonly [uptime: number, weight: number][]) {
  const total = held.reduce((sum, [, weight]) => sum + weight, 0);
  const share = (test: (uptime: number) => boolean) => held.reduce((sum, [uptime, weight]) => sum + (test(uptime) ? weight : 0), 0) / total;
  return {
    mean: held.reduce((sum, [uptime, weight]) => sum + uptime * weight, 0) / total / 100,
    p05: ([0, 50, 90, 100].find((level) => share((uptime) => uptime <= level) * 20 >= 1) as number) / 100,
    below: share((uptime) => uptime < LEVEL),
  };
}

describe('ends of uptime where records state bounds', () => {
  it('are the extremes over weights at their ends and unknown uptimes at 0 or 1', () => {
    fc.assert(
      fc.property(fc.array(machine, { minLength: 1, maxLength: 6 }), (machines) => {
        fc.pre(machines.some(({ uptime, low, high }) => uptime !== null && low === high && low > 0));
        let cases: [number, number][][] = [[]];
        for (const { uptime, low, high } of machines)
          cases = cases.flatMap((held) =>
            [...new Set([low, high ?? ENDLESS])].flatMap((weight) =>
              (uptime === null ? [0, 100] : [uptime]).map((at): [number, number][] => [...held, [at, weight]]),
            ),
          );
        const found = cases.map(measure);
        const bounds = boundsOf(machines);
        for (const key of ['mean', 'p05', 'below'] as const) {
          const values = found.map((each) => each[key]);
          expect(bounds?.[key].low).toBeCloseTo(Math.min(...values), 6);
          expect(bounds?.[key].high).toBeCloseTo(Math.max(...values), 6);
        }
        if (machines.some(({ low, high }) => low !== high)) expect(bounds?.variance).toMatchObject({ low: null, high: null });
      }),
      { numRuns: 300 },
    );
  });

  it('contain weights anywhere inside their bounds, and any uptime of what has none', () => {
    fc.assert(
      fc.property(fc.array(machine, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat(1000)), (machines, stream) => {
        fc.pre(machines.some(({ uptime, low, high }) => uptime !== null && low === high && low > 0));
        const bounds = boundsOf(machines);
        const choose = () => stream.next().value as number;
        for (let round = 0; round < 10; round++) {
          const found = measure(
            machines.map(({ uptime, low, high }) => [
              uptime ?? ([0, 50, 90, 100][choose() % 4] as number),
              low + (choose() % ((high ?? low + 1000) - low + 1)),
            ]),
          );
          for (const key of ['mean', 'p05', 'below'] as const) {
            expect(found[key]).toBeGreaterThanOrEqual((bounds?.[key].low as number) - 1e-12);
            expect(found[key]).toBeLessThanOrEqual((bounds?.[key].high as number) + 1e-12);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
