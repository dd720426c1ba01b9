import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { DATA, hasData, importFile, NO_DATA, openTestEngine, view } from './support.ts';

// Expected values: ../shared/data/README.md, computed there in exact rational arithmetic by a separate script and confirmed with SQL.
// HHI to 0.00005, shares and Gini to 0.0000005, counts and Nakamoto coefficients exactly.

type Row = {
  id: string;
  file: string;
  by: string;
  weight: string;
  where?: string;
  n: number;
  hhi: number;
  nc: [number, number, number];
  cr1: number;
  cr4: number;
  gini: number;
  largest: string;
};

const COMPLETE: Row[] = [
  {
    id: 'T1',
    file: 'gpu-cluster-trace/openb_node_list_gpu_node.csv',
    by: 'model',
    weight: 'gpu',
    n: 7,
    hhi: 5246.5395,
    nc: [1, 1, 1],
    cr1: 0.707019,
    cr4: 0.935448,
    gini: 0.670224,
    largest: 'G2',
  },
  {
    id: 'T2',
    file: 'gpu-cluster-trace/openb_node_list_gpu_node.csv',
    by: 'model',
    weight: 'count',
    n: 7,
    hhi: 3316.7954,
    nc: [1, 2, 2],
    cr1: 0.452597,
    cr4: 0.941467,
    gini: 0.58509,
    largest: 'G2',
  },
  {
    id: 'S2e',
    file: 'validators-solana/solana_validators_2025-10-01.csv',
    by: 'Hosting',
    weight: 'ActivatedStake',
    n: 89,
    hhi: 1225.1599,
    nc: [2, 3, 6],
    cr1: 0.24878,
    cr4: 0.616407,
    gini: 0.853957,
    largest: 'TeraSwitch Networks Inc.',
  },
  {
    id: 'S2f',
    file: 'validators-solana/solana_validators_2025-10-01.csv',
    by: 'HostingCompanyId',
    weight: 'ActivatedStake',
    n: 96,
    hhi: 1134.0589,
    nc: [2, 4, 8],
    cr1: 0.24878,
    cr4: 0.54146,
    gini: 0.832074,
    largest: 'AS20326',
  },
  {
    id: 'S2g',
    file: 'validators-solana/solana_validators_2025-10-01.csv',
    by: 'Country',
    weight: 'ActivatedStake',
    n: 31,
    hhi: 1894.5483,
    nc: [2, 2, 3],
    cr1: 0.316798,
    cr4: 0.790469,
    gini: 0.809017,
    largest: 'DE',
  },
  {
    id: 'S3e',
    file: 'validators-solana/solana_validators_2026-03-01.csv',
    by: 'Hosting',
    weight: 'ActivatedStake',
    n: 83,
    hhi: 1454.8307,
    nc: [1, 4, 7],
    cr1: 0.340192,
    cr4: 0.553431,
    gini: 0.850623,
    largest: 'TeraSwitch Networks Inc.',
  },
  {
    id: 'S4g',
    file: 'validators-solana/solana_validators_2026-08-01.csv',
    by: 'Country',
    weight: 'ActivatedStake',
    n: 30,
    hhi: 1723.2599,
    nc: [2, 3, 4],
    cr1: 0.279043,
    cr4: 0.774199,
    gini: 0.800979,
    largest: 'DE',
  },
  {
    id: 'S1g',
    file: 'validators-solana/solana_validators_2025-03-04.csv',
    by: 'Country',
    weight: 'count',
    n: 36,
    hhi: 1444.0657,
    nc: [2, 3, 5],
    cr1: 0.304545,
    cr4: 0.645455,
    gini: 0.745244,
    largest: 'US',
  },
  {
    id: 'N1',
    file: 'nodes-filecoin/filecoin_nodes_2025-11-22.csv',
    by: 'country_code',
    weight: 'count',
    n: 25,
    hhi: 1377.8687,
    nc: [2, 3, 4],
    cr1: 0.230469,
    cr4: 0.683594,
    gini: 0.650313,
    largest: 'CN',
  },
  {
    id: 'N2',
    file: 'nodes-filecoin/filecoin_nodes_2025-11-22.csv',
    by: 'isp',
    weight: 'count',
    n: 104,
    hhi: 423.8892,
    nc: [5, 11, 27],
    cr1: 0.144531,
    cr4: 0.328125,
    gini: 0.515475,
    largest: 'Korea Telecom',
  },
  {
    id: 'D1a',
    file: 'nodes-dfinity/current_nodes_2025-10-31.csv',
    by: 'node_provider_name',
    weight: 'count',
    n: 69,
    hhi: 220.235,
    nc: [11, 18, 26],
    cr1: 0.048376,
    cr4: 0.135453,
    gini: 0.398746,
    largest: 'DFINITY Stiftung',
  },
  {
    id: 'D2a',
    file: 'nodes-dfinity/current_nodes_2025-10-31.csv',
    by: 'node_provider_name',
    weight: 'count',
    where: 'subnet_id is not null',
    n: 66,
    hhi: 291.4727,
    nc: [7, 13, 21],
    cr1: 0.0699,
    cr4: 0.223966,
    gini: 0.490663,
    largest: 'DFINITY Stiftung',
  },
  {
    id: 'B1',
    file: 'subnets-bittensor/subnets_snapshot_2026-04-11.csv',
    by: 'netuid',
    weight: 'emission_tao_day',
    n: 127,
    hhi: 208.4798,
    nc: [9, 19, 40],
    cr1: 0.067663,
    cr4: 0.212621,
    gini: 0.477552,
    largest: '64',
  },
  {
    id: 'P1',
    file: 'gpu-prices/offerings.json',
    by: 'provider_id',
    weight: 'count',
    n: 21,
    hhi: 726.743,
    nc: [3, 5, 8],
    cr1: 0.13871,
    cr4: 0.43871,
    gini: 0.378802,
    largest: 'dataoorts',
  },
];

