import type { ViewResult } from '../case/view.ts';
import { formatCount, formatPercentDigits, formatShare, listOf, shareWords } from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame, ChartMark } from './chart.ts';
import { type ChartContext, contextOfView, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { lineHeight, overlaps } from './labels.ts';
import { inkOn, rampOf } from './theme.ts';
import { formatTick } from './values.ts';
import { BORDERS_NOTE, hatchOf, isInside, type MapArea, outlinesOf, type Points, type WorldMap } from './worldMap.ts';

/** A country of the view: `id` is what a selection gets, `code` its ISO 3166-1 alpha-2 code. */
export type CountryShare = {
  id: string;
  code: string;
  label: string;
  /** share of the total, 0..1; `null` = there is capacity, and how much is not disclosed */
  share: number | null;
  /** the share in words where records state bounds */
  words?: string;
  /** part of the records whose stated and detected country differ, 0..1 */
  conflict?: number | null;
};
export type ChoroplethInput = {
  context: ChartContext;
  map: WorldMap;
  countries: readonly CountryShare[];
  /** share of the total without a known country */
  unknown: number;
  /** upper ends of the first four of five classes, as shares; the same on every map unless given */
  breaks?: readonly [number, number, number, number];
  finding?: string;
};

export const SHARE_BREAKS = [0.01, 0.05, 0.1, 0.25] as const;
const NOTE_SIZE = 11;
/** Radius of a dot; smaller where the whole map is, so that the dots of Europe stay apart. */
const dotOf = (width: number): number => (width < 560 ? 3.25 : 4.5);

const footOf = (width: number): number => (width < 560 ? 116 : 66);

/** Height in pixels of a map that fills a width, with legend and note. */
export function choroplethHeight(width: number): number {
  return Math.round(width * 0.447) + footOf(width);
}

/** The map of a view by country; `countries` are all of them where the view ranks fewer. */
export function choroplethOfView(view: ViewResult, map: WorldMap, frame: ChartFrame, countries = view.top): Chart {
  return choropleth(
    {
      context: contextOfView(view),
      // the order of the shares depends on the bounds
      ...(view.weightBounds && { finding: view.finding }),
      map,
      countries: countries.map(({ key, share, shareRange }) => ({
        id: key,
        code: key,
        label: key,
        share,
        ...(view.weightBounds && { words: shareWords(view, share, shareRange) }),
      })),
      unknown: view.stamp.unknownPolicy === 'bounds' ? view.unknown.share : 0,
    },
    frame,
  );
}

/** Class 1..5 of a share: class 1 up to the first break, class 5 above the last. */
export function shareClass(share: number, breaks: readonly number[]): number {
  return 1 + breaks.filter((end) => share > end).length;
}

type Drawn = { country: CountryShare; area: MapArea; outlines: Points[]; at: [number, number]; isDot: boolean };

/**
 * Map of shares by country in five classes, equal areas, with a hatch where nothing is disclosed and dots for areas too small to see. It
 * stands beside ranked bars and never alone, since large countries look more than they hold.
 */
export function choropleth(input: ChoroplethInput, frame: ChartFrame): Chart {
  const { context, map, countries, unknown, breaks = SHARE_BREAKS } = input;
  const { theme, width, height } = frame;
  const hasConflict = countries.some(({ conflict }) => conflict !== undefined);
  const columns: ChartColumn[] = [
    { id: 'country', label: 'Country', format: 'text' },
    { id: 'code', label: 'Code', format: 'text' },
    { id: 'share_fraction', label: 'Share, %', format: 'percent' },
    ...(hasConflict ? [{ id: 'conflict_fraction', label: 'Stated and detected country differ, %', format: 'percent' as const }] : []),
  ];
  const names = new Map(map.areas.map(({ code, name }) => [code, name]));
  const named = countries.map((country) =>
    country.label === country.code ? { ...country, label: names.get(country.code) ?? country.label } : country,
  );
  const listed = named.sort((a, b) => (b.share ?? -1) - (a.share ?? -1) || (a.id < b.id ? -1 : 1));
  if (listed.length === 0) {
    const title = unknown > 0 ? 'No country is known' : 'There is nothing to place on a map';
    const reason = unknown > 0 ? `${formatShare(unknown)} of the total have no known country.` : 'No record holds any of this measure.';
    return stateChart('choropleth', 'Map', title, reason, context, columns, frame);
  }
  const figure = new Figure(frame);
  const foot = footOf(width);
  const scale = Math.max(0.01, Math.min(width / map.width, (height - foot) / map.height));
  const left = Math.round((width - map.width * scale) / 2);
  const byCode = new Map(listed.map((country) => [country.code, country]));
  const drawn: Drawn[] = [];
  for (const area of map.areas) {
    const country = area.code === '' ? undefined : byCode.get(area.code);
    const outlines = outlinesOf(area, scale, left, 0);
    drawArea(figure, outlines, country, breaks);
    if (!country) continue;
    const at: [number, number] = [left + area.at[0] * scale, area.at[1] * scale];
    drawn.push({ country, area, outlines, at, isDot: area.area * scale * scale < dotOf(width) ** 2 * Math.PI });
  }
  for (const { country, at, isDot } of drawn) if (isDot) drawDot(figure, country, at, breaks);
  drawCodes(figure, drawn, breaks);
  const placeless = listed.filter(({ code }) => !drawn.some(({ area }) => area.code === code));
  const noteTop = drawLegend(
    figure,
    breaks,
    unknown,
    listed.some(({ share }) => share === null),
    map.height * scale + 14,
  );
  const note =
    placeless.length > 0
      ? `Without a place on the map: ${listOf(
          placeless.map(({ label }) => label),
          4,
        )}. ${BORDERS_NOTE}`
      : BORDERS_NOTE;
  figure.lines(
    note,
    0,
    noteTop,
    width,
    { colour: theme.ink3, size: NOTE_SIZE },
    Math.max(1, Math.floor((height - noteTop) / (lineHeight(NOTE_SIZE) + 2))),
  );

  const title = input.finding ?? findingOf(listed);
  const order = listed.map((country) => drawn.find((item) => item.country === country) ?? null);
  const marks = listed.map((country, index): ChartMark => {
    const [x, y] = order[index]?.at ?? [8, noteTop + 8];
    return { id: country.id, x: x - 7, y: y - 7, width: 14, height: 14, readout: readoutOf(country, order[index] === null) };
  });
  return {
    kind: 'choropleth',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Map', title, context, sentences(listed, unknown, placeless)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: listed.map(({ label, code, share, conflict }) => [label, code, share, ...(hasConflict ? [conflict ?? null] : [])]),
    },
    option: figure.option(title),
    series: [{ name: 'Countries, largest first', marks }],
    labels: figure.boxes,
    hit: (x, y) => {
      const dot = drawn.find((item) => item.isDot && Math.hypot(item.at[0] - x, item.at[1] - y) < dotOf(width) + 4);
      const found = dot ?? [...drawn].reverse().find(({ outlines }) => outlines.some((ring) => isInside(ring, x, y)));
      return found ? { series: 0, mark: listed.indexOf(found.country) } : null;
    },
  };
}

