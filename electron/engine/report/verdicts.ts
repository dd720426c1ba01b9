import type { RemovalResult } from '../../../shared/case/removal.ts';
import type { ViewResult } from '../../../shared/case/view.ts';
import { countOf, dimensionNoun, formatCount, formatThreshold, plural, shareRangeWords, weightNoun } from '../../../shared/format/index.ts';
import { holdsFavourably } from '../../../shared/resilience/readings.ts';

/** What a test asks to be kept, in plain words. */
const SERVICE_WORDS = {
  value: 'service',
  'worst-class': 'service of the worst class',
  'all-or-nothing': 'the value of classes served in full',
} as const;

/** What a test asks to be kept, in plain words: `service of the worst class`. */
export const serviceWords = ({ metric = 'value' }: Pick<RemovalResult, 'metric'>): string => SERVICE_WORDS[metric];

type Tested = Pick<RemovalResult, 'units' | 'by' | 'threshold' | 'metric'> & { breakingPoint: Ends };
type Ends = Pick<RemovalResult['breakingPoint'], 'low' | 'high' | 'proven'>;

const counted = (count: number): string => (count === 1 ? 'one' : formatCount(count));

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/**
 * What a removal test answers, as a sentence that stands without the question: no set of that size breaks it in either reading of unknown values, one
 * does in both, open between. Ends that the search did not settle are open too.
 *
 * @param tested ends of the breaking point in the adverse and the favourable reading (`null` = no removal breaks it), units, threshold and metric
 * @returns a sentence without its full stop, such as `No loss of 10 of 186 operators takes service below 80 %; the loss of the worst 16 does; 11 to 15
 *   are open`
 */
export function removalVerdict(tested: Tested): string {
  const { units, by, threshold } = tested;
  const { low, high, proven } = tested.breakingPoint;
  const [service, level] = [serviceWords(tested), formatThreshold(threshold)];
  const falls = `takes ${service} below ${level}`;
  const among = countOf(units, by);
  if (high === 0) return `${capital(service)} is below ${level} before any removal`;
  if (low === null && high === null)
    return proven
      ? `No loss of any number of the ${among} ${falls}`
      : `Whether any loss of the ${among} ${falls} is open: the search settled no end`;
  const never = holdsFavourably({ low, high }, units);
  // with one end alone, or equal ends that are not proven, nothing is known of fewer
  const settled = low === null || (low === high && !proven) ? 1 : low;
  const last = never ? null : high;
  const why = never && proven ? 'it hangs on values that are unknown in the data' : 'the search settled no end';
  const no = settled > 1 ? `No loss of ${counted(settled - 1)} of ${among} ${falls}` : '';
  if (last === null) {
    if (no !== '') return `${no}; from ${formatCount(settled)} on it is open: ${why}`;
    return settled === 0
      ? `Whether ${service} is below ${level} as it stands is open: ${why}`
      : `Whether any loss of the ${among} ${falls} is open: ${why}`;
  }
  const yes =
    no === ''
      ? `The loss of the worst ${last === 1 ? 'one' : formatCount(last)} of ${among} ${falls}`
      : `the loss of the worst ${formatCount(last)} does`;
  // without any removal it is open too where the adverse reading is below at once
  const open =
    settled === 0
      ? last === 1
        ? 'whether it is below as it stands is open'
        : 'whether fewer or none do is open'
      : settled === last
        ? ''
        : settled === last - 1
          ? `${counted(settled)} ${settled === 1 ? 'is' : 'are'} open`
          : `${formatCount(settled)} to ${formatCount(last - 1)} are open`;
  return [no, yes, open].filter((part) => part !== '').join('; ');
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
