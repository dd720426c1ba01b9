// Acceptance on real data: GPU clusters (Epoch AI), expected values F1a-d, F2a-d and F3a-d of ../shared/data/README.md,
// computed there in rational arithmetic by a separate script. Counts and NC exactly, HHI to 0.00005, CR and Gini to 0.0000005.
import { existsSync, readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { exactWeights } from '../../shared/metrics/exact.ts';
import { gini } from '../../shared/metrics/gini.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { rank } from '../../shared/metrics/ranking.ts';

const CLUSTERS = '../shared/data/gpu-fleets/gpu_clusters_2026-04.csv';
const present = existsSync(CLUSTERS);
type Row = Record<string, string>;
const rows: Row[] = present ? Papa.parse<Row>(readFileSync(CLUSTERS, 'utf8'), { header: true, skipEmptyLines: true }).data : [];
const existing = rows.filter((row) => row.Status === 'Existing');
const distinct = existing.filter((row) => row['Possible Duplicate'] !== 'True');

type Grouped = { labels: string[]; known: bigint[]; unknown: bigint; scale: number };
function group(selected: Row[], column: string): Grouped {
  const { units, scale } = exactWeights(selected.map((row) => (row['H100 equivalents'] ?? '').trim() || '0'));
  const groups = new Map<string, bigint>();
  let unknown = 0n;
  selected.forEach((row, i) => {
    const key = (row[column] ?? '').trim();
    if (key === '') unknown += units[i] as bigint;
    else groups.set(key, (groups.get(key) ?? 0n) + (units[i] as bigint));
  });
  return { labels: [...groups.keys()], known: [...groups.values()], unknown, scale };
}

type Row4 = { hhi: number; nakamoto: [number, number, number]; cr1: number; cr4: number };
type Expected = {
  n: number;
  nAll: number;
  total: number;
  known: number;
  excluded: Row4 & { gini: number; giniAll: number };
  dispersed: Row4;
  giant: Row4 & { gini: number; giniAll: number };
  largest: Row4 & { gini: number; giniAll: number };
  leader: string;
};

const expected: { id: string; column: string; rows: Row[]; values: Expected }[] = [
  {
    id: 'F1 owner',
    column: 'Owner',
    rows: existing,
    values: {
      n: 149,
      nAll: 150,
      total: 1904369.369828,
      known: 1660643.729237,
      excluded: { hhi: 1511.1002, nakamoto: [1, 3, 6], cr1: 0.346731, cr4: 0.592128, gini: 0.901523, giniAll: 0.90218 },
      dispersed: { hhi: 1149.0629, nakamoto: [2, 4, 9], cr1: 0.302355, cr4: 0.516346 },
      giant: { hhi: 1312.8577, nakamoto: [2, 3, 6], cr1: 0.302355, cr4: 0.587347, gini: 0.904544, giniAll: 0.905176 },
      largest: { hhi: 2086.7801, nakamoto: [1, 2, 5], cr1: 0.430337, cr4: 0.644329, gini: 0.913267, giniAll: 0.913846 },
      leader: 'xAI',
    },
  },
  {
    id: 'F2 country',
    column: 'Country',
    rows: existing,
    values: {
      n: 33,
      nAll: 37,
      total: 1904369.369828,
      known: 1813230.596708,
      excluded: { hhi: 6086.6832, nakamoto: [1, 1, 1], cr1: 0.76914, cr4: 0.922447, gini: 0.911869, giniAll: 0.921397 },
      dispersed: { hhi: 5518.0343, nakamoto: [1, 1, 1], cr1: 0.732331, cr4: 0.878301 },
      giant: { hhi: 5540.938, nakamoto: [1, 1, 1], cr1: 0.732331, cr4: 0.915404, gini: 0.905736, giniAll: 0.915659 },
      largest: { hhi: 6241.8913, nakamoto: [1, 1, 1], cr1: 0.780188, cr4: 0.926158, gini: 0.914637, giniAll: 0.923865 },
      leader: 'United States of America',
    },
  },
  {
    id: 'F3 owner without possible duplicates',
    column: 'Owner',
    rows: distinct,
    values: {
      n: 132,
      nAll: 134,
      total: 1801813.201459,
      known: 1582700.888812,
      excluded: { hhi: 1620.3386, nakamoto: [1, 3, 5], cr1: 0.363806, cr4: 0.605552, gini: 0.896968, giniAll: 0.898506 },
      dispersed: { hhi: 1250.2128, nakamoto: [2, 4, 8], cr1: 0.319565, cr4: 0.531913 },
      giant: { hhi: 1398.0944, nakamoto: [2, 3, 6], cr1: 0.319565, cr4: 0.593294, gini: 0.899032, giniAll: 0.900527 },
      largest: { hhi: 2175.3176, nakamoto: [1, 2, 5], cr1: 0.441171, cr4: 0.65352, gini: 0.908576, giniAll: 0.909941 },
      leader: 'xAI',
    },
  },
];

const THRESHOLDS = ['1/3', '1/2', '2/3'] as const;
const near = (found: number | null | undefined, value: number, tolerance: number): void => {
  expect(Math.abs((found ?? Number.NaN) - value), `${found} instead of ${value}`).toBeLessThanOrEqual(tolerance);
};
const HHI = 0.00005;
const SHARE = 0.0000005;

describe.skipIf(!present)(`GPU clusters of ${CLUSTERS}`, () => {
  for (const { id, column, rows: selected, values } of expected) {
    const grouped = group(selected, column);
    const { labels, known, unknown, scale } = grouped;
    const profile = concentrationProfile({ known, unknownMass: unknown, unknownUnit: null, labels });
    const check = (of: typeof profile, row: Row4): void => {
      near(of.hhi.stated, row.hhi, HHI);
      near(of.cr1.stated, row.cr1, SHARE);
      near(of.cr4.stated, row.cr4, SHARE);
      expect(THRESHOLDS.map((t) => of.nakamoto[t].stated)).toEqual(row.nakamoto);
    };
    const checkGini = (list: bigint[], row: { gini: number; giniAll: number }): void => {
      const of = (zeros: 'drop' | 'keep') => {
        const { num, den } = gini(list, zeros).value ?? { num: 0n, den: 1n };
        return Number((num * 10n ** 12n) / den) / 1e12;
      };
      near(of('drop'), row.gini, SHARE);
      near(of('keep'), row.giniAll, SHARE);
    };

    it(`${id}: entities, weight and leader`, () => {
      expect([profile.entities, profile.entities + profile.zeros]).toEqual([values.n, values.nAll]);
      near(Number(profile.totalWeight) / 10 ** scale, values.total, 0.0000005);
      near(Number(profile.knownWeight) / 10 ** scale, values.known, 0.0000005);
      expect(profile.leaders.map((position) => labels[position])).toEqual([values.leader]);
    });

    it(`${id} a: blanks excluded is the stated value`, () => {
      check(profile, values.excluded);
      checkGini(known, values.excluded);
      near(profile.gini.stated, values.excluded.gini, SHARE);
    });

    it(`${id} b: infinitely dispersed is the low end of HHI and CR, the high end of the Nakamoto coefficients`, () => {
      near(profile.hhi.low, values.dispersed.hhi, HHI);
      near(profile.cr1.low, values.dispersed.cr1, SHARE);
      near(profile.cr4.low, values.dispersed.cr4, SHARE);
      expect(THRESHOLDS.map((t) => profile.nakamoto[t].high)).toEqual(values.dispersed.nakamoto);
    });

    it(`${id} c: one giant of its own lies inside the range`, () => {
      const giant = concentrationProfile({ known: [...known, unknown], unknownMass: 0n, unknownUnit: null });
      check(giant, values.giant);
      checkGini([...known, unknown], values.giant);
      expect(giant.hhi.stated).toBeGreaterThan(profile.hhi.low as number);
      expect(giant.hhi.stated).toBeLessThan(profile.hhi.high as number);
    });

    it(`${id} d: all on the largest is the other end`, () => {
      const { largest } = values;
      near(profile.hhi.high, largest.hhi, HHI);
      near(profile.cr1.high, largest.cr1, SHARE);
      near(profile.cr4.high, largest.cr4, SHARE);
      expect(THRESHOLDS.map((t) => profile.nakamoto[t].low)).toEqual(largest.nakamoto);
      const leader = rank(known).order[0] as number;
      const held = known.map((weight, position) => (position === leader ? weight + unknown : weight));
      check(concentrationProfile({ known: held, unknownMass: 0n, unknownUnit: null }), largest);
      checkGini(held, largest);
    });
  }
});