function drawArea(figure: Figure, outlines: readonly Points[], country: CountryShare | undefined, breaks: readonly number[]): void {
  const { theme } = figure.frame;
  const level = country?.share ? shareClass(country.share, breaks) : 0;
  const fill = level === 0 ? theme.panel : (rampOf(theme)[level - 1] ?? theme.panel);
  for (const [index, ring] of outlines.entries()) {
    const info = country && index === 0 ? { id: country.code, value: country.share } : undefined;
    figure.polygon(ring, { fill, stroke: level > 0 ? theme.rankOutline : theme.lineStrong, lineWidth: 0.75, z: 2 }, info);
    const isOpen = country?.share === null;
    if (isOpen || (theme.patterned && level > 0))
      for (const line of hatchOf(ring, isOpen ? 6 : 16 - level * 2.5))
        figure.polyline(line, { stroke: isOpen ? theme.unknown : theme.ink, z: 2 });
  }
}

function drawDot(figure: Figure, { share }: CountryShare, [x, y]: readonly [number, number], breaks: readonly number[]): void {
  const { theme } = figure.frame;
  const radius = dotOf(figure.frame.width);
  if (share === null) figure.circle(x, y, radius, { fill: theme.panel, stroke: theme.unknown, lineWidth: 1.5, dash: [2, 2], z: 4 });
  else if (share > 0)
    figure.circle(x, y, radius, {
      fill: rampOf(theme)[shareClass(share, breaks) - 1] ?? theme.panel,
      stroke: theme.rankOutline,
      lineWidth: 1.25,
      z: 4,
    });
}

/** Codes of the largest countries that have room for them. */
function drawCodes(figure: Figure, drawn: readonly Drawn[], breaks: readonly number[]): void {
  const { theme, measure } = figure.frame;
  const largest = drawn
    .filter(({ country, isDot }) => !isDot && (country.share ?? 0) > 0)
    .sort((a, b) => (b.country.share ?? 0) - (a.country.share ?? 0));
  for (const { country, outlines, at } of largest.slice(0, 10)) {
    const size = measure(country.code, NOTE_SIZE, 600);
    const [x, y] = at;
    const corners: Points = [
      [x - size / 2 - 1, y - 6],
      [x + size / 2 + 1, y - 6],
      [x - size / 2 - 1, y + 6],
      [x + size / 2 + 1, y + 6],
    ];
    const ring = outlines[0] ?? [];
    const box = { text: country.code, x: x - size / 2, y: y - 7, width: size, height: 14 };
    if (!corners.every(([cornerX, cornerY]) => isInside(ring, cornerX, cornerY)) || figure.boxes.some((other) => overlaps(box, other)))
      continue;
    const fill = rampOf(theme)[shareClass(country.share ?? 0, breaks) - 1] ?? theme.panel;
    figure.add(country.code, x, y, { size: NOTE_SIZE, weight: 600, colour: inkOn(fill, theme), align: 'center' });
  }
}

