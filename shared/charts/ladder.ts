import { endsWords, formatCount, formatExact, formatPercentDigits, formatQuantity, plural } from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { sentenceCase } from './labels.ts';
import { fitText } from './measure.ts';

/**
 * A rung of the supply ladder; `value` = `null` where the network does not disclose it, the certain part where records state bounds.
 *
 * `ends` = from end to end where records state bounds, `high` = `null` without an upper end; `wider` = the disclosed rung that must hold this one,
 * absent = the last one disclosed before it.
 */
export type LadderRung = {
  id: string;
  label: string;
  value: number | null;
  ends?: { low: number; high: number | null } | null;
  wider?: string | null;
  source: string;
  asOf: string | null;
};
export type LadderInput = {
  context: ChartContext;
  /** unit of the values, e.g. `GPUs` */
  weight: string;
  /** widest first: claimed, registered, online, verified, leased */
  rungs: readonly LadderRung[];
  /** the rung that the numbers of the view are of */
  base?: string;
  finding?: string;
};

const SIZE = 12;
/** Length of the hatched stub that stands where nothing is disclosed: it is no value. */
const STUB = 36;

/** Height in pixels at which the rungs are easy to read. */
export function ladderHeight(rungs: number, pitch = 40): number {
  return 8 + Math.max(2, rungs) * pitch;
}

/** The rung that each one is compared with: the one that must hold it, else the last disclosed one before; `null` without one. */
function holdersOf<Rung extends Pick<LadderRung, 'id' | 'value' | 'wider'>>(rungs: readonly Rung[]): (Rung | null)[] {
  let before: Rung | null = null;
  return rungs.map((rung) => {
    const holder = rung.wider === undefined ? before : (rungs.find(({ id }) => id === rung.wider) ?? null);
    if (rung.value !== null) before = rung;
    return holder;
  });
}

/** Change from the rung that must hold each one, as a fraction of it; `null` without one, or where either is a range. */
export function dropsOf(rungs: readonly Pick<LadderRung, 'id' | 'value' | 'ends' | 'wider'>[]): (number | null)[] {
  const holders = holdersOf(rungs);
  return rungs.map(({ value, ends }, index) => {
    const holder = holders[index] ?? null;
    if (value === null || holder === null || holder.value === null || holder.value === 0 || ends || holder.ends) return null;
    return (value - holder.value) / holder.value;
  });
}

/** Count of a rung in words: `1,204`, `1,204 to 1,300`, `n/d`. */
const countWords = ({ value, ends }: LadderRung): string => (value === null ? 'n/d' : ends ? endsWords(ends) : formatQuantity(value));

/** Times the rung that must hold it from which the percent are many digits that nobody reads: the exact change stays in the table. */
const MANY_TIMES = 100;

function dropText(drop: number | null): string {
  if (drop === null) return '';
  if (drop === 0) return 'no change';
  if (drop >= MANY_TIMES - 1) return `over ${MANY_TIMES} times`;
  return `${drop < 0 ? '\u2212' : '+'}${formatPercentDigits(Math.abs(drop))} %`;
}

/**
 * Supply ladder: one bar a rung on a common scale from 0, with the change against the rung that must hold it, its source and its date. A rung above
 * that one is named, since it should be a part of it. Where records state bounds the bar is the certain part, and the rest up to the end is hatched.
 */
