import { type ComparedChange, type CompareResult, PARTS } from '../../../../shared/case/compare.ts';
import { type ChartContext, dumbbell, dumbbellHeight, waterfall, waterfallHeight } from '../../../../shared/charts/index.ts';
import { formatChange } from '../../../../shared/compare/headline.ts';
import { largestWords, movesWords, partLabel } from '../../../../shared/compare/move-words.ts';
import { baseWords, countOf, dimensionNoun, formatAsOf, formatCount, formatRange, weightNoun } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportComparison, ReportInput } from '../input.ts';
import { claimsBlock, DRAWN_IN_BODY, type Page, type PageKind } from '../page.ts';

const LISTED = 12;

type Drawn = {
  change: ComparedChange;
  a: CompareResult['sides'][number];
  b: CompareResult['sides'][number];
  labels: readonly [string, string];
};

/** The first change with its two sides; `null` where the sides are not comparable. */
function firstChange({ result }: ReportComparison): Drawn | null {
  const [change] = result.changes;
  const [a, b] = change ? [result.sides[change.from], result.sides[change.to]] : [];
  if (!change || !a || !b) return null;
  const name = (side: typeof a) =>
    a.dataset.name === b.dataset.name ? `${side.letter}: ${formatAsOf(side.dataset.asOf)}` : side.dataset.name;
  return { change, a, b, labels: [name(a), name(b)] };
}

function contextOf({ a, b }: Drawn, measure: string, unit: string): ChartContext {
  const baseOf = ({ view, dataset }: Drawn['a']) => (view ? view.stamp.base : dataset.base);
  return {
    dataset: a.dataset.name === b.dataset.name ? b.dataset.name : `${a.dataset.name} and ${b.dataset.name}`,
    measure: `${measure} of ${weightNoun(a.spec.weight)} by ${dimensionNoun(a.spec.by, 1)}`,
    unit,
    base: baseOf(a) === baseOf(b) ? baseOf(b) : `${baseWords(baseOf(a))} against ${baseWords(baseOf(b))}`,
    asOf: b.dataset.asOf,
    n: `${a.view?.entities ?? 0} and ${b.view ? countOf(b.view.entities, b.spec.by) : 0}`,
    sample: a.dataset.sample || b.dataset.sample,
  };
}

function waterfallOf(drawn: Drawn) {
  const { change, labels, b } = drawn;
  const { hhi } = change;
  return {
    height: waterfallHeight(PARTS.length, 26),
    chart: (frame: ReturnType<typeof figureFrame>) =>
      waterfall(
        {
          context: contextOf(drawn, change.knownOnly ? 'HHI of the known weight' : 'HHI', 'points'),
          measure: 'HHI',
          start: { label: labels[0], value: hhi?.a ?? Number.NaN },
          end: { label: labels[1], value: hhi?.b ?? Number.NaN },
          parts: hhi ? PARTS.map((part) => ({ id: part, label: partLabel(part, change.inTime, b.letter), value: hhi.parts[part] })) : [],
          format: 'hhi',
          finding: change.headline,
        },
        frame,
      ),
  };
}

function dumbbellOf(drawn: Drawn) {
  const { a, b, labels, change } = drawn;
  const rows = change.largest.slice(0, LISTED).map(({ key, a: before, b: after }) => ({
    id: key,
    label: key,
    a: before?.share ?? null,
    b: after?.share ?? null,
  }));
  const all = change.counts.entered + change.counts.left + change.counts.matched;
  return {
    height: dumbbellHeight(rows.length, 20),
    chart: (frame: ReturnType<typeof figureFrame>) =>
      dumbbell(
        {
          context: contextOf(drawn, 'Share of the known weight', '%'),
          by: a.spec.by,
          names: labels,
          rows,
          format: 'share',
          letter: b.letter,
          notListed: Math.max(0, all - rows.length),
          finding: largestWords(change, b.letter),
        },
        frame,
      ),
  };
}

/** The verdict on an aspect; what both sides state alike does not differ, though something has to be said of it. */
function verdictOf({ values, verdict }: ReportComparison['result']['checks'][number]): string {
  if (verdict === 'same') return 'same';
  const alike = values.every((value) => value === values[0]);
  return `${alike ? 'alike' : 'differs'}, ${verdict === 'note' ? 'noted' : 'blocks'}`;
}

