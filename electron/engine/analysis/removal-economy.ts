import type { Economy, Pairs, PriceRange, Quote } from '../../../shared/case/contingencies.ts';
import type { WorkloadClass } from '../../../shared/case/portfolio.ts';
import { formatCount, listOf } from '../../../shared/format/index.ts';
import { MOST_CUT_JOBS } from '../../../shared/resilience/competing/cuts.ts';
import { spread } from '../../../shared/resilience/curves.ts';
import type { Fraction } from '../../../shared/resilience/fraction.ts';
import { competingHeadroom, isHeadroomExact, worstCompetingHeadroom } from '../../../shared/resilience/measures/competing-headroom.ts';
import { competingPriceBounds } from '../../../shared/resilience/measures/competing-price.ts';
import { type Headroom, headroomWithout, worstHeadroom } from '../../../shared/resilience/measures/headroom.ts';
import { offersOf } from '../../../shared/resilience/measures/offers.ts';
import { type ClassQuote, createPriceState, priceCurve, priceImpact } from '../../../shared/resilience/measures/price.ts';
import { pairsMetered } from '../../../shared/resilience/meters/pairs.ts';
import type { Checkpoint } from '../../../shared/resilience/orders.ts';
import { pairLosses } from '../../../shared/resilience/pairs.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms } from '../../../shared/resilience/terms.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { metersOf, preparedOf, type RemovalRequest } from './removal-request.ts';

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

type Headrooms = Pick<Economy, 'headroom' | 'headroomCurve'>;

/** The curve up to where nothing is left. */
function curveOf(worst: readonly { k: number; factor: Fraction }[]): Economy['headroomCurve'] {
  const end = worst.findIndex(({ factor }) => factor.num === 0);
  return worst.slice(0, end < 0 ? worst.length : end + 1).map(({ k, factor }) => ({ k, worst: factor.num / factor.den }));
}

function headroomsOf({ terms, pessimistic, competing }: PreparedRemoval, removed: readonly number[], context: LaneContext): Headrooms {
  if (competing === null)
    return {
      headroom: {
        start: headroomOf(headroomWithout(pessimistic, terms, []), terms),
        removed: headroomOf(headroomWithout(pessimistic, terms, removed), terms),
      },
      headroomCurve: curveOf(
        worstHeadroom(pessimistic, terms)
          .slice(0, MOST_HEADROOM + 1)
          .flatMap((headroom, k) => (headroom === null ? [] : [{ k, factor: headroom.factor }])),
      ),
    };
  const supply = competing.pessimistic;
  const of = (units: readonly number[]): Economy['headroom']['start'] => {
    const found = competingHeadroom(supply, terms, units);
    if (found === null) return null;
    const { num, den } = found.factor;
    return { factor: `${num}/${den}`, value: num / den, class: listOf(found.classes.map((index) => terms.names[index] as string)) };
  };
  const ks = spread(pessimistic.units, DENSE, null);
  const worst = worstCompetingHeadroom(supply, terms, ks, () => context.checkpoint()) ?? [];
  return {
    headroom: { start: of([]), removed: of(removed) },
    headroomCurve: curveOf(worst.map(({ factor }, place) => ({ k: ks[place] as number, factor }))),
  };
}

function economyNotes({ competing, terms }: PreparedRemoval): string[] {
  if (competing === null) return [];
  const { jobs } = competing.pessimistic.jobs;
  const exact = isHeadroomExact(competing.pessimistic, terms);
  return [
    exact
      ? 'Headroom is that of all classes at once.'
      : jobs.length > MOST_CUT_JOBS
        ? `Headroom is an upper bound, that of each class asked alone: ${jobs.length} classes compete, and no more than ${MOST_CUT_JOBS} can be asked together.`
        : competing.pessimistic.hostBinds
          ? 'Headroom is an upper bound: CPU or memory may run out before GPUs do.'
          : 'Headroom is an upper bound: jobs of several GPUs may not fit the GPUs that are left.',
  ];
}

/** Headroom, price and pairs, on a compute lane. */
export const economyOperations = {
  'removal.economy': (
    _state: unknown,
    { removed, ...request }: RemovalRequest & { removed: readonly string[] },
    context: LaneContext,
  ): Economy => {
    const { supply } = request;
    const prepared = preparedOf(request);
    const { terms, pessimistic, counts, portfolio, largestFirst, competing } = prepared;
    context.checkpoint();
    const unitOf = new Map(pessimistic.ids.map((id, unit) => [id, unit]));
    const names = [...new Set(removed)];
    const units = names.flatMap((name) => unitOf.get(name) ?? []);
    const headroom = headroomsOf(prepared, units, context);
    context.checkpoint();
    const range = statesPrice(request) && competing !== null ? priceRangeOf(request, prepared, units, context) : null;
    const missing = priceMissing(request, prepared, range);
    const priced = missing === null && competing === null;
    const state = priced ? createPriceState(offersOf(supply.inventory, portfolio.classes, counts.ids), terms, counts.ids.length) : null;
    context.checkpoint();
    const impact = state && priceImpact(state, units);
    const points = spread(pessimistic.units, DENSE, null);
    return {
      stamp: supply.stamp,
      ...headroom,
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
      priceRange: range,
      priceMissing: missing,
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
        ...economyNotes(prepared),
        ...(range === null ? [] : priceRangeNotes(request)),
        ...(priced ? ['Each class is placed by itself on the cheapest nodes that it can use; a node may serve several classes.'] : []),
      ],
    };
  },

  'removal.pairs': (_state: unknown, { most, ...request }: RemovalRequest & { most: number }, context: LaneContext): Pairs => {
    const prepared = preparedOf(request);
    const { notes, ...found } = pairsOf(request, prepared, most, (done, total) => {
      context.checkpoint();
      context.progress('pairs', done, total);
    });
    return { stamp: request.supply.stamp, ...found, notes: [...request.supply.notes, ...prepared.notes, ...notes] };
  },
} satisfies OperationTable<unknown>;

