import type { Flips } from '../../../shared/case/contingencies.ts';
import { flipList } from '../../../shared/resilience/flips/flip-list.ts';
import { usualWeights, weightOfRows } from '../../../shared/resilience/flips/order-weights.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import type { FlipSides } from './removal-flip-sides.ts';
import { preparedOf, type RemovalRequest } from './removal-request.ts';

/** The smallest changes that turn the conclusion, on a compute lane. */
export const flipOperations = {
  'removal.flips': (_state: unknown, { spec, supply, merges, weights, notes }: FlipSides & RemovalRequest, context: LaneContext): Flips => {
    const prepared = preparedOf({ supply, spec });
    const { counts, pessimistic, terms, portfolio } = prepared;
    const found = flipList({
      inventory: supply.inventory,
      portfolio,
      threshold: spec.threshold,
      by: spec.by,
      mode: spec.mode,
      metric: spec.metric,
      merges,
      weights: [...usualWeights(counts, pessimistic, terms), ...weights.map(({ name, rows }) => weightOfRows(counts, name, rows))],
      checkpoint: (done, total) => {
        context.checkpoint();
        context.progress('flips', done, total);
      },
    });
    return { stamp: supply.stamp, conclusion: found.conclusion, flips: found.flips, notes: [...found.notes, ...notes, ...supply.notes] };
  },
} satisfies OperationTable<unknown>;
