import { globSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset, Dialect, Field } from '../../shared/case/dataset.ts';
import { SURE_FIT } from '../../shared/case/preset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import type { Step } from '../../shared/case/steps.ts';
import { DATA, hasData, NO_DATA, openTestEngine, resultOf, view } from './support.ts';

// Every table of the shared data through the preset that proposes itself, or an automatic mapping, with at most three corrections; they are
// listed here. Expected values: ../shared/data/README.md. HHI to 0.00005, shares to 0.0000005, counts, totals and coefficients exactly.

type Corrections = {
  dialect?: Partial<Dialect>;
  mapping?: Record<string, Field | null>;
  unknownTokens?: string[];
  steps?: Step[];
};

type Expected = {
  by: string;
  weight?: string;
  where?: string;
  n: number;
  /** lowest, stated, highest; one number where nothing is unknown */
  hhi?: number | [number, number, number];
  nc?: [number, number, number];
  total?: number | string;
  unknown?: number | string;
  largest?: string;
};

type File = {
  file: string;
  /** id of the preset that proposes itself; `null` = none fits, the mapping is automatic */
  preset: string | null;
  rows: number;
  leftOut?: number;
  rejected?: number;
  corrections?: Corrections;
  /** sums of columns, exactly */
  sums?: Record<string, string>;
  expected?: Expected[];
};

