import { type Contingencies, type FactorLoss, MOST_LOSSES } from '../../../shared/case/contingencies.ts';
import { commonMode, type FactorLoss as LossOfFactor } from '../../../shared/resilience/contingencies/common-mode.ts';
import { loseSecondUnitStaying, STAYING_WORDS } from '../../../shared/resilience/contingencies/competing-losses.ts';
import { type Factor, factorOfColumn, type OpenColumn } from '../../../shared/resilience/contingencies/factors.ts';
import { loseSecondUnit } from '../../../shared/resilience/contingencies/second-loss.ts';
import { verdictOf } from '../../../shared/resilience/contingencies/served.ts';
import type { SingleLosses } from '../../../shared/resilience/contingencies/single-loss.ts';
import { loseEachMetered, loseSecondMetered } from '../../../shared/resilience/meters/losses.ts';
import type { Meter } from '../../../shared/resilience/meters/meter.ts';
import { leftMetered } from '../../../shared/resilience/meters/rows.ts';
import type { Checkpoint } from '../../../shared/resilience/orders.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { metersOf, preparedOf, type RemovalRequest } from './removal-request.ts';

/** A column whose values can be lost at once, over the records of the supply. */
export type FactorColumn = { name: string; kind: string; column: OpenColumn };

/** First losses that N-1-1 looks at, so that additions stay below this. */
const SECOND_WORK = 2e8;
const MOST_SECOND = 200;
/** The same where each loss places jobs again one by one. */
const MOST_STAYING = 50;
const NAMED = 20;
const MOST_CROSSING = 50;

/** How far several parts of a job are, in hundredths of the whole. */
function stages(context: LaneContext, phase: string): (from: number, to: number) => (done: number, total: number) => void {
  return (from, to) => (done, total) => {
    context.checkpoint();
    context.progress(phase, from + ((to - from) * done) / Math.max(1, total), 100);
  };
}

/** Every unit lost in turn, over both readings; where placements compete for certain and at most. */
type UnitLosses = { low: SingleLosses; high: SingleLosses };

/** Units that lose most first; among those that lose the same, such as nothing, the larger ones first, then by id. */
const bySize = ({ order, served }: SingleLosses, gpus: ArrayLike<number>): number[] =>
  Array.from(order)
    .sort((a, b) => (served[a] as number) - (served[b] as number) || (gpus[b] as number) - (gpus[a] as number))
    .slice(0, MOST_LOSSES);

function singleOf({ counts, pessimistic }: PreparedRemoval, { low, high }: UnitLosses): Contingencies['single'] {
  const { below } = low;
  const servedHigh = (unit: number) => Math.max(low.served[unit] as number, high.served[unit] as number);
  let certain = 0;
  for (let unit = 0; unit < pessimistic.units; unit += 1) if (servedHigh(unit) < below) certain += 1;
  return {
    total: pessimistic.units,
    failing: { certain, possible: low.breaking },
    harmless: low.harmless,
    quantiles: low.quantiles,
    secure: low.secure ? 'yes' : high.served0 >= below && certain === 0 ? 'open' : 'no',
    rows: bySize(low, counts.gpus).map((unit) => {
      const served = { low: low.served[unit] as number, high: servedHigh(unit) };
      return {
        id: pessimistic.ids[unit] as string,
        gpus: counts.gpus[unit] as number,
        served,
        lost: low.served0 - served.low,
        verdict: verdictOf(served, below),
      };
    }),
  };
}

/** The worst second losses: with everything placed again, or, where placements compete, with running jobs in their places. */
function secondOf({ terms, pessimistic, competing }: PreparedRemoval, meter: Meter, checkpoint: Checkpoint): Contingencies['second'] {
  const stays = meter.metric === 'value' && competing !== null;
  const steps = stays ? pessimistic.classes : Math.max(pessimistic.classes, meter.steps);
  const affordable = Math.floor(SECOND_WORK / Math.max(1, pessimistic.units * steps));
  const firsts = Math.max(1, Math.min(MOST_SECOND, affordable));
  const second = stays
    ? loseSecondUnitStaying(competing.pessimistic, terms, Math.min(firsts, MOST_STAYING), checkpoint)
    : meter.metric === 'value'
      ? loseSecondUnit(pessimistic, terms, firsts, checkpoint)
      : loseSecondMetered(meter, firsts, checkpoint);
  return {
    policy: second.policy,
    pairs: second.pairs.map(({ breaks, ...pair }) => ({ ...pair, fails: breaks })),
    examined: second.firsts.examined,
    total: second.firsts.all,
    words: stays ? STAYING_WORDS : second.equalToPairs,
  };
}

function lossOf(
  { factor, value, rows, gpus, units, served, verdict, hidden }: LossOfFactor,
  kinds: ReadonlyMap<string, string>,
): FactorLoss {
  return {
    factor,
    kind: kinds.get(factor) as string,
    value,
    rows,
    gpus,
    units: units.length,
    named: units.slice(0, NAMED),
    served,
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
    const stage = stages(context, 'contingencies');
    const prepared = preparedOf(request);
    const { terms, portfolio } = prepared;
    const meters = metersOf(request, prepared);
    const losses = loseEachMetered(meters.low, meters.high, { checkpoint: stage(0, 20) });
    const second = secondOf(prepared, meters.low, stage(20, 50));
    const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
    const factors = columns.map(({ name, column }): Factor => factorOfColumn(name, column));
    const common = commonMode(supply.inventory, portfolio.classes, terms, factors, {
      left: leftMetered(meters.low.metric, supply.inventory, prepared),
      checkpoint: stage(50, 100),
    });
    const counted = (name: string) => common.losses.filter(({ factor }) => factor === name);
    return {
      stamp: supply.stamp,
      by: spec.by,
      mode: spec.mode ?? 'independent',
      metric: meters.low.metric,
      ...meters.low.limits,
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
} satisfies OperationTable<unknown>;
