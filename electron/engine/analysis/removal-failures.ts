import type { Failures } from '../../../shared/case/contingencies.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { RANDOM_SEED } from '../../../shared/case/removal.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { knowsNodeSize } from '../../../shared/resilience/inventory.ts';
import { failureMetered, type MeteredFailure, mostFailureTrials } from '../../../shared/resilience/meters/failure.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import { createIndependentFailure } from '../../../shared/resilience/trials/failure.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { metersOf, preparedOf, type RemovalRequest } from './removal-request.ts';

const CHUNK = 200;
const LEAST_TRIALS = 200;
const MOST_TRIALS = 10_000;

type Probabilities = { each: Float64Array } | { all: number[] };

/** The value of the portfolio with each class asked alone: sums of capacities, which are fast and exact. */
function drawAlone(
  { pessimistic, terms }: PreparedRemoval,
  asked: Probabilities,
  { trials: wanted, seed }: { trials: number; seed: number },
  context: LaneContext,
): MeteredFailure {
  const trials = wanted || Math.max(LEAST_TRIALS, Math.min(MOST_TRIALS, Math.floor(2e8 / Math.max(1, pessimistic.units))));
  const failure = createIndependentFailure(pessimistic, terms, asked, seed);
  for (let done = 0; done < trials; done += CHUNK) {
    context.checkpoint();
    context.progress('failures', done, trials);
    failure.run(Math.min(CHUNK, trials - done));
  }
  const { p, failing, p05, median, p95, mean, failed, error } = failure.band();
  const spreads = p.map((_, point) => ({
    p05: p05[point] as number,
    median: median[point] as number,
    p95: p95[point] as number,
    mean: mean[point] as number,
  }));
  return {
    trials,
    p,
    failing: failing.map((share) => ({ low: share, high: share })),
    served: spreads.map((spread) => ({ low: spread, high: spread })),
    failed,
    error,
  };
}

/** Units that fail by themselves, on a compute lane. */
export const failureOperations = {
  'removal.failures': (
    _state: unknown,
    { probabilities, ...request }: RemovalRequest & { probabilities: 'uptime' | readonly number[] },
    context: LaneContext,
  ): Failures => {
    const { supply, spec } = request;
    const prepared = preparedOf(request);
    const notes: string[] = [];
    const asked: Probabilities =
      probabilities === 'uptime'
        ? { each: failureByUptime(request, prepared.counts, notes) }
        : { all: [...new Set(probabilities)].sort((a, b) => a - b) };
    const draws = { trials: spec.trials ?? 0, seed: spec.seed ?? RANDOM_SEED };
    const { low: meter } = metersOf(request, prepared);
    const most = mostFailureTrials(meter, 'each' in asked ? 1 : asked.all.length);
    const band =
      meter.metric === 'value' && prepared.competing === null
        ? drawAlone(prepared, asked, draws, context)
        : failureMetered(meter, asked, {
            seed: draws.seed,
            trials: Math.min(draws.trials || MOST_TRIALS, most),
            drawn: (done, total) => {
              context.checkpoint();
              context.progress('failures', done, total);
            },
          });
    if (draws.trials > band.trials)
      notes.push(
        `${formatCount(draws.trials)} draws were asked for; ${formatCount(band.trials)} were made, so that the answer takes seconds.`,
      );
    if (!meter.exact)
      notes.push(
        'What is served in a draw lies between bounds: classes share nodes, and whole jobs may use less than their GPUs would allow.',
      );
    return {
      stamp: supply.stamp,
      trials: band.trials,
      seed: draws.seed,
      error: { one: band.error.pointwise, all: band.error.simultaneous },
      points: band.p.map((probability, point) => {
        const failing = band.failing[point] as MeteredFailure['failing'][number];
        const served = band.served[point] as MeteredFailure['served'][number];
        return {
          probability,
          failing: failing.low,
          failingMost: failing.high,
          served: served.high,
          servedLeast: served.low,
          failed: band.failed[point] as number,
        };
      }),
      notes: [...supply.notes, ...notes],
    };
  },
} satisfies OperationTable<unknown>;

/**
 * Probability that each unit is down: 1 - uptime, averaged over its GPUs (over its records where it has none).
 *
 * A record without an uptime counts as always down, which is the adverse reading, and is named in the notes.
 *
 * @throws ChokepointError `uptime-missing` where no record states one: all would be down by assumption
 */
function failureByUptime({ supply: { inventory } }: RemovalRequest, counts: PreparedRemoval['counts'], notes: string[]): Float64Array {
  if (!inventory.uptime?.some((uptime) => !Number.isNaN(uptime)))
    throw new ChokepointError(
      'uptime-missing',
      'No record of this test states an uptime, so failures by uptime cannot be drawn.',
      'Give probabilities instead, such as 0.01,0.05, or map a column to uptime on import.',
      {},
    );
  const units = counts.ids.length;
  const down = new Float64Array(units);
  const weight = new Float64Array(units);
  const even = new Float64Array(units);
  const records = new Int32Array(units);
  let unstated = 0;
  counts.unitOfRow.forEach((unit, row) => {
    if (unit < 0) return;
    const uptime = inventory.uptime?.[row] ?? Number.NaN;
    if (Number.isNaN(uptime)) unstated += 1;
    const failing = Number.isNaN(uptime) ? 1 : 1 - uptime;
    const gpus = inventory.gpus.low[row] as number;
    const held = Number.isNaN(gpus) ? 0 : gpus * (knowsNodeSize(inventory, row) ? (inventory.nodes[row] as number) : 1);
    down[unit] = (down[unit] as number) + failing * held;
    weight[unit] = (weight[unit] as number) + held;
    even[unit] = (even[unit] as number) + failing;
    records[unit] = (records[unit] as number) + 1;
  });
  notes.push('A unit fails as a whole with the probability 1 - uptime, averaged over its GPUs; units fail independently of each other.');
  if (unstated > 0) notes.push(`${unstated} of ${inventory.rows} records state no uptime and count as down, which is the adverse reading.`);
  return Float64Array.from({ length: units }, (_, unit) =>
    (weight[unit] as number) > 0
      ? Math.min(1, Math.max(0, (down[unit] as number) / (weight[unit] as number)))
      : (even[unit] as number) / Math.max(1, records[unit] as number),
  );
}
