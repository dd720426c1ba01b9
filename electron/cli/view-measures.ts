import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Dataset, type Sampling, samplingSchema } from '../../shared/case/dataset.ts';
import type { MeasuresResult, MetricCard } from '../../shared/case/measures.ts';
import { measuresAskSchema } from '../../shared/case/measures.ts';
import type { SpreadKind, SpreadResult } from '../../shared/case/spread.ts';
import type { ViewSpec } from '../../shared/case/view.ts';
import { formatCount, formatIndex, formatQuantity, formatRange, formatShare, NO_VALUE, plural } from '../../shared/format/index.ts';
import { formatFraction } from '../../shared/metrics/exact.ts';
import { PRESET_IDS } from '../../shared/metrics/presets.ts';
import { USUAL_SERVICE_LEVEL } from '../../shared/metrics/uptime.ts';
import type { Engine } from '../engine/index.ts';
import { days } from './options.ts';
import { table } from './output.ts';

/** Options of `view` that ask for what stands beside its numbers. */
export type MeasureOptions = {
  fraction: string[];
  largest: number[];
  theilBy?: string;
  preset?: string;
  cards?: boolean;
  sampling?: Sampling;
  windowDays?: number;
  spread?: SpreadKind;
  slo: string;
};

const collect = (text: string, before: string[]): string[] => [...before, text];

function wholeNumbers(text: string, before: number[]): number[] {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1 is expected');
  return [...before, count];
}

/** Adds the options to `view`. */
export function withMeasureOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--fraction <fraction>', 'also the Nakamoto coefficient at this share, e.g. 4/5 (may be repeated)')
        .argParser(collect)
        .default([]),
    )
    .addOption(new Option('--largest <k>', 'also the share of the k largest (may be repeated)').argParser(wholeNumbers).default([]))
    .option('--theil-by <dimension>', 'split the Theil index between and within the groups of this dimension')
    .addOption(new Option('--preset <system>', "also the numbers that another system's conventions give").choices(PRESET_IDS))
    .option('--cards', 'print a card for each metric: formula with these values, convention, source, what would change it')
    .addOption(
      new Option(
        '--sampling <kind>',
        'other than the dataset says: whether the records are all there is, or a sample of events, which has intervals',
      ).choices(samplingSchema.options),
    )
    .addOption(new Option('--window-days <days>', 'days that the sample covers').argParser(days))
    .addOption(
      new Option('--spread <kind>', 'spread of prices within the values of --by, or of uptime between and within them').choices([
        'price',
        'uptime',
      ]),
    )
    .option('--slo <share>', 'service level of the uptime, e.g. 0.999', formatFraction(USUAL_SERVICE_LEVEL));
}

/** What the options ask of the engine. */
export function measuresOfView(engine: Engine, spec: ViewSpec, options: MeasureOptions): Promise<MeasuresResult> {
  return engine.client.views.measures(
    measuresAskSchema.parse({
      spec,
      ks: [...new Set([5, ...options.largest])],
      thresholds: options.fraction,
      groupsOf: options.theilBy ?? '',
      preset: options.preset ?? '',
      sampling: options.sampling,
      windowDays: options.windowDays ?? null,
    }),
  );
}

/** Spread of prices or uptime over the records of the view; `null` where it is not asked for. Uptime is weighed as the view is, where a column is. */
export async function spreadOfView(
  engine: Engine,
  { id: dataset, columns }: Pick<Dataset, 'id' | 'columns'>,
  { by, where, entities, weight, base = '' }: ViewSpec,
  { spread, slo }: MeasureOptions,
): Promise<SpreadResult | null> {
  if (spread === undefined) return null;
  const weighs = weight === 'count' || columns.some(({ name, type }) => name === weight && type !== 'text');
  const ask = { dataset, kind: spread, by, where, entities, base, slo };
  return engine.client.views.spread(spread === 'uptime' && weighs ? { ...ask, weight } : ask);
}

/** The JSON keys of what was asked. */
export function measuresDocument(measures: MeasuresResult, spread: SpreadResult | null, { cards }: MeasureOptions) {
  return {
    measures: Object.fromEntries(
      measures.cards.map(({ id, value, unit, undefinedBecause, notes }) => [id, { ...value, unit, undefinedBecause, notes }]),
    ),
    nakamotoSets: measures.nakamoto,
    theilSplit: measures.theilSplit,
    preset: measures.preset,
    refinements: measures.refinements,
    sampling: measures.sampling,
    ...(cards ? { cards: measures.cards } : {}),
    ...(spread === null ? {} : { spread }),
  };
}

const cardText = (card: MetricCard): string[] => [
  `${card.name}: ${card.text} (${card.unit})`,
  `  ${card.formula}`,
  ...(card.filled === null ? [] : [`  ${card.filled}`]),
  ...(card.undefinedBecause === null ? [] : [`  not defined: ${card.undefinedBecause}`]),
  `  ${card.convention}`,
  ...card.change.map((line) => `  > ${line}`),
  ...card.notes.map((line) => `  - ${line}`),
  `  source: ${card.source}`,
];

const number = (value: number | null): string => (value === null ? NO_VALUE : formatQuantity(value));