/** Classes, undisclosed and unknown from left to right, on as many lines as they need; gives the top of what follows. */
function drawLegend(figure: Figure, breaks: readonly number[], unknown: number, hasOpen: boolean, top: number): number {
  const { theme, width, measure } = figure.frame;
  const end = (index: number): string => formatTick(breaks[index] ?? 1, 'share');
  const items = [
    ...rampOf(theme).map((fill, index) => ({
      fill: fill as string | null,
      level: index + 1,
      text: index === 0 ? `up to ${end(0)} %` : index === 4 ? `over ${end(3)} %` : `to ${end(index)} %`,
    })),
    { fill: theme.panel, level: 0, text: 'none known' },
    ...(hasOpen ? [{ fill: null, level: 0, text: 'not disclosed' }] : []),
    ...(unknown > 0 ? [{ fill: null, level: -1, text: `country unknown ${formatShare(unknown)}` }] : []),
  ];
  let [x, y] = [1, top];
  for (const { fill, level, text } of items) {
    const size = 24 + measure(text, NOTE_SIZE, 400) + 14;
    if (x > 1 && x + size - 14 > width) [x, y] = [1, y + 19];
    const box = { x, y: y - 5, width: 18, height: 10 };
    figure.rect(box, {
      fill: fill ?? theme.panel,
      stroke: level > 0 ? theme.rankOutline : fill === null ? theme.unknown : theme.lineStrong,
      lineWidth: 0.75,
    });
    if (fill === null) figure.hatch(box, theme.unknown, { gap: level < 0 ? 4 : 6 });
    else if (theme.patterned && level > 0) figure.hatch(box, theme.ink, { gap: 16 - level * 2.5 });
    figure.add(text, x + 24, y, { size: NOTE_SIZE, colour: theme.ink2 });
    x += size;
  }
  return y + 18;
}

function readoutOf({ label, code, share, words, conflict }: CountryShare, placeless: boolean): string {
  return [
    label === code ? label : `${label} (${code})`,
    share === null ? 'share not disclosed' : (words ?? formatShare(share)),
    ...(conflict === undefined || conflict === null ? [] : [`stated and detected country differ in ${formatShare(conflict)} of records`]),
    ...(placeless ? ['no place on the map'] : []),
  ].join(' | ');
}

function findingOf(listed: readonly CountryShare[]): string {
  const known = listed.filter((country): country is CountryShare & { share: number } => (country.share ?? 0) > 0);
  const [first, second] = known;
  if (!first) return 'No country discloses its share';
  if (known.length === 1) return `${first.label} is the only country known, with ${formatShare(first.share)} of the total`;
  if (second && second.share === first.share) return `${first.label} and ${second.label} hold the most, ${formatShare(first.share)} each`;
  return `${first.label} holds ${formatShare(first.share)} of the total, the most of ${formatCount(known.length)} countries`;
}

function sentences(listed: readonly CountryShare[], unknown: number, placeless: readonly CountryShare[]): string[] {
  const known = listed.filter(({ share }) => (share ?? 0) > 0);
  const open = listed.length - listed.filter(({ share }) => share !== null).length;
  const conflicts = listed.filter(({ conflict }) => (conflict ?? 0) > 0).sort((a, b) => (b.conflict ?? 0) - (a.conflict ?? 0));
  return [
    known.length > 0
      ? `Highest: ${known
          .slice(0, 3)
          .map(({ label, share }) => `${label} ${formatPercentDigits(share)}`)
          .join(', ')}.`
      : '',
    unknown > 0 ? `Uncertainty: ${formatShare(unknown)} of the total have no known country.` : 'Uncertainty: every country is known.',
    open > 0 ? `${formatCount(open)} ${open === 1 ? 'country does' : 'countries do'} not disclose a share.` : '',
    conflicts[0]
      ? `Stated and detected country differ most for ${conflicts[0].label}, in ${formatShare(conflicts[0].conflict ?? 0)} of records.`
      : '',
    placeless.length > 0 ? `Without a place on the map: ${listOf(placeless.map(({ label }) => label))}.` : '',
  ];
}
