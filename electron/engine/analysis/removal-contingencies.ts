import { type Contingencies, type FactorLoss, type Failures, MOST_LOSSES } from '../../../shared/case/contingencies.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { RANDOM_SEED } from '../../../shared/case/removal.ts';
import { commonMode, type FactorLoss as LossOfFactor } from '../../../shared/resilience/contingencies/common-mode.ts';
import {
  leftCompeting,
  loseEachUnitCompeting,
  loseSecondUnitStaying,
  STAYING_WORDS,
} from '../../../shared/resilience/contingencies/competing-losses.ts';
import { type Factor, factorOfColumn, type OpenColumn } from '../../../shared/resilience/contingencies/factors.ts';
import { loseSecondUnit } from '../../../shared/resilience/contingencies/second-loss.ts';
import { verdictOf } from '../../../shared/resilience/contingencies/served.ts';
import { loseEachUnit, type SingleLosses } from '../../../shared/resilience/contingencies/single-loss.ts';
import { knowsNodeSize } from '../../../shared/resilience/inventory.ts';
import type { Checkpoint } from '../../../shared/resilience/orders.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import { createIndependentFailure } from '../../../shared/resilience/trials/failure.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { onlyIndependent, onlyValue } from './removal-parts.ts';
import { preparedOf, type RemovalRequest } from './removal-request.ts';

/** A column whose values can be lost at once, over the records of the supply. */
export type FactorColumn = { name: string; kind: string; column: OpenColumn };

/** First losses that N-1-1 looks at, so that additions stay below this. */
const SECOND_WORK = 2e8;
const MOST_SECOND = 200;
/** The same where each loss places jobs again one by one. */
const MOST_STAYING = 50;
const NAMED = 20;
const MOST_CROSSING = 50;
const CHUNK = 200;

/** How far several parts of a job are, in hundredths of the whole. */
function stages(context: LaneContext, phase: string): (from: number, to: number) => (done: number, total: number) => void {
  return (from, to) => (done, total) => {
    context.checkpoint();
    context.progress(phase, from + ((to - from) * done) / Math.max(1, total), 100);
  };
}

/** Every unit lost in turn, over both readings; where placements compete for certain and at most. */
type UnitLosses = { low: SingleLosses; high: SingleLosses };

function unitLosses({ terms, pessimistic, optimistic, competing }: PreparedRemoval, checkpoint: Checkpoint): UnitLosses {
  if (competing !== null) return loseEachUnitCompeting(competing, terms, { checkpoint });
  return { low: loseEachUnit(pessimistic, terms), high: loseEachUnit(optimistic, terms) };
}

function singleOf({ counts, terms, pessimistic }: PreparedRemoval, { low, high }: UnitLosses): Contingencies['single'] {
  const servedHigh = (unit: number) => Math.max(low.served[unit] as number, high.served[unit] as number);
  let certain = 0;
  for (let unit = 0; unit < pessimistic.units; unit += 1) if (servedHigh(unit) < terms.below) certain += 1;
  return {
    total: pessimistic.units,
    failing: { certain, possible: low.breaking },
    harmless: low.harmless,
    quantiles: low.quantiles,
    secure: low.secure ? 'yes' : high.served0 >= terms.below && certain === 0 ? 'open' : 'no',
    rows: Array.from(low.order.subarray(0, MOST_LOSSES), (unit) => {
      const served = { low: low.served[unit] as number, high: servedHigh(unit) };
      return {
        id: pessimistic.ids[unit] as string,
        gpus: counts.gpus[unit] as number,
        served,
        lost: low.served0 - served.low,
        verdict: verdictOf(served, terms.below),
      };
    }),
  };
}

/** The worst second losses: with everything placed again, or, where placements compete, with running jobs in their places. */
function secondOf({ terms, pessimistic, competing }: PreparedRemoval, checkpoint: Checkpoint): Contingencies['second'] {
  const affordable = Math.floor(SECOND_WORK / Math.max(1, pessimistic.units * pessimistic.classes));
  const firsts = Math.max(1, Math.min(MOST_SECOND, affordable));
  const second =
    competing === null
      ? loseSecondUnit(pessimistic, terms, firsts, checkpoint)
      : loseSecondUnitStaying(competing.pessimistic, terms, Math.min(firsts, MOST_STAYING), checkpoint);
  return {
    policy: second.policy,
    pairs: second.pairs.map(({ breaks, ...pair }) => ({ ...pair, fails: breaks })),
    examined: second.firsts.examined,
    total: second.firsts.all,
    words: competing === null ? second.equalToPairs : STAYING_WORDS,
  };
}

