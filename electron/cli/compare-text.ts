import { type ComparedChange, type CompareResult, type MatchedEntity, PARTS } from '../../shared/case/compare.ts';
import type { ComparedClaim } from '../../shared/compare/claims.ts';
import { formatChange, formatShareChange, PART_WORDS, placeWords } from '../../shared/compare/headline.ts';
import { METRIC_ROWS, NO_BOUND } from '../../shared/compare/metric-rows.ts';
import { movesWords, moveWords, partReads } from '../../shared/compare/move-words.ts';
import { formatAsOf, formatBound, formatExact, formatRange, plural } from '../../shared/format/index.ts';
import { tableCsv } from '../engine/report/csv.ts';
import { table } from './output.ts';

const LISTED = 20;

function checkLines({ checks, mark }: CompareResult): string[] {
  const shown = checks.filter(({ verdict }) => verdict !== 'same');
  return [
    ...(mark === null ? [] : [`MARKED: ${mark}`]),
    ...shown.map(({ label, values, words, verdict }) => `${verdict === 'differs' ? '! ' : ''}${label}: ${values.join(' | ')}. ${words}`),
  ];
}

function metricTable({ sides }: CompareResult): string {
  const heads = ['', ...sides.map(({ letter, dataset }) => `${letter} ${dataset.name}`)];
  const rows = METRIC_ROWS.map(({ id, label, of, format }) => [
    label,
    ...sides.map(({ metrics, outer }) => formatBound(metrics ? of(metrics) : NO_BOUND, format, outer.includes(id))),
  ]);
  const extra = [
    [
      'Total',
      ...sides.map(({ view }) =>
        view ? `${formatExact(view.total)}${view.stamp.weightUnit === undefined ? '' : ` ${view.stamp.weightUnit}`}` : formatExact(null),
      ),
    ],
    ['As of', ...sides.map(({ dataset }) => formatAsOf(dataset.asOf))],
  ];
  return table([heads, ...rows, ...extra]);
}

function partLines(change: ComparedChange, later: string): string[] {
  const { hhi, bounds, knownOnly, counts, inTime } = change;
  if (hhi === null) return [];
  const lines = PARTS.map((part) => [PART_WORDS[part].label, formatChange(hhi.parts[part]), partReads(part, inTime, later)]);
  return [
    table([...lines, ['Sum', formatChange(hhi.change), knownOnly ? 'change of HHI of the known weight' : 'change of HHI']], [1]),
    ...(knownOnly ? [`over the unknown weight: ${formatRange(bounds.low, bounds.high, formatChange)}`] : []),
    `${movesWords(change, String, later)} (${counts.grew} ${moveWords('grew', inTime)}, ${counts.shrank} ${moveWords('shrank', inTime)})`,
  ];
}

/** A pair, or several sides against the first, in words and tables. */
export function pairText(result: CompareResult, entities: readonly MatchedEntity[]): string {
  const [first, ...further] = result.changes as [ComparedChange, ...ComparedChange[]];
  const rows = entities
    .slice(0, LISTED)
    .map(({ key, move, a, b, shareChange }) => [
      key,
      moveWords(move, first.inTime),
      placeWords(a),
      placeWords(b),
      formatShareChange(shareChange),
    ]);
  return [
    first.headline,
    ...checkLines(result),
    '',
    metricTable(result),
    '',
    ...partLines(first, 'B'),
    ...first.reattributed
      .slice(0, 5)
      .map(({ entity, kind, of, points }) => `${kind}: ${entity} = ${of.join(' + ')} (${formatChange(points)})`),
    ...further.flatMap((change) => {
      const letter = result.sides[change.to]?.letter ?? '';
      return ['', `${letter}: ${change.headline}`, ...partLines(change, letter)];
    }),
    '',
    table([['', '', 'share in A (rank)', 'share in B (rank)', 'change'], ...rows], [2, 3, 4]),
    entities.length > LISTED ? `and ${plural(entities.length - LISTED, 'more', 'more')}` : '',
  ]
    .join('\n')
    .trimEnd();
}