function splitText({ theilSplit }: MeasuresResult): string[] {
  if (theilSplit === null) return [];
  if (theilSplit.split === null) return [`Theil by ${theilSplit.groupsOf}: not split. ${theilSplit.refused}`];
  const { theil, between, within, groups } = theilSplit.split;
  return [
    `Theil ${formatIndex(theil)} = ${formatIndex(between)} between ${plural(groups, 'group')} of ${theilSplit.groupsOf} + ${formatIndex(within)} within`,
  ];
}

function presetText({ preset }: MeasuresResult): string[] {
  if (preset === null) return [];
  const rows = preset.values.map(({ name, rule, theirs, ours, oursIs, difference }) => [
    name,
    rule,
    number(theirs),
    number(ours),
    oursIs,
    difference,
  ]);
  return [
    `${preset.preset} (${preset.source}): ${preset.differs}`,
    table([['', 'their rule', 'theirs', 'ours', 'our rule', 'difference'], ...rows], [2, 3]),
  ];
}

function samplingText({ sampling }: MeasuresResult): string[] {
  if (sampling.kind === 'census') return [];
  return [
    sampling.method,
    ...sampling.intervals.map(
      ({ name, value, low, high }) => `  ${name}: ${number(value)}${low === null ? '' : ` (${number(low)} to ${number(high)})`}`,
    ),
    ...sampling.nakamoto.map(({ threshold, words }) => `  k for > ${threshold}: ${words}`),
  ];
}

/** A share with its range: `95.5 % (86.0 to 96.0 %)`. */
const ranged = (value: number, { low, high }: { low: number; high: number }): string =>
  low === high ? formatShare(value) : `${formatShare(value)} (${formatRange(low, high, formatShare)})`;

function spreadText(spread: SpreadResult | null): string[] {
  if (spread === null) return [];
  const set = spread.rejected.map(({ rows, reason }) => `${plural(rows, 'record')} without: ${reason}`);
  const head = [...spread.decisions, ...spread.notes, ...set];
  if (spread.price !== null) {
    const { classes } = spread.price;
    const shown = (which: 'unweighted' | 'weighted') =>
      table(
        [
          [spread.stamp.by, 'n', 'p10', 'p50', 'p90', 'p90/p10', 'IQR', 'CV', 'MAD', ''],
          ...classes.map(({ key, [which]: own }) =>
            own === null
              ? [key]
              : [
                  key,
                  formatCount(own.n),
                  ...[own.p10, own.p50, own.p90, own.p90OverP10, own.iqr, own.cv, own.mad].map(number),
                  own.pointsOnly ? 'points only' : '',
                ],
          ),
        ],
        [1, 2, 3, 4, 5, 6, 7, 8],
      );
    return [
      `Prices in ${spread.price.unit} (${spread.column}), quantiles of type 7, every record once; worst first`,
      ...head,
      ...(spread.price.withoutClass > 0 ? [`${plural(spread.price.withoutClass, 'price')} of unknown class could be in any of them.`] : []),
      ...(spread.price.openRatio
        ? ['p90/p10 of every class is 1 or more over all that the records without a price or class could be.']
        : []),
      shown('unweighted'),
      ...(classes.some(({ weighted }) => weighted !== null)
        ? [
            `The same by ${spread.stamp.weight}: each quantile is the smallest price at which that part of the weight is reached`,
            shown('weighted'),
          ]
        : []),
    ];
  }
  const { uptime } = spread;
  if (uptime === null) return [`No weight has an uptime (${spread.column}).`, ...head];
  const { split } = uptime;
  return [
    `Uptime (${spread.column}) by ${spread.stamp.weight}: mean ${ranged(uptime.mean, uptime.meanRange)}, p05 ${ranged(uptime.p05, uptime.p05Range)}, ${ranged(uptime.shareBelowSlo, uptime.shareBelowSloRange)} of the weight below ${uptime.slo}, ${formatQuantity(uptime.downtimeMinutesPer30Days)} minutes down in 30 days`,
    ...(split === null
      ? []
      : [
          `variance ${number(split.total)} = ${number(split.between)} between ${formatCount(uptime.providers)} of ${spread.stamp.by} + ${number(split.within)} within${split.betweenShare === null ? '' : ` (${formatShare(split.betweenShare)} between)`}`,
        ]),
    ...(uptime.withoutProvider > 0
      ? [`between and within leave out ${plural(uptime.withoutProvider, 'record')} of unknown ${spread.stamp.by}, which could be of any`]
      : []),
    `without an uptime: ${uptime.unknown} (${formatShare(uptime.unknownShare)})`,
    ...head,
  ];
}

/** The text below the ranking: only what was asked for. */
export function measuresText(measures: MeasuresResult, spread: SpreadResult | null, { cards, fraction, largest }: MeasureOptions): string {
  const asked = new Set([...fraction.map((text) => `nakamoto.${text}`), ...largest.map((k) => `cr.${k}`)]);
  const shown = measures.cards.filter(({ id }) => cards || asked.has(id));
  const blocks = [...shown.map(cardText), splitText(measures), presetText(measures), samplingText(measures), spreadText(spread)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