function lossOf({ factor, value, rows, gpus, units, left, verdict, hidden }: LossOfFactor, kinds: ReadonlyMap<string, string>): FactorLoss {
  return {
    factor,
    kind: kinds.get(factor) as string,
    value,
    rows,
    gpus,
    units: units.length,
    named: units.slice(0, NAMED),
    served: left.value,
    verdict,
    hidden,
  };
}

/** What a stated loss leaves, on a compute lane: values in, values out. */
export const contingencyOperations = {
  'removal.contingencies': (
    _state: unknown,
    { factors: columns, missing, ...request }: RemovalRequest & { factors: readonly FactorColumn[]; missing: readonly string[] },
    context: LaneContext,
  ): Contingencies => {
    const { supply, spec } = request;
    onlyValue(spec, 'the loss of units and shared factors');
    const stage = stages(context, 'contingencies');
    const prepared = preparedOf(request);
    const { terms, portfolio, competing } = prepared;
    const losses = unitLosses(prepared, stage(0, 20));
    const second = secondOf(prepared, stage(20, 50));
    const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
    const factors = columns.map(({ name, column }): Factor => factorOfColumn(name, column));
    const common = commonMode(supply.inventory, portfolio.classes, terms, factors, {
      left: competing === null ? undefined : leftCompeting(supply.inventory, prepared, competing),
      checkpoint: stage(50, 100),
    });
    const counted = (name: string) => common.losses.filter(({ factor }) => factor === name);
    return {
      stamp: supply.stamp,
      by: spec.by,
      mode: spec.mode ?? 'independent',
      metric: 'value',
      demand: terms.demand,
      below: terms.below,
      served0: { low: losses.low.served0, high: Math.max(losses.low.served0, losses.high.served0) },
      single: singleOf(prepared, losses),
      second,
      commonMode: {
        factors: factors.map(({ name, values, unknown }) => ({
          factor: name,
          kind: kinds.get(name) as string,
          values: values.length,
          unknown: unknown.length,
          failing: {
            certain: counted(name).filter(({ verdict }) => verdict === 'breaks').length,
            possible: counted(name).filter(({ verdict }) => verdict !== 'passes').length,
          },
        })),
        total: common.losses.length,
        rows: common.losses.slice(0, MOST_LOSSES).map((loss) => lossOf(loss, kinds)),
        missing: [...missing],
      },
      crossing: common.crossing.slice(0, MOST_CROSSING).map((loss) => lossOf(loss, kinds)),
      notes: [...supply.notes, ...prepared.notes],
    };
  },

  'removal.failures': (
    _state: unknown,
    { probabilities, ...request }: RemovalRequest & { probabilities: 'uptime' | readonly number[] },
    context: LaneContext,
  ): Failures => {
    const { supply, spec } = request;
    onlyIndependent(spec, 'failures by probability');
    const { pessimistic, terms, counts } = preparedOf(request);
    const notes: string[] = [];
    const asked =
      probabilities === 'uptime'
        ? { each: failureByUptime(request, counts, notes) }
        : { all: [...new Set(probabilities)].sort((a, b) => a - b) };
    const seed = spec.seed ?? RANDOM_SEED;
    const trials = spec.trials || Math.max(200, Math.min(10_000, Math.floor(2e8 / Math.max(1, pessimistic.units))));
    const failure = createIndependentFailure(pessimistic, terms, asked, seed);
    for (let done = 0; done < trials; done += CHUNK) {
      context.checkpoint();
      context.progress('failures', done, trials);
      failure.run(Math.min(CHUNK, trials - done));
    }
    const band = failure.band();
    return {
      stamp: supply.stamp,
      trials,
      seed,
      error: { one: band.error.pointwise, all: band.error.simultaneous },
      points: band.p.map((probability, point) => ({
        probability,
        failing: band.failing[point] as number,
        served: {
          p05: band.p05[point] as number,
          median: band.median[point] as number,
          p95: band.p95[point] as number,
          mean: band.mean[point] as number,
        },
        failed: band.failed[point] as number,
      })),
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