/** Exact sums for the value of classes asked alone; kinds of units and bounds for everything else. */
function pairsOf(request: RemovalRequest, prepared: PreparedRemoval, cap: number, checkpoint: Checkpoint): Omit<Pairs, 'stamp'> {
  const { terms, pessimistic, competing } = prepared;
  const { low: meter } = metersOf(request, prepared);
  const { demand, below } = meter.limits;
  const { ids } = pessimistic;
  const rowOf = ([first, second]: readonly [number, number], low: number, high: number): Pairs['rows'][number] => ({
    members: [ids[first] as string, ids[second] as string],
    served: low,
    servedMost: high,
    fails: high < below,
  });
  if (meter.metric === 'value' && competing === null) {
    const { pairs, breaking, worst } = pairLosses(pessimistic, terms, { cap, checkpoint });
    const rows = worst.map(({ units, served }) => rowOf(units, served, served));
    return { demand, below, pairs, examined: pairs, failing: breaking, failingMost: breaking, rows, notes: [] };
  }
  const { pairs, examined, breaking, worst } = pairsMetered(meter, { cap, checkpoint });
  return {
    demand,
    below,
    pairs,
    examined,
    failing: breaking.certain,
    failingMost: breaking.possible,
    rows: worst.map(({ units, served }) => rowOf(units, served.low, served.high)),
    notes: [
      ...(meter.exact
        ? []
        : ['Pairs are counted between bounds: classes share nodes, and whole jobs may use less than their GPUs would allow.']),
      ...(examined === pairs
        ? []
        : [
            `${formatCount(examined)} of ${formatCount(pairs)} pairs were looked at, those of the units that cost most alone; of the others only those count as failing for certain in which one unit fails the test alone.`,
          ]),
    ],
  };
}

const statesPrice = ({ supply: { inventory } }: RemovalRequest): boolean =>
  inventory.priceUsdPerGpuHour?.some((price) => !Number.isNaN(price)) === true;

/** What the cheapest placement of competing classes costs before and after, between bounds. */
function priceRangeOf(
  { supply: { inventory } }: RemovalRequest,
  { terms, counts, portfolio, competing }: PreparedRemoval,
  removed: readonly number[],
  context: LaneContext,
): Economy['priceRange'] {
  if (competing === null) return null;
  const prices = {
    supply: competing.pessimistic,
    terms,
    offers: offersOf(inventory, portfolio.classes, counts.ids),
    microUsd: Float64Array.from(inventory.priceUsdPerGpuHour ?? [], (price) => (Number.isNaN(price) ? Infinity : Math.round(price * 1e6))),
  };
  const of = (units: readonly number[]): PriceRange | null => {
    const found = competingPriceBounds(prices, units, () => context.checkpoint());
    return found && { served: found.served, gpus: found.gpus, microUsdPerHour: found.cost, averageUsd: found.averageUsd };
  };
  const start = of([]);
  const after = removed.length === 0 ? start : of(removed);
  return start && after && { start, removed: after };
}

function priceRangeNotes({ supply: { inventory } }: RemovalRequest): string[] {
  const unpriced = inventory.priceUsdPerGpuHour?.reduce((count, price) => count + (Number.isNaN(price) ? 1 : 0), 0) ?? 0;
  return [
    'Prices are those of the cheapest placement of all classes at once that serves as much as can be served: no lower than classes alone on their cheapest nodes and than the cheapest GPUs, each once; no higher than a placement of whole jobs that was found, where one serves as much as can be served. Averages over different numbers of GPUs do not compare.',
    ...(unpriced === 0
      ? []
      : [
          unpriced === 1
            ? '1 record states no price: it costs nothing in the lower bound, and no upper bound rests on it.'
            : `${formatCount(unpriced)} records state no price: they cost nothing in the lower bound, and no upper bound rests on them.`,
        ]),
  ];
}

/** Why the cheapest placement is not known; `null` where it is. */
function priceMissing(request: RemovalRequest, { competing }: PreparedRemoval, range: Economy['priceRange']): string | null {
  if (!statesPrice(request)) return 'No record of this test states a price, so the cheapest placement is not known.';
  return competing !== null && range === null
    ? 'Classes are worth different amounts per GPU and not all of them can be served, so it is open how many GPUs the best placement uses and what each of them costs; independent placement prices each class by itself.'
    : null;
}
