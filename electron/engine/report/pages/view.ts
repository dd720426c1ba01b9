import type { Bound, ViewResult } from '../../../../shared/case/view.ts';
import { lorenz, rankedBars, rankedBarsHeight } from '../../../../shared/charts/index.ts';
import { sumsWords } from '../../../../shared/claims/sums.ts';
import { decimalToJson, parseDecimal, rescale } from '../../../../shared/columns/decimal.ts';
import { nearEqualWords } from '../../../../shared/entities/near-equal.ts';
import {
  boundsNote,
  boundWords,
  dimensionNoun,
  dimensionTitle,
  endsWords,
  type Format,
  fitsWords,
  formatBits,
  formatCount,
  formatEffectiveNumber,
  formatHhi,
  formatIndex,
  formatQuantity,
  formatShare,
  formatStamp,
  isOuter,
  OUTER_WORDS,
  partialNote,
  plural,
  weightNoun,
} from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { Figures } from '../figure-list.ts';
import type { ReportView } from '../input.ts';
import { HALF_WIDTH } from '../page.ts';

const LISTED_GROUPS = 10;
const LORENZ_HEIGHT = 250;

/** Exact sum of weights as they cross ports. */
function sumOf(values: readonly (number | string)[]): number | string {
  const decimals = values.map((value) => parseDecimal(String(value)) ?? { units: 0n, scale: 0 });
  const scale = Math.max(...decimals.map((decimal) => decimal.scale));
  return decimalToJson({ units: decimals.reduce((sum, decimal) => sum + rescale(decimal, scale), 0n), scale });
}

/** Everything below the listed groups as one counted row. */
function otherRow({ top, other, entities, unknown }: ViewResult, withEnds: boolean): string[][] {
  const listed = Math.min(LISTED_GROUPS, top.length);
  if (entities === listed) return [];
  const share = 1 - unknown.share - (top[listed - 1]?.cumulative ?? 0);
  const value = sumOf([other.value, ...top.slice(listed).map((group) => group.value)]);
  return [
    ['', `Other (n = ${formatCount(entities - listed)})`, formatQuantity(value), ...(withEnds ? [''] : []), formatShare(share), '', ''],
  ];
}

/** File names of the tables of a view; `partial` is empty where nothing is named in part. */
export type ViewCsvs = { ranking: string; metrics: string; partial: string };

/** What a view shows first: its ranking as bars, and what its numbers leave open. */
export function viewHead({ result, label }: ReportView, figures: Figures, { ranking }: ViewCsvs): Block[] {
  const { stamp } = result;
  const shown = Math.min(LISTED_GROUPS, result.top.length);
  return [
    figures.add({
      id: `Figure V${label}`,
      chart: (frame) => rankedBars({ view: result, shown }, frame),
      height: rankedBarsHeight(result, shown, 20),
      subtitle: `Share of ${weightNoun(stamp.weight)} by ${stamp.by}. ${formatStamp(stamp)}`,
      source: ranking,
    }),
    ...(result.sums ? [{ type: 'paragraph' as const, text: `${sumsWords(result.sums, 'counted')}. Without: ${result.sums.without}` }] : []),
    ...(result.weightMissing === 0
      ? []
      : [
          {
            type: 'paragraph' as const,
            text: `${plural(result.weightMissing, 'record has', 'records have')} no value of ${stamp.weight}; they count as 0 and stay in the record count.`,
          },
        ]),
    ...[partialNote(result), boundsNote(result), (result.outer ?? []).length > 0 ? OUTER_WORDS : null].flatMap((text) =>
      text === null ? [] : [{ type: 'paragraph' as const, text }],
    ),
  ];
}

