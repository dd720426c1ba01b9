import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// Example 2 of removal-test.md 9.2: six units of one GPU of kind A, two units of ten of kind B.
const LINES = [
  'provider,gpu_model,gpu_count',
  ...[1, 2, 3, 4, 5, 6].map((unit) => `A${unit},A100 SXM 80GB,1`),
  ...[1, 2].map((unit) => `B${unit},H100 SXM 80GB,10`),
];
const portfolio = parsePortfolio({
  metric: 'workload',
  classes: [
    { name: 'A', gpus_per_node: 1, gpu_models: ['A100'], quantity: 6 },
    { name: 'B', gpus_per_node: 1, gpu_models: ['H100'], quantity: 10 },
  ],
});

describe('what has to stay above the threshold, and what a removal costs', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('kinds', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '80/100', entities: 'none' };
  });
  const solve = (more: Partial<RemovalSpec>) => resultOf(network.engine.client.removal.solve({ ...spec, ...more }));

  it('needs both B units for the value of the portfolio (example 2: k* = 2, D = 16, below 13)', async () => {
    expect(await solve({})).toMatchObject({
      metric: 'value',
      demand: 16,
      below: 13,
      breakingPoint: { low: 2, high: 2, members: ['B1', 'B2'] },
      inEvery: ['B1', 'B2'],
    });
  });

  it('takes the worst class below 80 % with two A units, 4 of 6, or with both B units: two are needed', async () => {
    // one A: 5/6 = 83 %; two A: 4/6 = 67 %. One B of ten: 10 of 10 still; both: 0.
    const result = await solve({ metric: 'worst-class' });
    expect(result).toMatchObject({
      metric: 'worst-class',
      demand: 1,
      below: 0.8,
      served0: 1,
      breakingPoint: { low: 2, high: 2, proven: true },
    });
    expect(result.breakingPoint.members).toEqual(['A1', 'A2']);
    expect(result.sentence).toBe(
      'Without A1 and A2, workload class A is served to 66.7 % of what it wants (threshold 80 %). Losing 1 provider cannot do this, proven.',
    );
    const worst = result.curves.find(({ order }) => order === 'worst-case');
    expect(worst?.served.slice(0, 3)).toEqual([1, 5 / 6, 0]);
    // with 90 % one A unit is enough
    expect((await solve({ metric: 'worst-class', threshold: '9/10' })).breakingPoint).toMatchObject({ low: 1, high: 1 });
  });

  it('certifies the worst class by the test of full service that asks the same: 5 of A and 8 of B in full', async () => {
    const { client } = network.engine;
    const asked = { ...spec, metric: 'worst-class' as const };
    const { certificate, certified, alternatives } = await resultOf(client.removal.solve(asked));
    expect(certified?.classes.map(({ quantity }) => quantity)).toEqual([5, 8]);
    expect(certificate).toMatchObject({ k: 2, kLow: 2, status: 'proven', theta: [1, 1] });
    // 15 pairs of A units and the pair of B units, without the one that is told as members
    expect(alternatives).toHaveLength(15);
    expect(await resultOf(client.removal.check({ ...asked, certificates: [certificate] }))).toEqual([{ valid: true, findings: [] }]);
    const altered = { ...certificate, k: 3, kLow: 3 };
    expect((await resultOf(client.removal.check({ ...asked, certificates: [altered] })))[0]?.valid).toBe(false);
  });

  it('loses one of two classes served in full with any A unit: 1 of 2 is less than 80 %', async () => {
    const result = await solve({ metric: 'all-or-nothing' });
    expect(result).toMatchObject({ demand: 2, below: 2, served0: 2, breakingPoint: { low: 1, high: 1, proven: true, members: ['A1'] } });
    // at 50 % both must fall: one A unit and both B units
    const half = await solve({ metric: 'all-or-nothing', threshold: '1/2' });
    expect(half.breakingPoint).toMatchObject({ low: 3, high: 3, proven: true });
    expect(half.breakingPoint.members).toEqual(['A1', 'B1', 'B2']);
  });

  it('removes nodes without an owner in the favourable reading of every metric', async () => {
    // 24 cards of alpha and 2 on one node that nobody is known to own; favourably read that node is a unit of its own.
    const { id } = await network.imported(
      'ownerless',
      ['provider,gpu_model,gpu_count,vram_gib', 'alpha,RTX 4090,24,24', ',RTX 4090,2,24'],
      {
        grain: 'node',
      },
    );
    const asked = async (metric: RemovalSpec['metric'], quantity: number) => {
      const cards = { name: 'card', min_vram_gib: 24, gpus_per_node: 1, quantity };
      const { breakingPoint, curves, curvesHigh } = await solve({
        dataset: id,
        metric,
        portfolio: parsePortfolio({ metric: 'workload', classes: [cards] }),
      });
      const largest = (list: typeof curves) => list.find(({ order }) => order === 'largest-first')?.served;
      const best = (list: typeof curves) => list.find(({ order }) => order === 'best-found')?.served;
      return [breakingPoint.low, breakingPoint.high, largest(curves), largest(curvesHigh), best(curvesHigh)];
    };
    // 20 wanted: 26, then 0 where alpha owns both; else 2 of 20, then 0
    expect(await asked('worst-class', 20)).toEqual([1, 1, [1, 0], [1, 2 / 20, 0], [1, 2 / 20, 0]]);
    expect(await asked('all-or-nothing', 20)).toEqual([1, 1, [1, 0], [1, 0], [1, 0]]);
    // 2 wanted: the node without an owner serves them alone, so both units must go
    expect(await asked('worst-class', 2)).toEqual([1, 2, [1, 0], [1, 1, 0], [1, 1, 0]]);
    expect(await asked('all-or-nothing', 2)).toEqual([1, 2, [1, 0], [1, 1, 0], [1, 1, 0]]);
  });

  it('counts what is left by hand in the unit of the metric', async () => {
    const served = async (metric: RemovalSpec['metric']) => {
      const { served: range, demand, verdict } = await network.engine.client.removal.served({ ...spec, metric, removed: ['A1'] });
      return [range.low, demand, verdict];
    };
    expect(await served('value')).toEqual([15, 16, 'passes']);
    expect(await served('worst-class')).toEqual([5 / 6, 1, 'passes']);
    expect(await served('all-or-nothing')).toEqual([1, 2, 'breaks']);
  });

  it('finds the cheapest removal where B units cost 9 each: four A units at 1 each lose 4 of 16', async () => {
    const costs = { B1: 9, B2: 9, nobody: 3 };
    const result = await solve({ costs });
    // counted in units it stays two
    expect(result.breakingPoint).toMatchObject({ low: 2, high: 2, members: ['B1', 'B2'] });
    expect(result.cheapest).toEqual({
      low: 4,
      high: 4,
      proven: true,
      members: ['A1', 'A2', 'A3', 'A4'].map((id) => ({ id, cost: 1 })),
      served: 12,
      sentence:
        'Without A1, A2, A3 and A4, at a total cost of 4, 75.0 % of the portfolio can be served (threshold 80 %). No cheaper removal breaks the test, proven over all cuts.',
    });
    expect(result.notes).toContain('1 unit with a cost is not in these data: nobody.');
    // 3 for both B units together is less than 4
    expect((await solve({ costs: { B1: 2 } })).cheapest).toMatchObject({
      low: 3,
      members: [
        { id: 'B1', cost: 2 },
        { id: 'B2', cost: 1 },
      ],
    });
    expect((await solve({})).cheapest).toBeUndefined();
    const verified = await resultOf(network.engine.client.removal.verify({ ...spec, costs }));
    expect(verified).toMatchObject({ status: 'agrees', low: 4, high: 4 });
    expect(verified.words).toContain('the cheapest removal costs 4');
  });

  it('asks the other metrics what a removal costs, with each class alone and all at once', async () => {
    const costs = { A1: 5, A2: 5, A3: 5, A4: 5, A5: 5, A6: 5, B1: 2, B2: 2 };
    for (const mode of ['independent', 'competing'] as const) {
      // worst class at 80 %: two A units cost 10, both B units 4; in full at 3/4: one A unit costs 5, both B units 4
      const worst = await solve({ mode, metric: 'worst-class', costs });
      expect(worst.cheapest).toMatchObject({ low: 4, high: 4, proven: true, served: 0 });
      expect(worst.cheapest?.members.map(({ id }) => id)).toEqual(['B1', 'B2']);
      const full = await solve({ mode, metric: 'all-or-nothing', threshold: '3/4', costs });
      expect(full.cheapest).toMatchObject({ low: 4, high: 4, proven: true, served: 1 });
    }
  });

  it('loses units, pairs and draws by the other metrics: 5/6 of A without one A unit, 4/6 without two', async () => {
    const { client } = network.engine;
    const asked = { ...spec, metric: 'worst-class' as const };
    const { single, second } = await resultOf(client.removal.contingencies(asked));
    expect(single.rows[0]).toMatchObject({ id: 'A1', served: { low: 5 / 6, high: 5 / 6 }, verdict: 'passes' });
    expect(second.pairs[0]).toMatchObject({ served: 0, fails: true });
    const { failing, rows } = await resultOf(client.removal.pairs({ ...asked, most: 3 }));
    // 15 pairs of A units, and both B units
    expect(failing).toBe(16);
    expect(rows[0]).toMatchObject({ members: ['B1', 'B2'], served: 0, servedMost: 0, fails: true });
    const drawn = await resultOf(client.removal.failures({ ...asked, probabilities: [0, 1], trials: 20 }));
    expect(drawn.points.map(({ failing: share, served }) => [share, served.mean])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect((await resultOf(client.removal.economy({ ...asked, removed: [] }))).headroom.start?.factor).toBe('1/1');
  });

  it('turns the worst class: above 5/6 one removal is enough, at 4/6 or less it takes three A units or both B units', async () => {
    const { flips } = await resultOf(network.engine.client.removal.flips({ ...spec, metric: 'worst-class' }));
    const thresholds = flips.filter(({ kind }) => kind === 'threshold');
    // both B units leave 0, so no threshold above 0 needs three removals
    expect(thresholds.map(({ turnsAt, after, proven }) => [turnsAt?.split(' (')[0], after.low, proven])).toEqual([['above 5/6', 1, true]]);
    const full = await resultOf(network.engine.client.removal.flips({ ...spec, metric: 'all-or-nothing', threshold: '1/2' }));
    expect(full.flips.filter(({ kind }) => kind === 'threshold').map(({ turnsAt, after }) => [turnsAt?.split(' (')[0], after.low])).toEqual(
      [['above 1/2', 1]],
    );
  });
});
