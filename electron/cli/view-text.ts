import type { ViewResult, ViewRow } from '../../shared/case/view.ts';
import { sumsWords } from '../../shared/claims/sums.ts';
import {
  boundWords,
  endsWords,
  entityWords,
  formatBits,
  formatCount,
  formatEffectiveNumber,
  formatExact,
  formatHhi,
  formatIndex,
  formatShare,
  joinedWords,
  plural,
  unknownWords,
  weightNoun,
} from '../../shared/format/index.ts';
import { table } from './output.ts';

/** Columns of a dimension across that fit a terminal. */
const COLUMNS_SHOWN = 6;

/** What is open in the weight of some records: values that a join did not find, or bounds that the records state. */
function openWords({ joined, weight, weightIs }: ViewResult['stamp'], records: number): string {
  if (weightIs !== undefined) return records === 1 ? 'leaves open its' : 'leave open their';
  if (joined?.some(({ column }) => column === weight)) return records === 1 ? 'has no known' : 'have no known';
  return records === 1 ? 'states bounds of' : 'state bounds of';
}

/** Cells of the dimension across, with a heading for each that is not empty. */
function acrossOf({ pivot }: ViewResult): { head: string; at: number }[] {
  if (!pivot) return [];
  const listed = pivot.columns.slice(0, COLUMNS_SHOWN).map(({ key }, at) => ({ head: key, at }));
  const last = pivot.columns.length;
  return [
    ...listed,
    ...(pivot.other.rows > 0 ? [{ head: `${pivot.other.groups} others`, at: last }] : []),
    ...(pivot.unknown.rows > 0 ? [{ head: 'unknown', at: last + 1 }] : []),
  ];
}

/** The lines of the first groups, with what they open into. */
function firstGroups(lines: readonly ViewRow[], top: number): readonly ViewRow[] {
  let groups = 0;
  const end = lines.findIndex(({ level = 0 }) => level === 0 && ++groups > top);
  return end < 0 ? lines : lines.slice(0, end);
}

/** What to do where a filter leaves nothing. */
const emptyAdvice =
  'Loosen the filter, or look how the values are written: the same command without --where, with --by and the column of the filter, lists them.';

/** The view in words: finding, stamp, numbers and the first groups. */
export function textOf(result: ViewResult, groups: readonly ViewRow[], top: number): string {
  const { metrics, stamp, unknown } = result;
  const across = acrossOf(result);
  const unit = stamp.weightUnit === undefined ? '' : ` ${stamp.weightUnit}`;
  const all = groups.filter(({ level = 0 }) => level === 0).length;
  const rows = firstGroups(groups, top).map(
    ({ rank, level = 0, unknown: none, key, value, share, cumulative, rows: records, ends, cells = [] }) => [
      level === 0 ? String(rank) : '',
      level === 0 ? key : `  ${none ? '(unknown)' : key}`,
      formatExact(value),
      formatShare(share),
      formatShare(cumulative),
      formatCount(records),
      ...(result.weightBounds ? [ends ? endsWords(ends) : ''] : []),
      ...across.map(({ at }) => (cells[at] === undefined || cells[at] === null ? '' : formatExact(cells[at]))),
    ],
  );
  const heads = [stamp.weightUnit === undefined ? stamp.weight : weightNoun(stamp), 'share', 'cumulative'].map((head) =>
    result.weightBounds ? `stated ${head}` : head,
  );
  const number = (name: string, text: string) => `${name.padEnd(22)}${text}`;
  const numbersOf = (): string[] => [
    '',
    number('HHI (0 to 10,000)', boundWords(result, metrics.hhi, formatHhi)),
    number('effective number', boundWords(result, metrics.effectiveNumber.q2, formatEffectiveNumber)),
    number('largest share', boundWords(result, metrics.cr1, formatShare)),
    number('four largest', boundWords(result, metrics.cr4, formatShare)),
    ...(['1/3', '1/2', '2/3'] as const).map((threshold) =>
      number(`k for > ${threshold}`, boundWords(result, metrics.nakamoto[threshold], formatCount)),
    ),
    number('Gini', boundWords(result, metrics.gini, formatIndex)),
    number('Theil', boundWords(result, metrics.theil, formatIndex)),
    number('entropy (bits)', boundWords(result, metrics.shannonBits, formatBits)),
    '',
    table(
      [
        [
          '',
          stamp.split === undefined ? stamp.by : `${stamp.by}, ${stamp.split}`,
          ...heads,
          'records',
          ...(result.weightBounds ? ['low to high'] : []),
          ...across.map(({ head }) => head),
        ],
        ...rows,
      ],
      [0, 2, 3, 4, 5, 6, ...across.map((_, place) => place + (result.weightBounds ? 7 : 6))],
    ),
  ];
  return [
    result.finding,
    `${stamp.dataset}, ${stamp.base ?? 'base not stated'}, as of ${stamp.asOf ?? 'not stated'}, ${stamp.weight}${stamp.weightUnit === undefined ? '' : ` in ${stamp.weightUnit}`} by ${stamp.by}${stamp.where === '' ? '' : `, where ${stamp.where}`}${stamp.entities === null ? '' : `, ${entityWords(stamp.entities, stamp.merged)}`}${stamp.unknownPolicy === 'bounds' ? '' : `, ${unknownWords(stamp.unknownPolicy)}`}`,
    `${plural(result.rows, 'record')}, ${plural(result.entities, 'entity', 'entities')}, total ${formatExact(result.total)}${unit}${result.weightBounds ? ` stated, ${endsWords(result.weightBounds)} with records that state bounds` : ''}, unknown ${formatExact(unknown.value)}${unit} (${formatShare(unknown.share)}, ${plural(unknown.rows, 'record')})`,
    ...(result.partial ?? []).map(
      ({ key, value, rows: records, among }) =>
        `one of ${among ?? 'any'}: ${key}, ${formatExact(value)}${unit} (${plural(records, 'record')})`,
    ),
    ...(result.weightBounds
      ? [`${plural(result.weightBounds.rows, 'record')} ${openWords(stamp, result.weightBounds.rows)} ${stamp.weight}; in the ranges only`]
      : []),
    ...(result.outer?.length ? [`ranges that may be wider than the data allow: ${result.outer.join(', ')}`] : []),
    ...(stamp.weightIs === undefined ? [] : [stamp.weightIs]),
    ...(result.weightMissing > 0 ? [`${plural(result.weightMissing, 'record')} without a known ${stamp.weight}: counted as 0`] : []),
    ...(result.sums ? [`${sumsWords(result.sums, 'counted')}; without: ${result.sums.without}`] : []),
    ...(result.baseLeftOut
      ? [
          `${plural(result.baseLeftOut.rows, 'record')} not stated to be ${stamp.base}, ${result.baseLeftOut.unstated} of them neither way: left out`,
        ]
      : []),
    ...(stamp.joined ?? []).map((joined) => `joined: ${joinedWords(joined)}`),
    ...(result.rows === 0 && stamp.where !== '' ? [emptyAdvice] : numbersOf()),
    all > top ? `and ${all - top} more` : '',
  ]
    .join('\n')
    .trimEnd();
}