/** The Lorenz curve of a view beside all its indices. */
export function viewIndices({ result, label }: ReportView, figures: Figures, csvs: ViewCsvs): Block {
  const { stamp, metrics } = result;
  const bound = (label: string, key: string, value: Bound, format: Format): string[] => [
    label,
    boundWords(result, value, format, isOuter(result, key)),
  ];
  const curve = figures.add({
    id: `Figure L${label}`,
    chart: (frame) => lorenz({ view: result }, frame),
    width: HALF_WIDTH,
    height: LORENZ_HEIGHT,
    subtitle: `Lorenz curve of the known ${weightNoun(stamp.weight)} by ${stamp.by}.`,
    source: csvs.ranking,
  });
  const indices: Block = {
    type: 'table',
    id: `Table M${label}`,
    caption: 'Concentration: known part (smallest to largest over all ways in which the unknown mass could be held)',
    columns: [
      { label: 'Metric', align: 'left', width: 'wide' },
      { label: 'Value', align: 'right', width: 'auto' },
    ],
    rows: [
      bound('HHI, points', 'hhi', metrics.hhi, formatHhi),
      bound('Effective number', 'effectiveNumber.q2', metrics.effectiveNumber.q2, formatEffectiveNumber),
      bound('Largest share', 'cr1', metrics.cr1, formatShare),
      bound('Four largest', 'cr4', metrics.cr4, formatShare),
      ...(['1/3', '1/2', '2/3'] as const).map((threshold) =>
        bound(`Nakamoto, > ${threshold}`, `nakamoto.${threshold}`, metrics.nakamoto[threshold], formatCount),
      ),
      bound(`Gini (n = ${formatCount(result.entities)})`, 'gini', metrics.gini, formatIndex),
      bound('Theil, nats', 'theil', metrics.theil, formatIndex),
      bound('Entropy, bits', 'shannonBits', metrics.shannonBits, formatBits),
    ],
    source: csvs.metrics,
  };
  return { type: 'beside', left: curve, right: indices };
}

/** The rest of a view: its ranking as a table, and what is named in part. */
export function viewBlocks({ result, label, nearEqual = [] }: ReportView, csvs: ViewCsvs): Block[] {
  const { stamp, unknown } = result;
  const rankingCsv = csvs.ranking;
  const weight = weightNoun(stamp.weight);
  const withEnds = result.top.slice(0, LISTED_GROUPS).some((group) => group.ends);
  const partial = result.partialTotal?.groups ? result.partialTotal : null;
  const listed = new Set(result.top.slice(0, LISTED_GROUPS).map(({ key }) => key));
  const alike = nearEqual.filter(({ from, to }) => listed.has(from) && listed.has(to));
  const ranking: Block = {
    type: 'table',
    id: `Table G${label}`,
    caption: `Largest ${dimensionNoun(stamp.by, 2)} by ${weight}${alike.length === 0 ? '' : `. ${nearEqualWords(alike)}`}`,
    columns: [
      { label: 'Rank', align: 'right', width: 'auto' },
      { label: dimensionTitle(stamp.by), align: 'left', width: 'wide' },
      { label: weightNoun(stamp), align: 'right', width: 'auto' },
      ...(withEnds ? [{ label: 'With bounds', align: 'right' as const, width: 'auto' as const }] : []),
      { label: 'Share', align: 'right', width: 'auto' },
      { label: 'Cumulative', align: 'right', width: 'auto' },
      { label: 'Records', align: 'right', width: 'auto' },
    ],
    rows: [
      ...result.top
        .slice(0, LISTED_GROUPS)
        .map((group, position) => [
          String(position + 1),
          group.key,
          formatQuantity(group.value),
          ...(withEnds ? [group.ends ? endsWords(group.ends) : ''] : []),
          formatShare(group.share),
          formatShare(group.cumulative),
          formatCount(group.rows),
        ]),
      ...otherRow(result, withEnds),
      ...(unknown.rows === 0
        ? []
        : [
            [
              '',
              partial ? 'Unknown or named in part' : 'Unknown',
              formatQuantity(unknown.value),
              ...(withEnds ? [''] : []),
              formatShare(unknown.share),
              '',
              formatCount(unknown.rows),
            ],
          ]),
    ],
    source: rankingCsv,
    full: true,
  };
  return [ranking, ...(partial ? [partialTable(result, partial, label, csvs.partial)] : [])];
}

/** What is named in part, largest first, with what it may be. */
function partialTable(
  { stamp, partial = [] }: ViewResult,
  total: NonNullable<ViewResult['partialTotal']>,
  label: string,
  source: string,
): Block {
  const listed = partial.slice(0, LISTED_GROUPS);
  const more = total.groups - listed.length;
  return {
    type: 'table',
    id: `Table N${label}`,
    caption: 'Named in part: counted in the ranges for every value that fits, in no stated value',
    columns: [
      { label: `${dimensionTitle(stamp.by)} as named`, align: 'left', width: 'wide' },
      { label: weightNoun(stamp), align: 'right', width: 'auto' },
      { label: 'Records', align: 'right', width: 'auto' },
      { label: 'May be', align: 'left', width: 'wide' },
    ],
    rows: [
      ...listed.map((group) => [group.key, formatQuantity(group.value), formatCount(group.rows), fitsWords(group)]),
      ...(more > 0 ? [[`${plural(more, 'more name')}`, '', '', '']] : []),
    ],
    source,
  };
}