/** stated = blanks excluded; low and high = the two extreme ways in which the unknown mass could be held. */
const WITH_UNKNOWN = [
  {
    id: 'F1',
    file: 'gpu-fleets/gpu_clusters_2026-04.csv',
    by: 'Owner',
    weight: 'H100 equivalents',
    where: "Status = 'Existing'",
    rows: 609,
    n: 149,
    unknownRows: 238,
    unknownShare: 0.127982,
    hhi: [1149.0629, 1511.1002, 2086.7801],
    cr1: [0.302355, 0.346731, 0.430337],
    cr4: [0.516346, 0.592128, 0.644329],
    nc: [
      [1, 1, 2],
      [2, 3, 4],
      [5, 6, 9],
    ],
    gini: 0.901523,
  },
  {
    id: 'F2',
    file: 'gpu-fleets/gpu_clusters_2026-04.csv',
    by: 'Country',
    weight: 'H100 equivalents',
    where: "Status = 'Existing'",
    rows: 609,
    n: 33,
    unknownRows: 67,
    unknownShare: 0.047858,
    hhi: [5518.0343, 6086.6832, 6241.8913],
    cr1: [0.732331, 0.76914, 0.780188],
    cr4: [0.878301, 0.922447, 0.926158],
    nc: [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
    gini: 0.911869,
  },
  {
    id: 'F3',
    file: 'gpu-fleets/gpu_clusters_2026-04.csv',
    by: 'Owner',
    weight: 'H100 equivalents',
    where: 'Status = \'Existing\' and ("Possible Duplicate" is null or not "Possible Duplicate" = \'True\')',
    rows: 516,
    n: 132,
    unknownRows: null,
    unknownShare: null,
    hhi: [1250.2128, 1620.3386, 2175.3176],
    cr1: [0.319565, 0.363806, 0.441171],
    cr4: [0.531913, 0.605552, 0.65352],
    nc: [
      [1, 1, 2],
      [2, 3, 4],
      [5, 5, 8],
    ],
    gini: 0.896968,
  },
] as const;

/** U added to the largest is the low end of the Nakamoto coefficient; U infinitely dispersed the high end. */
const SOLANA = [
  {
    id: 'S2',
    file: 'validators-solana/solana_validators_2025-10-01.csv',
    n: 825,
    sum: '407830384374701010',
    unknown: '127431779615730570',
    hhi: [66.3737, 140.4117],
    nc: [
      [11, 28],
      [31, 133],
      [88, 549],
    ],
  },
  {
    id: 'S3',
    file: 'validators-solana/solana_validators_2026-03-01.csv',
    n: 631,
    sum: '421252270699323058',
    unknown: '136370903667552912',
    hhi: [73.2608, 160.1874],
    nc: [
      [10, 23],
      [23, 91],
      [58, 512],
    ],
  },
  {
    id: 'S4',
    file: 'validators-solana/solana_validators_2026-08-01.csv',
    n: 558,
    sum: '431724893288175524',
    unknown: '136488315353848311',
    hhi: [82.4242, 176.2497],
    nc: [
      [9, 20],
      [21, 80],
      [53, 425],
    ],
  },
] as const;

const THRESHOLDS = ['1/3', '1/2', '2/3'] as const;

describe.skipIf(!hasData)(hasData ? 'views of the real datasets' : NO_DATA, () => {
  let engine: Engine;
  let close: () => Promise<void>;
  const datasets = new Map<string, Dataset>();
  const imported = async (file: string): Promise<Dataset> => {
    const dataset = datasets.get(file) ?? (await importFile(engine, `${DATA}/${file}`));
    datasets.set(file, dataset);
    return dataset;
  };

  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
  });
  afterAll(() => close());

  it.each(COMPLETE)('$id: $by by $weight of $file', async (row) => {
    const { metrics, entities, unknown, top } = await view(engine, await imported(row.file), row.by, row.weight, row.where);
    expect(entities).toBe(row.n);
    expect(unknown.rows).toBe(0);
    expect(top[0]?.key).toBe(row.largest);
    for (const [bound, expected, tolerance] of [
      [metrics.hhi, row.hhi, 5e-5],
      [metrics.cr1, row.cr1, 5.1e-7],
      [metrics.cr4, row.cr4, 5.1e-7],
      [metrics.gini, row.gini, 5.1e-7],
    ] as const) {
      expect(Math.abs((bound.stated as number) - expected)).toBeLessThanOrEqual(tolerance);
      expect([bound.low, bound.high]).toEqual([bound.stated, bound.stated]);
    }
    expect(THRESHOLDS.map((threshold) => metrics.nakamoto[threshold].stated)).toEqual(row.nc);
  });

  it('B2: a subnet that is named "Unknown" is a name where only blanks are declared unknown, and unknown mass by default', async () => {
    const path = `${DATA}/subnets-bittensor/subnets_snapshot_2026-04-11.csv`;
    const byText = await view(engine, await importFile(engine, path, { unknownTokens: [''] }), 'name', 'emission_tao_day');
    expect(byText.entities).toBe(125);
    expect(Math.abs((byText.metrics.hhi.stated as number) - 217.2426)).toBeLessThanOrEqual(5e-5);
    expect(THRESHOLDS.map((threshold) => byText.metrics.nakamoto[threshold].stated)).toEqual([8, 18, 38]);
    const usual = await view(engine, await imported('subnets-bittensor/subnets_snapshot_2026-04-11.csv'), 'name', 'emission_tao_day');
    expect([usual.entities, usual.unknown.rows]).toEqual([124, 1]);
  });

  it.each(WITH_UNKNOWN)('$id: $by with its unknown mass as bounds', async (row) => {
    const { metrics, entities, unknown, rows } = await view(engine, await imported(row.file), row.by, row.weight, row.where);
    expect(rows).toBe(row.rows);
    expect(entities).toBe(row.n);
    if (row.unknownRows !== null) {
      expect(unknown.rows).toBe(row.unknownRows);
      expect(Math.abs(unknown.share - row.unknownShare)).toBeLessThanOrEqual(5.1e-7);
    }
    for (const [bound, [low, stated, high], tolerance] of [
      [metrics.hhi, row.hhi, 5e-5],
      [metrics.cr1, row.cr1, 5.1e-7],
      [metrics.cr4, row.cr4, 5.1e-7],
    ] as const) {
      expect(Math.abs((bound.low as number) - low)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs((bound.stated as number) - stated)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs((bound.high as number) - high)).toBeLessThanOrEqual(tolerance);
    }
    expect(THRESHOLDS.map((threshold) => Object.values(metrics.nakamoto[threshold]))).toEqual(row.nc);
    expect(Math.abs((metrics.gini.stated as number) - row.gini)).toBeLessThanOrEqual(5.1e-7);
  });

  it.each(SOLANA)('$id: stake beyond 2^53 is summed exactly, unnamed validators are bounds', async (row) => {
    const { metrics, entities, unknown, total } = await view(engine, await imported(row.file), 'Name', 'ActivatedStake');
    expect(entities).toBe(row.n);
    expect(total).toBe(row.sum);
    expect(unknown.value).toBe(row.unknown);
    expect(Math.abs((metrics.hhi.low as number) - row.hhi[0])).toBeLessThanOrEqual(5e-5);
    expect(Math.abs((metrics.hhi.stated as number) - row.hhi[1])).toBeLessThanOrEqual(5e-5);
    expect(THRESHOLDS.map((threshold) => [metrics.nakamoto[threshold].stated, metrics.nakamoto[threshold].high])).toEqual(row.nc);
  });
});
