import { formatCount } from '../format/index.ts';
import { parseFraction, toNumber } from '../metrics/exact.ts';
import type { LineMetric, PackLine, ThresholdPack } from './pack.ts';

const METRIC_WORDS: Readonly<Record<LineMetric, string>> = {
  hhi_points: 'HHI',
  delta_hhi_points: 'change of HHI by a merge',
  cr1: 'largest share',
  share: 'share',
  cumulative_share: 'cumulative share',
  sum_of_shares_above_5_percent: 'sum of the shares above 5 %',
  uptime: 'uptime',
  capacity_after_largest_loss_over_demand: 'capacity after the largest loss over demand',
  nodes_per_provider_and_site: 'nodes of one provider in one site',
};

const SUBJECT_WORDS: Readonly<Record<NonNullable<PackLine['applies_to']>, string>> = {
  entity_merge: 'a merge of entities',
  connected_group: 'a connected group',
  provider: 'a provider',
  site: 'a site',
  country: 'a country',
  validator: 'a validator set',
};

const POINTS: readonly LineMetric[] = ['hhi_points', 'delta_hhi_points'];
const PLAIN: readonly LineMetric[] = ['capacity_after_largest_loss_over_demand', 'nodes_per_provider_and_site'];

/** A level as people read it: `1,800`, `10 %`, `1/3`, `99.99 %`. */
export function levelWords({ metric, value }: Pick<PackLine, 'metric' | 'value'>): string {
  const level = toNumber(parseFraction(value));
  if (POINTS.includes(metric)) return formatCount(level);
  if (PLAIN.includes(metric) || metric === 'cumulative_share') return value;
  // a third has no short percentage, and "33 %" is another line
  const percent = Number((level * 100).toFixed(4));
  return Math.abs(level * 100 - percent) < 1e-9 ? `${percent} %` : value;
}

/** A line in words: `HHI > 1,800, highly concentrated (merger review)`. */
export function lineWords(line: PackLine): string {
  const { metric, op, label, applies_to: subject, with: second } = line;
  return `${METRIC_WORDS[metric]}${subject ? ` of ${SUBJECT_WORDS[subject]}` : ''} ${op} ${levelWords(line)}${second ? ` with ${second}` : ''}: ${label}`;
}

/** When a pack applies: `from 2023-12-18`, `2010-08-19 to 2023-12-17`, `no stated dates`. */
export function packDates({ valid_from: from, valid_to: to }: Pick<ThresholdPack, 'valid_from' | 'valid_to'>): string {
  if (from === null) return to === null ? 'no stated dates' : `to ${to}`;
  return to === null ? `from ${from}` : `${from} to ${to}`;
}

/** A pack as lines of text: source, dates, lines, wording, what it is not designed for. */
export function packWords(pack: ThresholdPack): string[] {
  const {
    id,
    version,
    status,
    jurisdiction,
    source,
    further_sources: further = [],
    valid_from: from,
    valid_to: to,
    text_read_on: read,
  } = pack;
  const where = (text: typeof source) => `${text.instrument}${text.section === '' ? '' : `, ${text.section}`} <${text.url}>`;
  return [
    `${id} ${version}: ${status.replaceAll('_', ' ')}, ${jurisdiction}`,
    `Source: ${[source, ...further].map(where).join('; ')}`,
    ...(pack.author ? [`Author: ${pack.author}. Reason: ${pack.reason}`] : []),
    `Valid ${from === null ? 'from no stated day' : `from ${from}`}${to === null ? '' : ` to ${to}`}; text read on: ${read ?? 'not read for this edition'}`,
    ...(pack.lines.length === 0 ? ['No lines, on purpose.'] : pack.lines.map((line) => `- ${lineWords(line)}`)),
    `Wording: ${pack.wording}`,
    `Designed for: ${pack.designed_for}`,
    `Not designed for: ${pack.not_designed_for}`,
  ];
}
