// Conventions of other systems, both population rules, ties and prices on real data. Expected values: ../shared/data/README.md (F1a, F1c, D1a, N3, S2,
// P1), computed there in exact rational arithmetic by a separate script.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MeasuresResult, measuresAskSchema } from '../../shared/case/measures.ts';
import { DATA, hasData, type ImportOptions, importFile, NO_DATA, openTestEngine } from './support.ts';

const FLEETS = 'gpu-fleets/gpu_clusters_2026-04.csv';
const DFINITY = 'nodes-dfinity/current_nodes_2025-10-31.csv';
const FILECOIN = 'nodes-filecoin/filecoin_nodes_2025-11-22.csv';
const SOLANA = 'validators-solana/solana_validators_2025-10-01.csv';
const PRICES = 'gpu-prices/offerings.json';

describe.skipIf(!hasData)(hasData ? 'measures of the real datasets' : NO_DATA, () => {
  let test: Awaited<ReturnType<typeof openTestEngine>>;
  const datasets = new Map<string, string>();
  const imported = async (file: string): Promise<string> => {
    const mapping: NonNullable<ImportOptions['mapping']> =
      file === PRICES ? { price_usd_hour: 'price_usd_per_gpu_hour', gpu_model: 'gpu_model' } : {};
    const id = datasets.get(file) ?? (await importFile(test.engine, `${DATA}/${file}`, { mapping })).id;
    datasets.set(file, id);
    return id;
  };
  const measures = async (file: string, by: string, weight: string, ask: object = {}, where = ''): Promise<MeasuresResult> =>
    test.engine.client.views.measures(measuresAskSchema.parse({ spec: { dataset: await imported(file), by, weight, where }, ...ask }));
  const preset = ({ preset: found }: MeasuresResult, id: string) => found?.values.find((value) => value.id === id);

  beforeAll(async () => {
    test = await openTestEngine();
  });
  afterAll(() => test.close());

  it('F1 by the conventions of EDI: zeros kept (Gini n all), unknown left out (F1a) and as one entity (F1c)', async () => {
    const found = await measures(FLEETS, 'Owner', 'H100 equivalents', { preset: 'edi' }, "Status = 'Existing'");
    expect(preset(found, 'gini')?.theirs).toBeCloseTo(0.90218, 6);
    expect(preset(found, 'gini')?.ours).toBeCloseTo(0.901523, 6);
    expect(preset(found, 'hhi.one-entity')?.theirs).toBeCloseTo(1312.8577, 4);
    expect(preset(found, 'gini.one-entity')?.theirs).toBeCloseTo(0.905176, 6);
    // no sum equals a threshold in these data, so ">=" at 1/2 counts as ">": F1a 3, F1c 3
    expect([preset(found, 'nakamoto.1/2')?.theirs, preset(found, 'nakamoto.1/2.one-entity')?.theirs]).toEqual([3, 3]);
    expect(preset(found, 'gini')?.difference).toContain('one entity without weight counts');
  });

  it('F1: range of five largest, and how much unattributed weight decides', async () => {
    const { cards } = await measures(
      FLEETS,
      'Owner',
      'H100 equivalents',
      { lines: [{ metric: 'hhi_points', op: '>', value: '1800', label: 'l' }] },
      "Status = 'Existing'",
    );
    const hhi = cards.find(({ id }) => id === 'hhi');
    expect(hhi?.text).toBe('1,511 (1,149 to 2,087)');
    expect(hhi?.change[0]).toMatch(/^Undetermined at 1,800 \(l\): [\d,]+ of the 243,726 H100 equivalents unattributed with xAI/);
  });

  it('D1a by the rule of DFINITY: 11 of 69 providers hold more than floor(1447/3) = 482 nodes; 18 hold more than half, with a tie across the cut', async () => {
    const found = await measures(DFINITY, 'node_provider_name', 'count', { preset: 'dfinity' });
    expect(found.preset?.values).toMatchObject([
      { rule: 'share > floor(1/3 of the total)', theirs: 11, ours: 11, difference: 'The same number here.' },
    ]);
    const [third, half, twoThirds] = found.nakamoto;
    expect([third, half, twoThirds].map((set) => set?.count.stated)).toEqual([11, 18, 26]);
    expect(half?.detail).toMatchObject({ tie: true, unique: false });
    expect(half?.detail?.members).toHaveLength(18);
  });

  it('N3: autonomous systems of Filecoin by Nakaflow, whose 33 % is below a third', async () => {
    const found = await measures(FILECOIN, 'country_code', 'count', { preset: 'nakaflow' });
    expect(preset(found, 'nakamoto.33/100')).toMatchObject({ ours: 2, theirs: 2 });
  });

  it('S2: stake of validators is summed beyond 2^53 under every preset', async () => {
    const found = await measures(SOLANA, 'Hosting', 'ActivatedStake', { preset: 'bittensor-labs', thresholds: ['51/100'] });
    // S2e: 2, 3, 6 hosts at 1/3, 1/2, 2/3
    expect(found.nakamoto.map(({ count }) => count.stated)).toEqual([2, 3, 6, preset(found, 'nakamoto.51/100')?.theirs]);
  });

  it('offers of GPUs: 310 prices from 0.02 to 7.99, median 0.83', async () => {
    const { price, rejected } = await test.engine.client.views.spread({ dataset: await imported(PRICES), kind: 'price' });
    expect(price?.pooled).toMatchObject({ n: 310, p50: 0.83 });
    // the sum is 435.589
    expect(price?.pooled?.mean).toBeCloseTo(435.589 / 310, 12);
    expect(rejected).toEqual([]);
    const points = price?.classes.flatMap((each) => each.points) ?? [];
    expect([Math.min(...points), Math.max(...points)]).toEqual([0.02, 7.99]);
    const ratios = (price?.classes ?? []).flatMap(({ unweighted }) =>
      unweighted && !unweighted.pointsOnly ? [unweighted.p90OverP10] : [],
    );
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
  });
});
