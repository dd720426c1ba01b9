import {
  baseWords,
  boundWords,
  countOf,
  dimensionNoun,
  entityWords,
  formatAsOf,
  formatCount,
  formatHhi,
  formatRange,
  formatShare,
  formatThreshold,
  isOuter,
  plural,
} from '../../../shared/format/index.ts';
import { breakingPointWords, readingsWords } from '../../../shared/resilience/readings.ts';
import { type Answering, answeringOf, filterWords } from './answers.ts';
import type { Block } from './document.ts';
import type { ReportInput, ReportRemoval, ReportView } from './input.ts';
import { heldWords } from './verdicts.ts';

const NONE = '—';

/** `11 to 16 of 186 operators`: the breaking point where its ends are numbers, else its words. */
function breakingFigure({ result: { breakingPoint, units, by } }: ReportRemoval): string {
  const { low, high, proven } = breakingPoint;
  const plain = low !== null && high !== null && high > 0 && (low < high || proven) && readingsWords(breakingPoint, units, by) === null;
  return plain
    ? `${formatRange(low, high, formatCount)} of ${countOf(units, by)}`
    : `${breakingPointWords(breakingPoint, units)} (${countOf(units, by)})`;
}

/** A second line of a cell, which is small print. */
function smallPrint(...parts: string[]): string {
  const words = parts.filter((part) => part !== '').join('; ');
  return words === '' ? '' : `\n${words}`;
}

/** What part of the weight a number of a view is of: `of the known stake` where weight of unknown entity is left out, or how it is counted. */
function partWords({ result }: ReportView): string {
  const { weight, beside } = heldWords(result);
  if (beside === '') return '';
  return result.stamp.unknownPolicy === 'known-only' ? `of the ${weight}` : beside;
}

/** Whether the figures of the view beside a test are over other records, accounts or parties than the test. */
function isApart({ view, removal }: Answering): boolean {
  if (view === null || removal === null) return false;
  const [own, test] = [view.result.stamp, removal.result.stamp];
  return own.by !== removal.result.by || own.where !== test.where || own.base !== test.base || own.entities !== test.entities;
}

/** Over what a view counts, where that is not what the test beside it counts: `over 5 of 6 records, where operator != 'Alpha'`. */
function overWords(of: Answering): string {
  const { view, removal, dataset } = of;
  if (view === null || removal === null || !isApart(of)) return '';
  const { stamp, rows } = view.result;
  const test = removal.result.stamp;
  const counted =
    rows === dataset.rows ? `over ${plural(rows, 'record')}` : `over ${formatCount(rows)} of ${plural(dataset.rows, 'record')}`;
  return [
    ...(stamp.by === removal.result.by ? [] : [`by ${dimensionNoun(stamp.by, 1)}`]),
    stamp.where === '' ? counted : filterWords(stamp.where, rows, dataset.rows),
    ...(stamp.base === test.base ? [] : [baseWords(stamp.base)]),
    ...(stamp.entities === test.entities || stamp.entities === null ? [] : [entityWords(stamp.entities, stamp.merged)]),
  ].join(', ');
}

/** One row of the table: what it is with its unit and method, and its cell for each dataset; left out where no dataset has one. */
type Row = { label: string; cell: (of: Answering) => string | null };

/**
 * The few figures behind the answers, a column a dataset: breaking point, smallest set, largest share, HHI, each with unit, method, base and date.
 * HHI and k* are explained here, where they first stand.
 */
export function coverFigures(input: ReportInput): Block[] {
  const answered = answeringOf(input);
  const thresholds = [...new Set(answered.flatMap(({ removal }) => (removal ? [formatThreshold(removal.result.threshold)] : [])))];
  const rows: Row[] = [
    {
      label: `Breaking point k*: smallest number of removed units that takes service below ${thresholds.length === 1 ? thresholds[0] : 'its threshold'}${thresholds.length === 1 ? ' of the demand' : ''}`,
      cell: ({ removal }) => (removal === null ? null : breakingFigure(removal)),
    },
    {
      label: 'Smallest set that holds more than half',
      cell: (of) => {
        const { view } = of;
        if (view === null) return null;
        const { entities, stamp, metrics } = view.result;
        const size = boundWords(view.result, metrics.nakamoto['1/2'], formatCount, isOuter(view.result, 'nakamoto.1/2'));
        return `${size} of ${countOf(entities, stamp.by)}${smallPrint(partWords(view), overWords(of))}`;
      },
    },
    {
      label: 'Largest share',
      cell: (of) => {
        const { view } = of;
        if (view === null) return null;
        const { weight, beside } = heldWords(view.result);
        const share = boundWords(view.result, view.result.metrics.cr1, formatShare, isOuter(view.result, 'cr1'));
        return `${share} of ${weight}${smallPrint(beside, overWords(of))}`;
      },
    },
    {
      label: 'HHI: sum of squared shares, in points from 0 (many small holders) to 10,000 (one holder)',
      cell: (of) => {
        const { view } = of;
        if (view === null) return null;
        const points = boundWords(view.result, view.result.metrics.hhi, formatHhi, isOuter(view.result, 'hhi'));
        return `${points}${smallPrint(partWords(view), overWords(of))}`;
      },
    },
    {
      label: 'Base and date',
      cell: (of) => {
        const { view, removal, dataset } = of;
        const records = removal?.records ?? view?.result.rows ?? dataset.rows;
        const counted =
          records === dataset.rows ? plural(records, 'record') : `${formatCount(records)} of ${plural(dataset.rows, 'record')}`;
        const { base } = (removal ?? view)?.result.stamp ?? dataset;
        return `${baseWords(base)}, ${formatAsOf(dataset.asOf)}, ${isApart(of) ? `breaking point over ${counted}` : counted}`;
      },
    },
  ];
  if (answered.length === 0) return [];
  // weight of unknown entity that is left out or counted leaves no range
  const isBounded = answered.some(({ view }) => view === null || view.result.stamp.unknownPolicy === 'bounds');
  return [
    {
      type: 'table',
      id: 'Figures',
      caption: `behind the answers${isBounded ? ', with the range that unknown data leave in brackets' : ''}`,
      columns: [
        { label: 'Figure, unit and method', align: 'left', width: 'wide' },
        ...answered.map(({ dataset }) => ({ label: dataset.name, align: 'left' as const, width: 'half' as const })),
      ],
      rows: rows.flatMap(({ label, cell }) => {
        const cells = answered.map(cell);
        return cells.every((each) => each === null) ? [] : [[label, ...cells.map((each) => each ?? NONE)]];
      }),
      source: '',
    },
  ];
}