/** A series in words and tables. */
export function seriesText(result: CompareResult, headline: string): string {
  const { sides, changes } = result;
  const at = (index: number) => formatAsOf(sides[index]?.dataset.asOf ?? null);
  const rows = changes.map(({ from, to, hhi, counts }) => [
    `${at(from)} to ${at(to)}`,
    formatChange(hhi?.change ?? null),
    ...PARTS.map((part) => formatChange(hhi?.parts[part] ?? null)),
    String(counts.entered),
    String(counts.left),
    String(counts.matched),
  ]);
  const inTime = changes.every((change) => change.inTime);
  const moves = (['entered', 'left'] as const).map((move) => moveWords(move, inTime, 'later', 'earlier'));
  const heads = ['', 'HHI', ...PARTS.map((part) => PART_WORDS[part].label), ...moves, 'in both'];
  return [
    headline,
    ...checkLines(result),
    '',
    metricTable(result),
    '',
    table(
      [heads, ...rows],
      heads.map((_, index) => index).filter((index) => index > 0),
    ),
  ].join('\n');
}

const csvOf = (names: readonly string[], rows: (string | number | null)[][]): string =>
  tableCsv({ name: '', title: '', columns: names.map((name) => ({ name, description: '' })), rows });

/** Claims of all sides in one table: headline numbers, and what keeps sides from being compared. */
export function claimsText({ sides, mark }: CompareResult, claims: readonly ComparedClaim[]): string {
  const heads = ['', 'claim', ...sides.map(({ letter, dataset }) => `${letter} ${dataset.name}`), `${sides.at(-1)?.letter} against A`];
  const rows = claims.map(({ id, lines }) => [
    id,
    lines[0]?.label ?? '',
    ...(lines[0]?.cells ?? []).map((cell) => cell?.display ?? ''),
    lines[0]?.standing ?? '',
  ]);
  return [
    ...(mark === null ? [] : [`MARKED: ${mark}`]),
    table([heads, ...rows]),
    ...claims.flatMap(({ id, words }) => (words === '' ? [] : [`${id}: ${words}`])),
  ].join('\n');
}

/** Entities of a pair as CSV; every row carries the mark of a comparison that is shown although the sides are not comparable. */
export function pairCsv({ mark, changes }: CompareResult, entities: readonly MatchedEntity[]): string {
  const names = [
    'entity',
    'move',
    'a_value',
    'a_share_fraction',
    'a_rank',
    'b_value',
    'b_share_fraction',
    'b_rank',
    'share_change_fraction',
  ];
  const rows = entities.map(({ key, move, a, b, shareChange }) => [
    key,
    moveWords(move, changes[0]?.inTime ?? true),
    a?.value ?? null,
    a?.share ?? null,
    a?.rank ?? null,
    b?.value ?? null,
    b?.share ?? null,
    b?.rank ?? null,
    shareChange,
    mark === null ? 'ok' : mark,
  ]);
  return csvOf([...names, 'comparability_status'], rows);
}

/** A series as CSV: metrics with their ends, and the parts of the change since the row before. */
export function seriesCsv({ sides, changes, mark }: CompareResult): string {
  const metricNames = METRIC_ROWS.flatMap(({ column: name }) => [name, `${name}_low`, `${name}_high`]);
  const names = ['dataset', 'as_of', 'base', 'total', ...metricNames, 'hhi_change_points', ...PARTS.map((part) => `${part}_points`)];
  const rows = sides.map(({ dataset, view, metrics }, index) => {
    const change = changes.find(({ to }) => to === index)?.hhi ?? null;
    return [
      dataset.name,
      dataset.asOf,
      dataset.base,
      view?.total ?? null,
      ...METRIC_ROWS.flatMap(({ of }) => {
        const { stated, low, high } = metrics ? of(metrics) : NO_BOUND;
        return [stated, low, high];
      }),
      change?.change ?? null,
      ...PARTS.map((part) => change?.parts[part] ?? null),
      mark === null ? 'ok' : mark,
    ];
  });
  return csvOf([...names, 'comparability_status'], rows);
}
