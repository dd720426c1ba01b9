import { removalCurve } from '../../../../shared/charts/index.ts';
import { countOf, dimensionNoun, formatCount, formatServedShare, formatStamp, formatThreshold } from '../../../../shared/format/index.ts';
import { parseThreshold } from '../../../../shared/resilience/fraction.ts';
import { breakingPointWords, verdictWords } from '../../../../shared/resilience/readings.ts';
import type { Block, Fact } from '../document.ts';
import type { Figures } from '../figure-list.ts';
import type { ReportRemoval } from '../input.ts';

const LISTED_UNITS = 12;
const NOT_COMPUTED = '—';

const MODE_WORDS = { independent: 'each class is asked alone', competing: 'all classes are placed at once on the same nodes' } as const;

function demandWords({ metric = 'value', demand }: ReportRemoval['result']): string {
  if (metric === 'worst-class') return 'the class that is served to the smallest share of what it wants';
  return `${formatCount(demand)} (value of ${metric === 'value' ? 'all instances' : 'one instance of each class; only classes served in full count'})`;
}

/** Numbers of removals worth a row: the first ones and those around both ends of the breaking point. */
function stepsToList({ units, breakingPoint: { low, high } }: ReportRemoval['result']): number[] {
  const around = (k: number | null, reach: number) =>
    k === null ? [] : Array.from({ length: 2 * reach + 1 }, (_, index) => k - reach + index);
  const wanted = [0, 1, 2, 3, 5, 10, ...around(low, 2), ...around(high, 1)];
  return [...new Set(wanted)].filter((k) => k >= 0 && k <= units).sort((a, b) => a - b);
}

/** Names of units with semicolons, since many have commas of their own. */
function unitList(names: readonly string[]): string {
  return names.length > LISTED_UNITS
    ? `${names.slice(0, LISTED_UNITS).join('; ')}; and ${names.length - LISTED_UNITS} more (claims.json)`
    : names.join('; ');
}

/** The units that a saved scenario removes by hand, by name, with what is served without them. */
function byHandFacts({ byHand, result }: ReportRemoval, servedWords: (served: number) => string): Fact[] {
  if (byHand === null) return [];
  const { removed, absent, served } = byHand;
  return [
    { label: 'Removed by hand', value: removed.length === 0 ? 'none of the units that were chosen is in the data' : unitList(removed) },
    {
      label: 'Served after that removal',
      value: `${
        served.low === served.high
          ? servedWords(served.low)
          : `${servedWords(served.low)} in the adverse reading, ${servedWords(served.high)} in the favourable reading`
      }: ${verdictWords(served, result.below)}`,
    },
    ...(absent.length === 0 ? [] : [{ label: 'Chosen, not in the data', value: unitList(absent) }]),
  ];
}

/** Breaking point of a class alone: `3`, `2 to 4`, `none`. */
function classWords(point: ReportRemoval['classes'][number] | undefined): string {
  if (!point) return NOT_COMPUTED;
  const { low, high, proven } = point;
  const end = (value: number | null) => (value === null ? 'none' : formatCount(value));
  return `${low === high ? end(low) : `${end(low)} to ${end(high)}`}${proven ? '' : ', not proven'}`;
}

const HEIGHT = 230;

/** The curve of a removal test; `csv` is the file of its curves. */
export function curveOf(removal: ReportRemoval, figures: Figures, csv: string): Block {
  const { result, label, portfolio } = removal;
  return figures.add({
    id: `Figure R${label}`,
    chart: (frame) => removalCurve({ result, baseRemoved: removal.baseRemoved }, frame),
    height: HEIGHT,
    subtitle: `Served value of ${portfolio.title} by ${dimensionNoun(result.by, 2)} removed. ${formatStamp(result.stamp)}`,
    source: csv,
  });
}

