import type { RemovalResult } from '../../../shared/case/removal.ts';
import type { ViewResult } from '../../../shared/case/view.ts';
import { countOf, dimensionNoun, formatCount, plural, shareRangeWords, weightNoun } from '../../../shared/format/index.ts';
import { holdsFavourably } from '../../../shared/resilience/readings.ts';

type Point = Pick<RemovalResult['breakingPoint'], 'low' | 'high' | 'proven'>;

/** `any 3 of 182 operators`, `any one of 182 operators`. */
const anyOf = (count: number, units: number, by: string): string =>
  `any ${count === 1 ? 'one' : formatCount(count)} of ${countOf(units, by)}`;

/**
 * What a removal test answers in plain words: no where no set of that size breaks it in either reading of unknown values, yes where one does in
 * both, open between. Ends that the search did not settle are open too.
 *
 * @param point ends of the breaking point: adverse and favourable reading; `null` = no removal breaks it
 * @param units number of units that can be removed
 * @param by column of the units
 * @returns a sentence without its full stop, such as `No for the loss of any 10 of 186 operators, yes for the worst 16, open from 11 to 15`
 */
export function removalVerdict({ low, high, proven }: Point, units: number, by: string): string {
  if (high === 0) return 'Yes, before any removal';
  if (low === null && high === null)
    return proven ? `No, for the loss of any number of the ${countOf(units, by)}` : 'Open: the search settled no end';
  const never = holdsFavourably({ low, high }, units);
  // with one end alone, or equal ends that are not proven, nothing is known of fewer
  const settled = low === null || (low === high && !proven) ? 1 : low;
  const from = Math.max(1, settled);
  const last = never || high === null ? null : high;
  const no = settled > 1 ? `no for the loss of ${anyOf(settled - 1, units, by)}` : '';
  const yes =
    last === null
      ? ''
      : last === 1
        ? `yes for the loss of the worst one of ${countOf(units, by)}`
        : `yes for ${no === '' ? 'the loss of ' : ''}the worst ${formatCount(last)}${no === '' ? ` of ${countOf(units, by)}` : ''}`;
  const until = last === null ? null : last - 1;
  const open =
    until === null
      ? `open ${settled === 0 ? 'as it stands' : `from ${formatCount(from)} on`}: ${never && proven ? 'it hangs on values that are unknown in the data' : 'the search settled no end'}`
      : settled === 0
        ? `open for fewer`
        : until < from
          ? ''
          : until === from
            ? `open for ${formatCount(from)}`
            : `open from ${formatCount(from)} to ${formatCount(until)}`;
  const words = [no, yes, open].filter((part) => part !== '').join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/**
 * What the holders of a view hold a part of, where weight of unknown entity does not stand as bounds: the `known stake` where it is left out, and
 * what is counted in what way beside it; `beside` = '' where nothing is to be said.
 */
export function heldWords({ stamp, unknown }: Pick<ViewResult, 'stamp' | 'unknown'>): { weight: string; beside: string } {
  const [one, weight] = [dimensionNoun(stamp.by, 1), weightNoun(stamp)];
  if (unknown.rows === 0 || stamp.unknownPolicy === 'bounds') return { weight, beside: '' };
  const part = `${shareRangeWords(unknown.share, unknown.shareRange)} of all ${weight}`;
  if (stamp.unknownPolicy === 'known-only') return { weight: `known ${weight}`, beside: `no ${one} is known for ${part}` };
  return stamp.unknownPolicy === 'one-entity'
    ? { weight, beside: `the ${plural(unknown.rows, 'record')} without a known ${one} count as one ${one} with ${part}` }
    : { weight, beside: `each record without a known ${one} counts as one ${one} of its own (${part})` };
}

type Held = Pick<ViewResult, 'stamp' | 'unknown' | 'metrics' | 'entities' | 'leaders'>;

/**
 * The same of a view, where no test was made: whether a single holder has more than half, and how many have it together. Where the view leaves out
 * weight of unknown entity or counts it as entities, the sentence says of what part it speaks and how much is unknown.
 *
 * @returns `null` where the view does not settle a smallest set at all
 */
export function holdersVerdict(view: Held): string | null {
  const { stamp, metrics, entities, leaders } = view;
  const { low, high } = metrics.nakamoto['1/2'];
  const [one, many] = [dimensionNoun(stamp.by, 1), dimensionNoun(stamp.by, 2)];
  const { weight, beside } = heldWords(view);
  const after = beside === '' ? '' : `; ${beside}`;
  if (low === null && high === null) return null;
  if (high === 1) return `One ${one}${leaders.length === 1 ? `, ${leaders[0]},` : ''} holds more than half of the ${weight}${after}`;
  if (low === null || low <= 1)
    return `Open: whether one ${one} holds more than half of the ${weight} hangs on what is unknown in the data${after}`;
  const [from, to] = [formatCount(low), high === null ? null : formatCount(high)];
  const size = to === null ? `${from} or more` : from === to ? from : `${from} to ${to}`;
  return `No single ${one} holds more than half of the ${weight}: it takes ${size} of ${formatCount(entities)} ${many}${after}`;
}

/** Parties in the order in which they answer who controls capacity, where the question names none. */
const PARTIES: readonly string[] = ['operator', 'owner', 'provider', 'payout_address', 'host_org', 'validator', 'node_id'];

const rank = (by: string): number => {
  const at = PARTIES.indexOf(by);
  return at < 0 ? PARTIES.length : at;
};

/**
 * The one of several results that answers the question: by the party that its words name, else by the first of operator, owner, provider and so on,
 * else the first.
 */
export function answering<Each>(question: string, results: readonly Each[], byOf: (each: Each) => string): Each | null {
  const asked = question.toLowerCase();
  const isNamed = (each: Each) =>
    [dimensionNoun(byOf(each), 1), dimensionNoun(byOf(each), 2)].some((noun) =>
      new RegExp(`(?<![\\p{L}\\p{N}])${noun.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u').test(asked),
    );
  const named = results.find(isNamed);
  if (named !== undefined) return named;
  return results.reduce<Each | null>((best, each) => (best === null || rank(byOf(each)) < rank(byOf(best)) ? each : best), null);
}
