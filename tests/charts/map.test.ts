import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choropleth, hatchOf, isInside, outlinesOf, shareClass } from '../../shared/charts/index.ts';
import { countries, worldMap } from './cases.ts';
import { frame } from './fixtures.ts';
import { drawnValues, notFinite } from './reading.ts';

const codes = new Map(worldMap.areas.filter(({ code }) => code !== '').map((area) => [area.code, area]));

describe('the world map that is shipped', () => {
  it('is what its packages give', () => {
    expect(() => execFileSync(process.execPath, ['scripts/worldMap.ts', '--check'], { encoding: 'utf8' })).not.toThrow();
  });
  it('holds the small states that a coarser set lacks, and a dot for those without an area', () => {
    for (const code of ['SG', 'HK', 'MT', 'BH', 'GI', 'MC', 'TV', 'RE', 'XK']) expect(codes.has(code), code).toBe(true);
    expect(codes.get('GI')?.rings).toEqual([]);
  });
  it('has each code once, and four areas without one', () => {
    expect(codes.size).toBe(worldMap.areas.length - 4);
    expect(
      worldMap.areas
        .filter(({ code }) => code === '')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Indian Ocean Ter.', 'N. Cyprus', 'Siachen Glacier', 'Somaliland']);
  });
  it('is cut at the antimeridian: no side of an outline crosses the picture', () => {
    for (const { name, rings } of worldMap.areas)
      for (const steps of rings)
        for (let index = 2; index < steps.length; index += 2) expect(Math.abs(steps[index] ?? 0), name).toBeLessThan(worldMap.width / 4);
  });
  it('keeps areas comparable: Brazil is 8.51 and Australia 7.69 million square kilometres (UN Statistics Division)', () => {
    expect((codes.get('BR')?.area ?? 0) / (codes.get('AU')?.area ?? 1)).toBeCloseTo(8.51 / 7.69, 1);
  });
  it('places countries where they are: Finland north of Germany, Germany west of Poland, Chile west of Argentina', () => {
    const at = (code: string) => codes.get(code)?.at ?? [0, 0];
    expect(at('FI')[1]).toBeLessThan(at('DE')[1]);
    expect(at('DE')[0]).toBeLessThan(at('PL')[0]);
    expect(at('CL')[0]).toBeLessThan(at('AR')[0]);
  });
});

describe('Map of countries', () => {
  const chart = choropleth(countries, frame(900, 470));
  it('fills each country of its table and reads all of them, largest first', () => {
    expect(chart.table.rows.map(([, code]) => code)).toEqual(['US', 'DE', 'FI', 'SG', 'CA', 'NL', 'HK', 'BR', 'AU', 'MT', 'ZZ', 'RU']);
    const drawn = new Map(drawnValues(chart).map(({ id, value }) => [id, value]));
    for (const [, code, share] of chart.table.rows)
      if (code !== 'ZZ' && code !== 'MT') expect(drawn.get(String(code)), String(code)).toBe(share);
    expect(chart.series[0]?.marks).toHaveLength(12);
    expect(chart.series[0]?.marks[1]?.readout).toBe('Germany (DE) | 18.0 % | stated and detected country differ in 12.0 % of records');
    expect(chart.series[0]?.marks.at(-1)?.readout).toBe(
      'Russia (RU) | share not disclosed | stated and detected country differ in 0 % of records',
    );
  });
  it('says disputed borders, unknown weight and what has no place', () => {
    expect(chart.labels.map(({ text }) => text).join(' ')).toContain('disputed borders');
    expect(chart.summary).toContain('Uncertainty: 10.0 % of the total have no known country.');
    expect(chart.summary).toContain('Without a place on the map: Atlantis.');
    expect(chart.title).toBe('United States holds 31.0 % of the total, the most of 11 countries');
  });
  it('finds the country under the pointer by its outline, and a small one by its dot', () => {
    const mark = (code: string) => chart.series[0]?.marks.findIndex(({ id }) => id === code) ?? -1;
    const at = (code: string): [number, number] => {
      const box = chart.series[0]?.marks[mark(code)];
      return [(box?.x ?? 0) + 7, (box?.y ?? 0) + 7];
    };
    for (const code of ['US', 'BR', 'AU', 'SG', 'MT']) expect(chart.hit?.(...at(code)), code).toEqual({ series: 0, mark: mark(code) });
    expect(chart.hit?.(450, 300)).toBeNull();
  });
  it('names a country by the map where the data have its code alone', () => {
    const bare = choropleth({ ...countries, countries: [{ id: 'FR', code: 'FR', label: 'FR', share: 0.4 }] }, frame(640, 360));
    expect(bare.title).toBe('France is the only country known, with 40.0 % of the total');
    expect(bare.series[0]?.marks[0]?.readout).toBe('France (FR) | 40.0 %');
  });
  it('takes the first class up to its end and the last above its own', () => {
    expect([0.001, 0.01, 0.011, 0.05, 0.25, 0.2501].map((share) => shareClass(share, [0.01, 0.05, 0.1, 0.25]))).toEqual([1, 1, 2, 2, 4, 5]);
  });
  it('states ties, one country, undisclosed shares and none', () => {
    const of = (shares: (number | null)[], unknown = 0) =>
      choropleth(
        {
          ...countries,
          unknown,
          countries: shares.map((share, index) => ({
            id: `c${index}`,
            code: ['DE', 'FR', 'US'][index] ?? '',
            label: `Country ${index}`,
            share,
          })),
        },
        frame(640, 360),
      );
    expect(of([0.4, 0.4, 0.2]).title).toBe('Country 0 and Country 1 hold the most, 40.0 % each');
    expect(of([1]).title).toBe('Country 0 is the only country known, with 100.0 % of the total');
    expect(of([null]).title).toBe('No country discloses its share');
    expect(of([], 1).title).toBe('No country is known');
    for (const shares of [[], [null], [0], [1]]) expect(notFinite(of(shares).option)).toEqual([]);
  });
});

describe('shapes of a map', () => {
  const square: [number, number][] = [
    [0, 0],
    [100, 0],
    [100, 100],
    [0, 100],
  ];
  it('tell inside from outside', () => {
    expect(isInside(square, 50, 50)).toBe(true);
    expect(isInside(square, 150, 50)).toBe(false);
  });
  it('are hatched within their sides only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30 }), (gap) => {
        for (const line of hatchOf(square, gap))
          for (const [x, y] of line) expect(x >= -1e-6 && x <= 100 + 1e-6 && y >= -1e-6 && y <= 100 + 1e-6).toBe(true);
      }),
    );
  });
  it('lose points that fall together when the map is small, and vanish when they are points', () => {
    const area = { code: 'XX', name: 'x', at: [0, 0] as const, area: 1, rings: [[0, 0, 1000, 0, 1, 0, 0, 1000, -1001, 0]] };
    expect(outlinesOf(area, 0.1, 0, 0)[0]).toHaveLength(4);
    expect(outlinesOf(area, 0.0001, 0, 0)).toEqual([]);
  });
});
