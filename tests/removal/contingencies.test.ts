import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// Eight providers of 10 GPUs; four of them in one site of one cloud. 80 GPUs, 50 wanted: any three may go, the shared site may not.
const LINES = [
  'provider,gpu_model,gpu_count,site,country,asn,uptime',
  'p1,H100 SXM 80GB,10,hall 1,DE,AS16509,0.9',
  'p2,H100 SXM 80GB,10,hall 1,DE,AS16509,0.9',
  'p3,H100 SXM 80GB,10,hall 1,FR,AS16509,0.9',
  'p4,H100 SXM 80GB,10,hall 1,FR,AS16509,0.9',
  'p5,H100 SXM 80GB,10,hall 5,US,AS64500,0.9',
  'p6,H100 SXM 80GB,10,hall 6,US,AS64501,0.9',
  'p7,H100 SXM 80GB,10,hall 7,JP,AS64502,0.9',
  'p8,H100 SXM 80GB,10,,NO,AS64503,0.9',
];
const portfolio = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 50 }] });

describe('contingencies', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('halls', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1/1', entities: 'none' };
  });

  it('loses every unit in turn: 70 of 80 GPUs remain each time, so 50 are served', async () => {
    const { single, second } = await resultOf(network.engine.client.removal.contingencies(spec));
    expect(single).toMatchObject({ total: 8, failing: { certain: 0, possible: 0 }, harmless: 8, secure: 'yes' });
    expect(single.rows.map(({ id, gpus, served }) => [id, gpus, served.low])).toEqual(
      ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'].map((id) => [id, 10, 50]),
    );
    expect(second).toMatchObject({ policy: 'place-again', examined: 8, total: 8 });
    expect(second.pairs[0]).toEqual({ first: 'p1', second: 'p2', servedAfterFirst: 50, served: 50, fails: false });
  });

  it('lists the larger units first where every loss leaves the same: 26 GPUs, 6 wanted, and 6 stand without the largest', async () => {
    const { id } = await network.imported('sizes', ['provider,gpu_model,gpu_count', 'a,H100,1', 'b,H100,5', 'c,H100,20'], {
      grain: 'node',
    });
    const six = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 6 }] });
    const { single } = await resultOf(network.engine.client.removal.contingencies({ ...spec, dataset: id, portfolio: six }));
    expect(single.rows.map(({ id: unit, lost }) => [unit, lost])).toEqual([
      ['c', 0],
      ['b', 0],
      ['a', 0],
    ]);
  });

  it('finds the site that four units share, which no loss of a single unit shows', async () => {
    const { commonMode, crossing } = await resultOf(network.engine.client.removal.contingencies(spec));
    // hall 1, aws and AS16509: 40 of 80 GPUs remain; p8 states no site, adversely read it stands in each: 30.
    const hall = commonMode.rows.find(({ factor, value }) => factor === 'site' && value === 'hall 1');
    expect(hall).toMatchObject({ gpus: 40, units: 4, served: { low: 30, high: 40 }, verdict: 'breaks', hidden: true });
    expect(hall?.named).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(commonMode.factors.map(({ factor, values, unknown, failing }) => [factor, values, unknown, failing.certain])).toEqual([
      ['site', 4, 1, 1],
      ['asn', 5, 0, 1],
      ['country', 5, 0, 0],
      ['gpu_vendor', 1, 0, 1],
      ['gpu_model', 1, 0, 1],
      ['bloc', 4, 0, 1],
      ['cloud', 1, 4, 1],
    ]);
    expect(commonMode.missing).toEqual(['host_org']);
    // the European Union holds the same four providers; every loss of 40 GPUs stands before that of all 80
    expect(crossing.map(({ gpus }) => gpus)).toEqual([40, 40, 40, 40, 80, 80]);
    expect(crossing.every(({ hidden }) => hidden)).toBe(true);
  });

  it('fails units by themselves: 8 independent units of uptime 0.9 keep at least 5 with probability 0.9950', async () => {
    const ask = (probabilities: 'uptime' | number[]) =>
      resultOf(network.engine.client.removal.failures({ ...spec, trials: 4000, probabilities }));
    // Binomial(8, 0.1): P(more than 3 fail) = 1 - 0.995 = 0.00502; P(more than 3 of 8 fail at 0.5) = 163/256 = 0.6367
    const { points, error, trials } = await ask([0.5, 0.1]);
    expect(trials).toBe(4000);
    expect(error.one).toBeCloseTo(Math.sqrt(Math.log(2 / 0.05) / 8000), 12);
    expect(points.map(({ probability }) => probability)).toEqual([0.1, 0.5]);
    expect(Math.abs((points[0]?.failing ?? 1) - 0.00502)).toBeLessThan(error.one);
    expect(Math.abs((points[1]?.failing ?? 0) - 163 / 256)).toBeLessThan(error.one);
    const byUptime = await ask('uptime');
    // the same draws: a unit fails where its key is below 0.1
    expect(byUptime.points[0]?.failing).toBe(points[0]?.failing);
    expect(byUptime.points[0]?.probability).toBeCloseTo(0.1, 12);
  });

  it('says how sure the band of random removal is and when draws first fall below the threshold', async () => {
    const { random } = await resultOf(network.engine.client.removal.solve({ ...spec, trials: 1000, seed: 3 }));
    // all providers are alike: every draw fails with the fourth removal
    expect(random).toMatchObject({ trials: 1000, seed: 3, crossing: { p05: 4, median: 4, p95: 4 } });
    expect(random?.failing.map(({ share }) => share)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });

  it('has the breaking point found again by a solver', async () => {
    const verified = await resultOf(network.engine.client.removal.verify(spec));
    expect(verified).toMatchObject({ status: 'agrees', low: 4, high: 4 });
    expect(verified.members).toHaveLength(4);
    expect(verified.words).toMatch(/^HiGHS .* finds the same by a mixed-integer program: k\* = 4 providers\.$/);
  });
});
