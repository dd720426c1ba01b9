import { formatCount, formatExact, formatPercentDigits, formatQuantity, plural } from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { sentenceCase } from './labels.ts';
import { fitText } from './measure.ts';

/** A rung of the supply ladder; `value` = `null` where the network does not disclose it. */
export type LadderRung = { id: string; label: string; value: number | null; source: string; asOf: string | null };
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

/** Change from the last disclosed rung before, as a fraction of it; `null` without one. */
export function dropsOf(rungs: readonly Pick<LadderRung, 'value'>[]): (number | null)[] {
  let before: number | null = null;
  return rungs.map(({ value }) => {
    const drop = value === null || before === null || before === 0 ? null : (value - before) / before;
    if (value !== null) before = value;
    return drop;
  });
}

const dropText = (drop: number | null): string =>
  drop === null ? '' : drop === 0 ? 'no change' : `${drop < 0 ? '\u2212' : '+'}${formatPercentDigits(Math.abs(drop))} %`;

/**
 * Supply ladder: one bar a rung on a common scale from 0, with the change against the rung before, its source and its date. A rung above the
 * one before is named, since a later rung should be a part of it.
 */
export function ladder(input: LadderInput, frame: ChartFrame): Chart {
  const { context, weight, rungs, base } = input;
  const { theme, width, height, measure } = frame;
  const columns: ChartColumn[] = [
    { id: 'rung', label: 'Rung', format: 'text' },
    { id: 'value', label: weight, format: 'quantity' },
    { id: 'change_fraction', label: 'Change from the rung before, %', format: 'percent' },
    { id: 'source', label: 'Source', format: 'text' },
    { id: 'as_of', label: 'Date', format: 'text' },
  ];
  const drops = dropsOf(rungs);
  const most = rungs.reduce((largest, { value }) => Math.max(largest, value ?? 0), 0);
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
  const values = rungs.map(({ value }) => (value === null ? 'n/d' : formatQuantity(value)));
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
    figure.add(values[index] ?? '', bar.x + bar.width + 6, y, { weight: 600, colour: rung.value === null ? theme.ink3 : theme.ink });
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
    return { id: `:${rung.id}`, ...bar, width: Math.max(4, bar.width), readout: readoutOf(rung, change, weight, isBase) };
  });
  const title = input.finding ?? findingOf(rungs, drops, weight);
  return {
    kind: 'ladder',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Supply ladder', title, context, sentences(rungs, drops, weight)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: rungs.map(({ label, value, source, asOf }, index) => [label, value, drops[index] ?? null, source, asOf]),
    },
    option: figure.option(title),
    series: [{ name: 'Rungs of the supply ladder', marks }],
    labels: figure.boxes,
  };
}

const sourceWords = ({ source, asOf }: LadderRung): string =>
  `${source === '' ? 'source not stated' : source}, ${asOf === null ? 'date not stated' : asOf.slice(0, 10)}`;

function readoutOf(rung: LadderRung, change: number | null, weight: string, isBase: boolean): string {
  return [
    rung.label,
    rung.value === null ? 'not disclosed' : `${formatExact(rung.value)} ${weight}`,
    ...(change === null ? [] : [`${dropText(change)} from the rung before${change > 0 ? ', more than it' : ''}`]),
    sourceWords(rung),
    ...(isBase ? ['base of this view'] : []),
  ].join(' | ');
}

function findingOf(rungs: readonly LadderRung[], drops: readonly (number | null)[], weight: string): string {
  const known = rungs.filter((rung): rung is LadderRung & { value: number } => rung.value !== null);
  const [first, last] = [known[0], known.at(-1)];
  const rise = drops.findIndex((drop) => drop !== null && drop > 0);
  if (rise > 0) return `More ${weight} are ${rungs[rise]?.label ?? ''} than on the rung before`;
  if (!first || !last || first === last)
    return `Only one rung is stated: ${formatQuantity(first?.value ?? 0)} ${weight} ${first?.label ?? ''}`;
  return `Of ${formatQuantity(first.value)} ${weight} ${first.label}, ${formatQuantity(last.value)} are ${last.label}`;
}

function sentences(rungs: readonly LadderRung[], drops: readonly (number | null)[], weight: string): string[] {
  const open = rungs.filter(({ value }) => value === null);
  const words = rungs.map(({ label, value }, index) => {
    const change = dropText(drops[index] ?? null);
    return `${label} ${value === null ? 'not disclosed' : formatQuantity(value)}${change === '' ? '' : ` (${change})`}`;
  });
  return [
    `Rungs in ${weight}: ${words.join(', ')}.`,
    open.length > 0
      ? `Uncertainty: ${sentenceCase(plural(open.length, 'rung'))} of ${formatCount(rungs.length)} not disclosed.`
      : 'Uncertainty: every rung is stated.',
  ];
}