function comparabilityTable({ result, label }: ReportComparison, source: string): Block {
  return {
    type: 'table',
    id: `Table X${label}`,
    caption: 'What must be alike before anything is compared',
    columns: [
      { label: 'Aspect', align: 'left', width: 'auto' },
      ...result.sides.map(({ letter }) => ({ label: letter, align: 'left' as const, width: 'half' as const })),
      { label: 'Verdict', align: 'left', width: 'auto' },
    ],
    rows: result.checks.map((check) => [check.label, ...check.values, verdictOf(check)]),
    source,
  };
}

function blocksOf({ figures, csv, claims }: Page, comparison: ReportComparison): Block[] {
  const { result, label } = comparison;
  const drawn = firstChange(comparison);
  const blocking = result.checks.filter(({ verdict }) => verdict === 'differs');
  const own = claimsBlock(
    '',
    claims.filter(({ id }) => id.startsWith(`X${label}.`)),
  );
  const head: Block[] = [
    { type: 'heading', text: comparison.name, listed: true },
    comparabilityTable(comparison, csv(`comparison-${label}-comparability`)),
  ];
  if (drawn === null)
    return [
      ...head,
      {
        type: 'paragraph',
        text:
          blocking.length === 0
            ? 'No change is stated: a side cannot be computed.'
            : `No change is stated, because the sides are not alike: ${blocking.map(({ words }) => words).join(' ')}`,
      },
      ...result.sides.flatMap(({ letter, problem }): Block[] =>
        problem === null ? [] : [{ type: 'small', text: `${letter}: ${problem.message}` }],
      ),
    ];
  const { change } = drawn;
  return [
    ...head,
    ...(result.mark === null
      ? []
      : [{ type: 'paragraph' as const, text: `${result.mark}: shown all the same; every number of this comparison is marked so.` }]),
    ...(change.hhi === null
      ? [{ type: 'paragraph' as const, text: `${change.headline}.` }]
      : [
          figures.add({ id: `Figure W${label}`, ...waterfallOf(drawn) }),
          ...(change.knownOnly
            ? [
                {
                  type: 'small' as const,
                  text: `Over the unknown weight the change is ${formatRange(change.bounds.low, change.bounds.high, formatChange)} points; the parts are those of the known weight.`,
                },
              ]
            : []),
        ]),
    ...(change.largest.length === 0 ? [] : [figures.add({ id: `Figure B${label}`, ...dumbbellOf(drawn) })]),
    {
      type: 'small',
      text: `${movesWords(change, formatCount, drawn.b.letter)}.${
        change.reattributed.length === 0
          ? ''
          : ` Re-attributed: ${change.reattributed.map(({ entity, points }) => `${entity} (${formatChange(points)} points)`).join('; ')}.`
      }`,
    },
    ...own,
  ];
}

function tableOf({ name, label, result }: ReportComparison): DataTable {
  return {
    name: `comparison-${label}-comparability`,
    title: `${name}: what must be alike`,
    columns: [
      { name: 'aspect', description: 'what is looked at' },
      ...result.sides.map(({ letter, dataset }) => ({ name: `side_${letter}`, description: `in ${dataset.name}` })),
      { name: 'verdict', description: 'same, note or differs' },
      { name: 'words', description: 'what the difference does' },
    ],
    rows: result.checks.map(({ label, values, verdict, words }) => [label, ...values, verdict, words]),
  };
}

/** Comparisons: what must be alike first, then the change by its parts and who moved. */
export const comparisonPage: PageKind = {
  title: 'Comparison',
  blocks: (page) => page.input.comparisons.flatMap((comparison, index) => (index < DRAWN_IN_BODY ? blocksOf(page, comparison) : [])),
  more: (page) => page.input.comparisons.flatMap((comparison, index) => (index < DRAWN_IN_BODY ? [] : blocksOf(page, comparison))),
  tables: ({ comparisons }: ReportInput) => comparisons.map(tableOf),
};
