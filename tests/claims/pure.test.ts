import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewResult } from '../../shared/case/view.ts';
import { chartLines, subjectsOf } from '../../shared/claims/chart-lines.ts';
import { sharedFactors } from '../../shared/claims/dependencies.ts';
import { largeMemoryShare } from '../../shared/claims/hardware.ts';
import { linesBeside } from '../../shared/claims/lines-beside.ts';
import { packOfText } from '../../shared/claims/pack-tests.ts';
import { largestShares, shareOfKey } from '../../shared/claims/shares.ts';
import { fraction } from '../../shared/metrics/exact.ts';
import { uptimeBounds } from '../../shared/metrics/uptime-bounds.ts';

/** A view with as much as shares need. */
const viewOf = (groups: readonly number[], unknown: number): ViewResult =>
  ({
    total: groups.reduce((sum, value) => sum + value, unknown),
    unknown: { value: unknown, rows: unknown > 0 ? 1 : 0, share: 0 },
    top: [...groups].sort((a, b) => b - a).map((value, index) => ({ key: `g${index}`, value, share: 0, cumulative: 0, rows: 1 })),
    entities: groups.length,
    other: { groups: 0, value: 0, share: 0 },
    partial: [],
  }) as unknown as ViewResult;

const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });

describe('shares of a view', () => {
  it('worked: known 40, 25, 10 and unknown 25 (domain 4) give the two largest 65 to 90 %', () => {
    expect(largestShares(viewOf([40, 25, 10], 25), 2).bound).toEqual({ low: 0.65, stated: 65 / 75, high: 0.9 });
    expect(shareOfKey(viewOf([40, 25, 10], 25), 'g0')).toEqual({ low: 0.4, stated: 40 / 75, high: 0.65 });
    expect(shareOfKey(viewOf([40, 25, 10], 25), 'none')).toEqual({ low: 0, stated: 0, high: 0.25 });
  });

  it('contain the known-only value and every way to hand the unknown out', () => {
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(8)),
        (known, unknown, k, where) => {
          const { low, stated, high } = largestShares(viewOf(known, unknown), k).bound;
          const held = [...known, ...new Array<number>(9).fill(0)];
          for (let unit = 0; unit < unknown; unit++) {
            const place = where.next().value as number;
            held[place] = (held[place] as number) + 1;
          }
          const total = held.reduce((sum, value) => sum + value, 0);
          const found =
            held
              .sort((a, b) => b - a)
              .slice(0, k)
              .reduce((sum, value) => sum + value, 0) / total;
          for (const value of [found, stated as number]) {
            expect(value).toBeGreaterThanOrEqual((low as number) - 1e-12);
            expect(value).toBeLessThanOrEqual((high as number) + 1e-12);
          }
        },
      ),
    );
  });
});

describe('uptime', () => {
  it('bounds contain the known-only value and any uptime of the unknown weight', () => {
    const record = fc.record({ provider: fc.nat(3), gpus: fc.integer({ min: 1, max: 9 }), uptime: fc.integer({ min: 0, max: 100 }) });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 100 }),
        (known, unknown, guess) => {
          const slo = fraction(19, 20);
          const columns = (list: readonly { provider: number; gpus: number; uptime: number }[]) => ({
            units: Float64Array.from(list, ({ uptime }) => uptime),
            one: 100n,
            gpus: Float64Array.from(list, ({ gpus }) => gpus),
            providers: Int32Array.from(list, ({ provider }) => provider),
            providerCount: 10,
          });
          const bounds = uptimeBounds({ known: columns(known), unknown: BigInt(unknown) }, slo);
          const settled = [...known, { provider: 9, gpus: unknown, uptime: guess }];
          const whole = uptimeBounds({ known: columns(settled), unknown: 0n }, slo);
          for (const name of ['mean', 'p05', 'below'] as const) {
            const { low, stated, high } = (bounds as NonNullable<typeof bounds>)[name];
            for (const value of [stated, whole?.[name].stated as number]) {
              expect(value).toBeGreaterThanOrEqual(low - 1e-12);
              expect(value).toBeLessThanOrEqual(high + 1e-12);
            }
          }
        },
      ),
    );
  });
});

describe('large memory', () => {
  it('counts what is open as less at one end and as more at the other', () => {
    expect(largeMemoryShare({ large: 3n, small: 1n, open: 4n })).toEqual({ low: 3 / 8, stated: 3 / 4, high: 7 / 8 });
    expect(largeMemoryShare({ large: 0n, small: 0n, open: 0n })).toEqual({ low: null, stated: null, high: null });
  });
});