export function ladder(input: LadderInput, frame: ChartFrame): Chart {
  const { context, weight, rungs, base } = input;
  const { theme, width, height, measure } = frame;
  const columns: ChartColumn[] = [
    { id: 'rung', label: 'Rung', format: 'text' },
    { id: 'value', label: weight, format: 'quantity' },
    { id: 'change_fraction', label: 'Change from the rung that must hold it, %', format: 'percent' },
    { id: 'ends', label: 'With records that state bounds', format: 'text' },
    { id: 'source', label: 'Source', format: 'text' },
    { id: 'as_of', label: 'Date', format: 'text' },
  ];
  const drops = dropsOf(rungs);
  const holders = holdersOf(rungs);
  const most = rungs.reduce((largest, { value, ends }) => Math.max(largest, value ?? 0, ends?.high ?? 0), 0);
  if (!(most > 0)) {
    const title = rungs.length === 0 ? 'No rung of the supply is stated' : `No rung states any ${weight}`;
    return stateChart(
      'ladder',
      'Supply ladder',
      title,
      `What is claimed, registered, online and leased is not disclosed in ${weight}.`,
      context,
      columns,
      frame,
    );
  }
  const figure = new Figure(frame);
  const left = Math.min(Math.max(50, ...rungs.map(({ label }) => measure(label, SIZE, 600))), width * 0.28) + 12;
  const values = rungs.map(countWords);
  const valueWidth = Math.max(...values.map((text) => measure(text, SIZE, 600))) + 8;
  const dropWidth = Math.max(0, ...drops.map((drop) => measure(dropText(drop), SIZE, 400))) + 12;
  const room = Math.max(20, width - left - valueWidth - dropWidth);
  const pitch = (height - 8) / rungs.length;
  const withSource = pitch >= 32;
  const marks = rungs.map((rung, index) => {
    const top = 4 + index * pitch;
    const y = top + (withSource ? pitch * 0.32 : pitch / 2);
    const barHeight = Math.max(6, Math.min(16, pitch - 8));
    const bar = {
      x: left,
      y: y - barHeight / 2,
      width: rung.value === null ? Math.min(STUB, room) : (rung.value / most) * room,
      height: barHeight,
    };
    const isBase = rung.id === base;
    figure.add(fitText(rung.label, left - 12, SIZE, isBase ? 600 : 400, measure), 0, y, { weight: isBase ? 600 : 400, colour: theme.ink });
    const info = { id: rung.id, value: rung.value };
    if (rung.value === null) {
      figure.rect(bar, { fill: theme.panel, stroke: theme.unknown, dash: [3, 2] }, info);
      figure.hatch(bar, theme.unknown, { gap: 8 });
    } else figure.rect(bar, { fill: isBase ? theme.rank1 : theme.rank3, ...(!isBase && { stroke: theme.rankOutline }) }, info);
    // from the certain part to the end that the bounds allow; without an end a stub that is no value
    const reach = rung.ends ? (rung.ends.high === null ? STUB : (rung.ends.high / most) * room - bar.width) : 0;
    const open = { ...bar, x: bar.x + bar.width, width: Math.max(0, Math.min(reach, room - bar.width)) };
    if (open.width > 0) {
      figure.rect(open, { fill: theme.panel, stroke: theme.unknown, dash: [3, 2] });
      figure.hatch(open, theme.unknown, { gap: 8 });
    }
    figure.add(values[index] ?? '', open.x + open.width + 6, y, { weight: 600, colour: rung.value === null ? theme.ink3 : theme.ink });
    const change = drops[index] ?? null;
    if (change !== null)
      figure.add(dropText(change), width, y, {
        colour: change > 0 ? theme.warning : theme.ink2,
        weight: change > 0 ? 600 : 400,
        align: 'right',
      });
    if (withSource)
      figure.add(fitText(sourceWords(rung), width - left - 4, 11, 400, measure), left, top + pitch * 0.76, {
        size: 11,
        colour: theme.ink3,
      });
    return {
      id: `:${rung.id}`,
      ...bar,
      width: Math.max(4, bar.width),
      readout: readoutOf(rung, change, holders[index] ?? null, weight, isBase),
    };
  });
  const title = input.finding ?? findingOf(rungs, drops, holders, weight);
  return {
    kind: 'ladder',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Supply ladder', title, context, sentences(rungs, drops, weight)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: rungs.map(({ label, value, ends, source, asOf }, index) => [
        label,
        value,
        drops[index] ?? null,
        ends ? endsWords(ends) : null,
        source,
        asOf,
      ]),
    },
    option: figure.option(title),
    series: [{ name: 'Rungs of the supply ladder', marks }],
    labels: figure.boxes,
  };
}

const sourceWords = ({ source, asOf }: LadderRung): string =>
  `${source === '' ? 'source not stated' : source}, ${asOf === null ? 'date not stated' : asOf.slice(0, 10)}`;

function readoutOf(rung: LadderRung, change: number | null, holder: LadderRung | null, weight: string, isBase: boolean): string {
  return [
    rung.label,
    rung.value === null ? 'not disclosed' : `${rung.ends ? endsWords(rung.ends) : formatExact(rung.value)} ${weight}`,
    ...(change === null
      ? []
      : [`${dropText(change)} ${change >= MANY_TIMES - 1 ? '' : 'from '}${holder?.label ?? ''}${change > 0 ? ', more than it' : ''}`]),
    sourceWords(rung),
    ...(isBase ? ['base of this view'] : []),
  ].join(' | ');
}

function findingOf(
  rungs: readonly LadderRung[],
  drops: readonly (number | null)[],
  holders: readonly (LadderRung | null)[],
  weight: string,
): string {
  const known = rungs.filter((rung): rung is LadderRung & { value: number } => rung.value !== null);
  const [first] = known;
  // the narrowest rung that is a part of the widest: verified GPUs are no part of those that are online
  const last = known.findLast((rung) => {
    let holder: LadderRung | null = rung;
    while (holder !== null && holder !== first) holder = holders[rungs.indexOf(holder)] ?? null;
    return holder !== null;
  });
  const rise = drops.findIndex((drop) => drop !== null && drop > 0);
  if (rise > 0) return `More ${weight} are ${rungs[rise]?.label ?? ''} than ${holders[rise]?.label ?? ''}`;
  if (!first || known.length === 1) return `Only one rung is stated: ${first ? countWords(first) : '0'} ${weight} ${first?.label ?? ''}`;
  if (!last || first === last) return `${countWords(first)} ${weight} are ${first.label}`;
  return `Of ${countWords(first)} ${weight} ${first.label}, ${countWords(last)} are ${last.label}`;
}

function sentences(rungs: readonly LadderRung[], drops: readonly (number | null)[], weight: string): string[] {
  const open = rungs.filter(({ value }) => value === null);
  const words = rungs.map((rung, index) => {
    const change = dropText(drops[index] ?? null);
    return `${rung.label} ${rung.value === null ? 'not disclosed' : countWords(rung)}${change === '' ? '' : ` (${change})`}`;
  });
  return [
    `Rungs in ${weight}: ${words.join(', ')}.`,
    open.length > 0
      ? `Uncertainty: ${sentenceCase(plural(open.length, 'rung'))} of ${formatCount(rungs.length)} not disclosed.`
      : 'Uncertainty: every rung is stated.',
  ];
}