/** One removal test in full: facts, steps around the breaking point, portfolio, notes; `csv` is the file of its curves, `workloadsCsv` that of its classes. */
export function removalBlocks(removal: ReportRemoval, csv: string, workloadsCsv: string): Block[] {
  const { result, label, portfolio, classes } = removal;
  const threshold = parseThreshold(result.threshold);
  /** Count and share of one and the same whole number; a random median may lie a little beside it. */
  const servedWords = (served: number) =>
    result.metric === 'worst-class'
      ? formatServedShare(served, 1, threshold)
      : `${formatCount(served)} (${formatServedShare(Math.round(served), result.demand, threshold)})`;
  const at = (order: string, k: number): string => {
    const curve = result.curves.find((candidate) => candidate.order === order);
    const position = curve?.k.indexOf(k) ?? -1;
    const served = position < 0 ? null : (curve?.served[position] ?? null);
    return served === null ? NOT_COMPUTED : servedWords(served);
  };
  const orders = result.curves.map(({ order }) => order).filter((order) => order !== 'random-p05' && order !== 'random-p95');
  const members = result.breakingPoint.members;
  // a step that no curve reaches says nothing
  const rows = stepsToList(result)
    .map((k) => [String(k), ...orders.map((order) => at(order, k))])
    .filter(([, ...served]) => served.some((cell) => cell !== NOT_COMPUTED));
  return [
    {
      type: 'facts',
      facts: [
        { label: 'Breaking point', value: breakingPointWords(result.breakingPoint, result.units) },
        { label: 'Units', value: countOf(result.units, result.by) },
        { label: 'Demand', value: demandWords(result) },
        { label: 'Served without removals', value: servedWords(result.served0) },
        {
          label: 'Threshold',
          value: `${formatThreshold(result.threshold)} of the demand; the test fails ${result.metric === 'worst-class' ? 'below it' : `at ${formatCount(result.below - 1)} or less`}`,
        },
        { label: 'Mode', value: `${result.mode}: ${MODE_WORDS[result.mode]}; ties by weight descending, then id ascending` },
        ...(result.kept ? [{ label: 'Closed bracket', value: result.kept.words }] : []),
        ...(result.cheapest ? [{ label: 'Cheapest removal', value: result.cheapest.sentence }] : []),
        ...(result.declaredAfterResult ? [{ label: 'Declared', value: 'after its result was shown' }] : []),
        ...(result.deviations ?? []).map(({ field, declared, used }) => ({
          label: 'Deviates from the declared test',
          value: `${field}: ${declared} was declared, ${used} is used`,
        })),
        ...(members.length === 0 ? [] : [{ label: 'Smallest set found', value: unitList(members) }]),
        ...byHandFacts(removal, servedWords),
      ],
      full: true,
    },
    {
      type: 'table',
      id: `Table R${label}`,
      caption: `Served value by number of ${dimensionNoun(result.by, 2)} removed: the first steps and those around the breaking point`,
      columns: [
        { label: 'Removed', align: 'right', width: 'auto' },
        ...orders.map((order) => ({ label: order.replaceAll('-', ' '), align: 'right' as const, width: 'auto' as const })),
      ],
      rows,
      source: csv,
    },
    {
      type: 'table',
      id: `Table P${label}`,
      caption:
        classes.length === 0
          ? `Portfolio ${portfolio.title}`
          : `Portfolio ${portfolio.title}, with the breaking point of each workload alone`,
      columns: [
        { label: 'Class', align: 'left', width: 'wide' },
        { label: 'Shape', align: 'left', width: 'auto' },
        { label: 'Constraints', align: 'left', width: 'wide' },
        { label: 'Instances', align: 'right', width: 'auto' },
        ...(classes.length === 0 ? [] : [{ label: 'k* alone', align: 'right' as const, width: 'auto' as const }]),
      ],
      rows: portfolio.classes.map(({ name, shape, constraints, quantity }, at) => [
        name,
        shape,
        constraints,
        formatCount(quantity),
        ...(classes.length === 0 ? [] : [classWords(classes[at])]),
      ]),
      source: workloadsCsv,
    },
    ...(result.notes.length === 0 ? [] : [{ type: 'small' as const, text: `Notes. ${result.notes.join(' ')}` }]),
  ];
}