const FILES: File[] = [
  {
    file: 'gpu-fleets/gpu_clusters_2026-04.csv',
    preset: 'epoch-clusters',
    rows: 609,
    // 171 planned and 6 decommissioned clusters
    leftOut: 177,
    expected: [
      { by: 'owner', weight: 'H100 equivalents', n: 149, hhi: [1149.0629, 1511.1002, 2086.7801], nc: [1, 3, 6], largest: 'xAI' },
      // the canonical country puts no two of these names together
      { by: 'country', weight: 'H100 equivalents', n: 33, hhi: [5518.0343, 6086.6832, 6241.8913], nc: [1, 1, 1], largest: 'US' },
    ],
  },
  {
    file: 'gpu-fleets/ml_hardware_2025-12.csv',
    preset: 'epoch-hardware',
    rows: 170,
    expected: [{ by: 'Manufacturer', n: 20, total: 170, unknown: 1, largest: 'NVIDIA' }],
  },
  {
    file: 'gpu-cluster-trace/openb_node_list_gpu_node.csv',
    preset: 'cluster-trace-nodes',
    rows: 1213,
    sums: { gpu_count: '6212', cpu_milli: '107018000', memory_mib: '503828480' },
    expected: [
      { by: 'model', weight: 'gpu_count', n: 7, hhi: 5246.5395, nc: [1, 1, 1], total: 6212, largest: 'G2' },
      { by: 'model', n: 7, hhi: 3316.7954, nc: [1, 2, 2], largest: 'G2' },
    ],
  },
  {
    file: 'gpu-cluster-trace/openb_pod_list_default.csv',
    preset: 'cluster-trace-jobs',
    rows: 8152,
    sums: { num_gpu: '7433' },
    expected: [{ by: 'pod_phase', n: 4, total: 8152, largest: 'Running' }],
  },
  {
    file: 'gpu-cluster-trace/openb_pod_list_gpuspec33.csv',
    preset: 'cluster-trace-jobs',
    rows: 8152,
    sums: { num_gpu: '7433' },
    expected: [{ by: 'gpu_spec', n: 16, unknown: 5764 }],
  },
  {
    file: 'validators-solana/solana_validators_2025-03-04.csv',
    preset: 'solana-places',
    rows: 1320,
    expected: [
      { by: 'Hosting', n: 134, hhi: 429.7291, nc: [5, 8, 15], largest: 'AS20473 The Constant Company  LLC' },
      // a company with several ASNs is one: counted apart from this program, over what follows the first blank of the cell
      { by: 'host_org', n: 122, hhi: 478.3976, nc: [4, 7, 13], largest: 'The Constant Company  LLC' },
      { by: 'asn', n: 134, hhi: 429.7291, nc: [5, 8, 15], largest: 'AS20473' },
      { by: 'country', n: 36, hhi: 1444.0657, nc: [2, 3, 5], largest: 'US' },
    ],
  },
  {
    file: 'validators-solana/solana_validators_2025-10-01.csv',
    preset: 'solana-geolocation',
    rows: 969,
    sums: { stake: '407830384374701010' },
    expected: [
      { by: 'operator', weight: 'stake', n: 825, nc: [11, 31, 88], total: '407830384374701010', unknown: '127431779615730570' },
      { by: 'host_org', weight: 'stake', n: 89, hhi: 1225.1599, nc: [2, 3, 6], largest: 'TeraSwitch Networks Inc.' },
      { by: 'asn', weight: 'stake', n: 96, hhi: 1134.0589, nc: [2, 4, 8], largest: 'AS20326' },
      { by: 'country', weight: 'stake', n: 31, hhi: 1894.5483, nc: [2, 2, 3], largest: 'DE' },
    ],
  },
  {
    file: 'validators-solana/solana_validators_2026-03-01.csv',
    preset: 'solana-geolocation',
    rows: 768,
    sums: { stake: '421252270699323058' },
    expected: [
      { by: 'operator', weight: 'stake', n: 631, nc: [10, 23, 58], total: '421252270699323058', unknown: '136370903667552912' },
      { by: 'host_org', weight: 'stake', n: 83, hhi: 1454.8307, nc: [1, 4, 7] },
      { by: 'asn', weight: 'stake', n: 91, hhi: 1372.5086, nc: [1, 4, 8], largest: 'AS20326' },
      { by: 'country', weight: 'stake', n: 34, hhi: 1880.3195, nc: [2, 2, 3], largest: 'DE' },
    ],
  },
  {
    file: 'validators-solana/solana_validators_2026-08-01.csv',
    preset: 'solana-geolocation',
    rows: 692,
    sums: { stake: '431724893288175524' },
    expected: [
      { by: 'operator', weight: 'stake', n: 558, nc: [9, 21, 53], total: '431724893288175524', unknown: '136488315353848311' },
      { by: 'host_org', weight: 'stake', n: 80, hhi: 1189.4347, nc: [2, 4, 6] },
      { by: 'asn', weight: 'stake', n: 90, hhi: 1055.1928, nc: [2, 5, 9], largest: 'AS20326' },
      { by: 'country', weight: 'stake', n: 30, hhi: 1723.2599, nc: [2, 3, 4], largest: 'DE' },
    ],
  },
  {
    file: 'nodes-filecoin/filecoin_nodes_2025-11-22.csv',
    preset: 'filecoin-nodes',
    rows: 256,
    expected: [
      { by: 'country', n: 25, hhi: 1377.8687, nc: [2, 3, 4], largest: 'CN' },
      { by: 'host_org', n: 104, hhi: 423.8892, nc: [5, 11, 27], largest: 'Korea Telecom' },
      { by: 'asn', n: 94, hhi: 447.6929, nc: [4, 11, 22], largest: 'AS4766' },
      { by: 'operator', n: 116, unknown: 33 },
    ],
  },
  {
    file: 'gpu-prices/offerings.json',
    preset: 'gpu-price-offers',
    rows: 310,
    sums: { price_usd_per_gpu_hour: '435.589' },
    expected: [
      { by: 'provider', n: 21, hhi: 726.743, nc: [3, 5, 8], largest: 'dataoorts' },
      { by: 'gpu_vendor', n: 2, total: 310 },
    ],
  },
  { file: 'gpu-prices/providers.json', preset: null, rows: 21, expected: [{ by: 'id', n: 21 }] },
  {
    file: 'subnets-bittensor/subnets_snapshot_2026-04-11.csv',
    preset: 'bittensor-subnets',
    rows: 129,
    // one subnet is named "Unknown": only blanks mean unknown here
    corrections: { unknownTokens: [''] },
    sums: { emission_tao_day: '6676.282', market_cap_tao: '10854005.52' },
    expected: [
      { by: 'provider', weight: 'emission_tao_day', n: 127, hhi: 208.4798, nc: [9, 19, 40], largest: '64' },
      { by: 'owner', weight: 'emission_tao_day', n: 127, hhi: 208.4798, nc: [9, 19, 40] },
      { by: 'name', weight: 'emission_tao_day', n: 125, hhi: 217.2426, nc: [8, 18, 38], largest: 'Chutes' },
    ],
  },
  {
    file: 'nodes-dfinity/current_nodes_2025-10-31.csv',
    preset: 'dfinity-nodes',
    rows: 1447,
    expected: [
      { by: 'provider', n: 69, hhi: 220.235, nc: [11, 18, 26], largest: 'DFINITY Stiftung' },
      { by: 'host_org', n: 66, hhi: 351.2211, nc: [6, 10, 17] },
      // "UK" is read as GB, which no other record has
      { by: 'country', n: 32, hhi: 1100.812, nc: [2, 4, 8], largest: 'US' },
      { by: 'provider', where: 'subnet_id is not null', n: 66, hhi: 291.4727, nc: [7, 13, 21] },
      { by: 'country', where: 'subnet_id is not null', n: 32, hhi: 542.9171, nc: [5, 8, 11], largest: 'US' },
    ],
  },
  { file: 'nodes-dfinity/current_nodes_2025-08-19.csv', preset: 'dfinity-nodes', rows: 1449 },
  {
    file: 'llm-demand/AzureLLMInferenceTrace_code.csv',
    preset: null,
    rows: 8819,
    corrections: { mapping: { TIMESTAMP: 'observed_at' } },
    sums: { ContextTokens: '18059974', GeneratedTokens: '245896' },
  },
  {
    file: 'reference/akash-gpus.json',
    preset: null,
    rows: 96,
    // the devices of one vendor are members of an object; the two of the other are read in the same way
    corrections: { dialect: { records: ['10de', 'devices'], keyed: true } },
  },
  {
    file: 'reference/gpu-specs.json',
    preset: null,
    rows: 15,
    leftOut: 1,
    corrections: { steps: [{ step: 'keep', where: "key != '_header'", reason: 'It describes the fields.' }] },
  },
  // one line has a blank before its quotation mark, and three cells by this dialect
  { file: 'reference/hosting-asn.csv', preset: null, rows: 741, rejected: 1, expected: [{ by: 'asn', n: 722 }] },
  {
    file: 'reference/cloud-regions.csv',
    preset: null,
    rows: 82,
    expected: [{ by: 'provider', n: 7, largest: 'azure' }],
  },
  { file: 'reference/country-codes.csv', preset: null, rows: 249, expected: [{ by: 'ISO3166-1-Alpha-2', n: 249, unknown: 0 }] },
];

