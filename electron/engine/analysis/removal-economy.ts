import type { Economy, Pairs, Quote } from '../../../shared/case/contingencies.ts';
import type { WorkloadClass } from '../../../shared/case/portfolio.ts';
import { spread } from '../../../shared/resilience/curves.ts';
import { type Headroom, headroomWithout, worstHeadroom } from '../../../shared/resilience/measures/headroom.ts';
import { offersOf } from '../../../shared/resilience/measures/offers.ts';
import { type ClassQuote, createPriceState, priceCurve, priceImpact } from '../../../shared/resilience/measures/price.ts';
import { pairLosses } from '../../../shared/resilience/pairs.ts';
import type { ServiceTerms } from '../../../shared/resilience/terms.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { onlyIndependent } from './removal-parts.ts';
import { preparedOf, type RemovalRequest } from './removal-request.ts';

/** Removals that the curves go to in steps of one, and further points beyond. */
const DENSE = 200;
const MOST_HEADROOM = 2000;

function headroomOf(headroom: Headroom, terms: ServiceTerms): Economy['headroom']['start'] {
  if (headroom === null) return null;
  const { num, den } = headroom.factor;
  return { factor: `${num}/${den}`, value: num / den, class: terms.names[headroom.class] as string };
}

const quoteOf = ({ priced, unpriced, cost, gpus, averageUsd, marginalUsd }: ClassQuote): Quote => ({
  priced,
  unpriced,
  gpus,
  microUsdPerHour: cost,
  averageUsd,
  marginalUsd,
});

/** Headroom, price and pairs, on a compute lane. */
export const economyOperations = {
  'removal.economy': (
    _state: unknown,
    { removed, ...request }: RemovalRequest & { removed: readonly string[] },
    context: LaneContext,
  ): Economy => {
    const { supply, spec } = request;
    onlyIndependent(spec, 'headroom and price');
    const prepared = preparedOf(request);
    const { terms, pessimistic, counts, portfolio, largestFirst } = prepared;
    context.checkpoint();
    const unitOf = new Map(pessimistic.ids.map((id, unit) => [id, unit]));
    const names = [...new Set(removed)];
    const units = names.flatMap((name) => unitOf.get(name) ?? []);
    const worst = worstHeadroom(pessimistic, terms).slice(0, MOST_HEADROOM + 1);
    const end = worst.findIndex((headroom) => headroom === null || headroom.factor.num === 0);
    context.checkpoint();
    const priced = supply.inventory.priceUsdPerGpuHour?.some((price) => !Number.isNaN(price)) ?? false;
    const state = priced ? createPriceState(offersOf(supply.inventory, portfolio.classes, counts.ids), terms, counts.ids.length) : null;
    context.checkpoint();
    const impact = state && priceImpact(state, units);
    const points = spread(pessimistic.units, DENSE, null);
    return {
      stamp: supply.stamp,
      headroom: {
        start: headroomOf(headroomWithout(pessimistic, terms, []), terms),
        removed: headroomOf(headroomWithout(pessimistic, terms, units), terms),
      },
      headroomCurve: worst
        .slice(0, end < 0 ? worst.length : end + 1)
        .flatMap((headroom, k) => (headroom === null ? [] : [{ k, worst: headroom.factor.num / headroom.factor.den }])),
      price: impact && {
        start: quoteOf(impact.start),
        removed: quoteOf(impact.removed),
        startForRemovedQuantity: quoteOf(impact.startForRemovedQuantity),
        classes: portfolio.classes.map(({ name }: WorkloadClass, index) => ({
          name,
          start: quoteOf(impact.start.classes[index] as ClassQuote),
          removed: quoteOf(impact.removed.classes[index] as ClassQuote),
        })),
      },
      priceCurve:
        state === null
          ? []
          : priceCurve(state, largestFirst, points).map(({ k, quote: { gpus, averageUsd, marginalUsd } }) => ({
              k,
              gpus,
              averageUsd,
              marginalUsd,
            })),
      absent: names.filter((name) => !unitOf.has(name)),
      notes: [
        ...supply.notes,
        ...prepared.notes,
        ...(priced ? ['Each class is placed by itself on the cheapest nodes that it can use; a node may serve several classes.'] : []),
      ],
    };
  },

  'removal.pairs': (_state: unknown, { most, ...request }: RemovalRequest & { most: number }, context: LaneContext): Pairs => {
    const { supply, spec } = request;
    onlyIndependent(spec, 'the loss of pairs');
    const prepared = preparedOf(request);
    const { terms, pessimistic } = prepared;
    const { pairs, breaking, worst } = pairLosses(pessimistic, terms, {
      cap: most,
      checkpoint: (done, total) => {
        context.checkpoint();
        context.progress('pairs', done, total);
      },
    });
    return {
      stamp: supply.stamp,
      demand: terms.demand,
      below: terms.below,
      pairs,
      failing: breaking,
      rows: worst.map(({ units: [first, second], served }) => ({
        members: [pessimistic.ids[first] as string, pessimistic.ids[second] as string],
        served,
        fails: served < terms.below,
      })),
      notes: [...supply.notes, ...prepared.notes],
    };
  },
} satisfies OperationTable<unknown>;