describe('the dependency finder', () => {
  const factor = { name: 'asn', kind: 'asn', codes: Int32Array.from([0, 0, 1, 1, -1]), dictionary: ['AS1', 'AS2'] };
  const rows = {
    parties: Int32Array.from([0, 1, 2, 2, 0]),
    names: ['a', 'b', 'c'],
    weightAt: (row: number) => BigInt(row + 1),
    rows: null,
  };

  it('leaves out a value of one party, and counts unknown weight by factor', () => {
    const { shared, total, unknown } = sharedFactors([factor], rows, 2);
    expect(shared).toEqual([{ factor: 'asn', kind: 'asn', key: 'AS1', parties: 2, largest: ['b', 'a'], units: 3n, rows: 2 }]);
    expect([total, unknown]).toEqual([15n, [5n]]);
  });

  it('counts weight of unknown party for the capacity and for no party', () => {
    const { shared } = sharedFactors([factor], { ...rows, parties: Int32Array.from([0, 1, -1, 2, 0]) }, 1);
    expect(shared.map(({ key, parties, units }) => [key, parties, units])).toEqual([
      ['AS2', 1, 7n],
      ['AS1', 2, 3n],
    ]);
  });
});

describe('lines on a chart', () => {
  const pack = (name: string) => packOfText(readFileSync(`resources/reference/packs/${name}.json`, 'utf8'));
  const packs = ['disclosure-10', 'us-mg-2023', 'single-country-65', 'cloud-sla-2022'].map(pack);

  it('are those of the metric and of the dimension, without what needs a merge', () => {
    expect(chartLines(packs, ['share', 'cr1'], subjectsOf('country'))).toEqual([
      { at: 0.1, label: '10 % disclosure-10 1.0.0', line: { op: '>=', value: fraction(1, 10) } },
      { at: 0.65, label: '65 % single-country-65 1.0.0', line: { op: '>', value: fraction(13, 20) } },
    ]);
    expect(chartLines(packs, ['share', 'cr1'], subjectsOf('operator')).map(({ at }) => at)).toEqual([0.1]);
    expect(chartLines(packs, ['uptime'], []).map(({ at }) => at)).toEqual([0.9999, 0.995]);
  });
});

describe('lines beside a number', () => {
  const pack = packOfText(
    JSON.stringify({
      id: 'test',
      version: '1.0.0',
      jurisdiction: 'none',
      status: 'custom',
      author: 'A',
      reason: 'B',
      valid_from: null,
      valid_to: null,
      text_read_on: null,
      source: { instrument: 'x', section: '', url: 'https://example.org/' },
      lines: [{ metric: 'share', op: '>=', value: '1/10', label: 'ten', applies_to: 'country' }],
      designed_for: 'x',
      not_designed_for: 'y',
      wording: 'z',
      tests: ['0.1', '0.2', '0.3'].map((share) => ({ line: 0, passes: true, share })),
    }),
  );
  const at = (low: number, high: number, subjects: 'country'[] = ['country']) =>
    linesBeside(
      [pack],
      [{ metric: 'share', subjects, bound: { low, stated: low, high }, exact: { low: String(low), high: String(high) } }],
      null,
    ).map(({ position, words }) => [position, words]);

  it('stand only where their subject does, and say undetermined where the range crosses them', () => {
    expect(at(0.1, 0.1)).toEqual([['holds', 'Pack test: at or above the 10 % line (ten), reference only.']]);
    expect(at(0.05, 0.09)).toEqual([['does not hold', 'Pack test: below the 10 % line over the whole range (ten), reference only.']]);
    expect(at(0.05, 0.2)).toEqual([
      ['undetermined', 'Pack test: on both sides of the 10 % line: undetermined over the range (ten), reference only.'],
    ]);
    expect(at(0.05, 0.2, [])).toEqual([]);
  });

  // 1/3 has no double: the nearest one is 0.333333333333333314829616256247..., below 1/3 (IEEE 754)
  it('compare the exact ratio, never the nearest double', () => {
    const third = (op: '>=' | '>' | '<' | '<=') => ({ ...pack, lines: [{ metric: 'share' as const, op, value: '1/3', label: 'third' }] });
    const exact = { low: '1/3', high: '1/3' };
    const placed = [{ metric: 'share' as const, subjects: [], bound: { low: 1 / 3, stated: 1 / 3, high: 1 / 3 }, exact }];
    const position = (op: '>=' | '>' | '<' | '<=') => linesBeside([third(op)], placed, null)[0]?.position;
    expect([position('>='), position('>'), position('<='), position('<')]).toEqual(['holds', 'does not hold', 'holds', 'does not hold']);
  });
});