/** No table but decisions on entities: `chokepoint entities import`. */
const NO_TABLES = ['nodes-dfinity/provider_alias_groups.json'];

const THRESHOLDS = ['1/3', '1/2', '2/3'] as const;

describe.skipIf(!hasData)(hasData ? 'every file of the shared data' : NO_DATA, () => {
  let engine: Engine;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
  });
  afterAll(() => close());

  async function imported({ file: name, corrections = {} }: File): Promise<{ dataset: Dataset; preset: string | null }> {
    const file = engine.files.adopt(`${DATA}/${name}`).ref;
    const { dialect, steps, mapping, unknownTokens } = corrections;
    const plain = await engine.client.sources.preview({ file, dialect, steps });
    const best = plain.presets.find(({ fit }) => fit >= SURE_FIT);
    const preview = best ? await engine.client.sources.preview({ file, dialect, steps, preset: best.id }) : plain;
    const recipe = recipeOf(preview, { ...(mapping ? { mapping } : {}), ...(unknownTokens ? { unknownTokens } : {}) });
    const { dataset } = await resultOf(await engine.client.sources.import({ file, name, recipe }));
    return { dataset, preset: preview.preset?.id ?? null };
  }

  it('is in this list, and needs at most three corrections', () => {
    const tables = globSync('*/*.{csv,json}', { cwd: DATA }).map((path) => path.replaceAll('\\', '/'));
    expect(
      FILES.map(({ file }) => file)
        .concat(NO_TABLES)
        .sort(),
    ).toEqual(tables.sort());
    for (const { file, corrections = {} } of FILES) {
      const { mapping = {}, steps = [], dialect = {}, unknownTokens } = corrections;
      const count = Object.keys(mapping).length + steps.length + Object.keys(dialect).length + (unknownTokens ? 1 : 0);
      expect(count, file).toBeLessThanOrEqual(3);
    }
  });

  it.each(FILES)('$file', async (file) => {
    const { dataset, preset } = await imported(file);
    expect(preset).toBe(file.preset);
    expect([dataset.rows, dataset.rejected]).toEqual([file.rows, (file.leftOut ?? 0) + (file.rejected ?? 0)]);
    for (const [name, sum] of Object.entries(file.sums ?? {}))
      expect([name, dataset.columns.find((column) => column.name === name)?.sum]).toEqual([name, sum]);
    for (const { by, weight = 'count', where, n, hhi, nc, total, unknown, largest } of file.expected ?? []) {
      const result = await view(engine, dataset, by, weight, where);
      const what = `${by} by ${weight}`;
      expect([what, result.entities]).toEqual([what, n]);
      if (largest !== undefined) expect([what, result.top[0]?.key]).toEqual([what, largest]);
      if (total !== undefined) expect([what, String(result.total)]).toEqual([what, String(total)]);
      if (unknown !== undefined)
        expect([what, String(weight === 'count' ? result.unknown.rows : result.unknown.value)]).toEqual([what, String(unknown)]);
      if (nc) expect([what, THRESHOLDS.map((threshold) => result.metrics.nakamoto[threshold].stated)]).toEqual([what, nc]);
      if (hhi === undefined) continue;
      const { low, stated, high } = result.metrics.hhi;
      const wanted = Array.isArray(hhi) ? hhi : [hhi, hhi, hhi];
      for (const [index, value] of [low, stated, high].entries())
        expect(Math.abs((value as number) - (wanted[index] as number)), `${what}: ${value}`).toBeLessThanOrEqual(5e-5);
    }
  });
});
