import type { Economy, PriceRange, ServedRange } from '../../shared/case/contingencies.ts';
import type { RemovalResult } from '../../shared/case/removal.ts';
import { formatCount, formatPercentDigits, formatQuantity, joinedWords, listOf, plural } from '../../shared/format/index.ts';
import { breakingPointWords } from '../../shared/resilience/readings.ts';
import { table } from './output.ts';
import type { Parts } from './remove-parts.ts';

const CURVE_ROWS = 20;
const ROWS = 20;
const NAMED = 5;

const VERDICTS = { passes: 'passes', breaks: 'breaks', open: 'breaks in the adverse reading' } as const;

const range = ({ low, high }: ServedRange): string =>
  low === high ? formatQuantity(low) : `${formatQuantity(low)} to ${formatQuantity(high)}`;
/** A number of failing cases, or for certain and at most. */
const countRange = (low: number, high: number): string => (low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`);
const percent = (fraction: number): string => `${formatPercentDigits(fraction)} %`;

function curvesText({ curves }: RemovalResult): string {
  const last = Math.min(CURVE_ROWS, ...curves.map(({ k }) => k.length - 1));
  const rows = Array.from({ length: last + 1 }, (_, k) => [String(k), ...curves.map(({ served }) => formatQuantity(served[k] ?? null))]);
  return table([['removed', ...curves.map(({ order }) => order)], ...rows], [0, ...curves.map((_, index) => index + 1)]);
}

const crossingWords = ({ median }: NonNullable<RemovalResult['random']>['crossing']): string =>
  median === null ? 'fewer than half of the draws ever fall below' : `half of the draws fall below with ${plural(median, 'removal')}`;

/** The breaking point with what it is relative to, curves and notes. */
function resultText(result: RemovalResult): string[] {
  const { stamp, metric = 'value', below } = result;
  const limit =
    below <= 0 ? 'cannot break' : metric === 'worst-class' ? `breaks below ${percent(below)}` : `breaks at ${below - 1} or less`;
  return [
    result.sentence,
    `${stamp.dataset}, ${stamp.base ?? 'base not stated'}, as of ${stamp.asOf ?? 'not stated'}, ${plural(result.units, 'unit')} of ${result.by}, ${result.mode} mode, ${metric === 'value' ? '' : `metric ${metric}, `}threshold ${result.threshold}`,
    ...(stamp.joined ?? []).map((joined) => `joined: ${joinedWords(joined)}`),
    `demand ${result.demand}, served without removals ${result.served0}, ${limit}`,
    ...(result.kept ? [result.kept.words] : []),
    ...(result.cheapest ? [result.cheapest.sentence] : []),
    ...(result.inEvery && result.inEvery.length > 0
      ? [`in every smallest set${result.mode === 'competing' ? ' that was found' : ''}: ${listOf(result.inEvery, NAMED)}`]
      : []),
    ...(result.resilience
      ? [
          `resilience index ${result.resilience.low === result.resilience.high ? percent(result.resilience.low) : `${percent(result.resilience.low)} to ${percent(result.resilience.high)}`}`,
        ]
      : []),
    ...(result.random
      ? [
          `random removal: error ${percent(result.random.error.one)} at one k, ${percent(result.random.error.all)} at all; ${crossingWords(result.random.crossing)}`,
        ]
      : []),
    ...(result.declaredAfterResult ? ['declared after its result was shown'] : []),
    ...(result.deviations ?? []).map(({ field, declared, used }) => `deviates from the declared test: ${field} ${declared} to ${used}`),
    '',
    curvesText(result),
  ];
}

function leftText({ left }: Parts): string[] {
  if (!left) return [];
  return [
    '',
    `${left.removed.length === 0 ? 'With nothing removed' : `Without ${listOf(left.removed, NAMED)}`}: ${range(left.served)} of ${formatQuantity(left.demand)} served, ${VERDICTS[left.verdict]}`,
    ...(left.absent.length > 0 ? [`not in the data: ${listOf(left.absent, NAMED)}`] : []),
    table(
      [['class', 'served', 'wanted'], ...left.classes.map(({ name, served, wanted }) => [name, range(served), formatQuantity(wanted)])],
      [1, 2],
    ),
  ];
}

function contingenciesText({ contingencies }: Parts): string[] {
  if (!contingencies) return [];
  const { single, second, commonMode, crossing } = contingencies;
  const worst = second.pairs.find(({ served, servedAfterFirst }) => served < servedAfterFirst) ?? second.pairs[0];
  return [
    '',
    `Single losses: ${plural(single.failing.possible, 'unit')} of ${formatCount(single.total)} break it alone${single.failing.certain === single.failing.possible ? '' : ` (${formatCount(single.failing.certain)} in every reading)`}; the loss of ${formatCount(single.harmless)} changes nothing`,
    table(
      [
        ['unit', 'GPUs', 'served', 'lost', 'verdict'],
        ...single.rows
          .slice(0, ROWS)
          .map(({ id, gpus, served, lost, verdict }) => [id, formatQuantity(gpus), range(served), formatQuantity(lost), VERDICTS[verdict]]),
      ],
      [1, 2, 3],
    ),
    ...(worst && worst.served === worst.servedAfterFirst ? ['Second loss: no second loss changes the service'] : []),
    ...(worst && worst.served < worst.servedAfterFirst
      ? [
          `Second loss: after ${worst.first} the worst is ${worst.second}, ${formatQuantity(worst.served)} served${second.words ? `. ${second.words}` : ''}`,
        ]
      : []),
    '',
    `Shared factors: ${formatCount(crossing.length)} of ${formatCount(commonMode.total)} values break it${commonMode.missing.length > 0 ? `; no column for ${commonMode.missing.join(', ')}` : ''}`,
    table(
      [
        ['factor', 'value', 'GPUs', 'units', 'served', 'verdict', 'hidden'],
        ...commonMode.rows
          .slice(0, ROWS)
          .map(({ factor, value, gpus, units, served, verdict, hidden }) => [
            factor,
            value,
            formatQuantity(gpus),
            formatCount(units),
            range(served),
            VERDICTS[verdict],
            hidden ? 'yes' : '',
          ]),
      ],
      [2, 3, 4],
    ),
  ];
}

function furtherText({ pairs, flips, economy, failures, verification, kept, check }: Parts): string[] {
  return [
    ...(pairs
      ? [
          '',
          `Pairs: ${countRange(pairs.failing, pairs.failingMost)} of ${formatCount(pairs.pairs)} break it`,
          table(
            [
              ['first', 'second', 'served'],
              ...pairs.rows
                .slice(0, ROWS)
                .map(({ members: [first, second], served, servedMost }) => [first, second, range({ low: served, high: servedMost })]),
            ],
            [2],
          ),
        ]
      : []),
    ...(flips
      ? [
          '',
          `What turns it (${flips.conclusion}):`,
          ...flips.flips.map(({ kind, change, turnsAt, after, proven, note }) =>
            turnsAt === null
              ? `  ${kind}: ${proven ? 'unchanged' : 'not found to turn'} by ${change}${note ? `. ${note}` : ''}`
              : `  ${kind}: ${change} (${turnsAt}), then k* = ${after.low === after.high ? (after.low ?? 'none') : `${after.low ?? 'none'} to ${after.high ?? 'none'}`}${proven ? '' : ', not proven to be the smallest'}`,
          ),
        ]
      : []),
    ...(economy
      ? [
          '',
          `Headroom: ${headroomWords(economy.headroom.start)} now, ${headroomWords(economy.headroom.removed)} after the removal`,
          ...(economy.price
            ? [
                `Price: ${usd(economy.price.start.averageUsd)} on average for ${formatQuantity(economy.price.start.gpus)} GPUs now, ${usd(economy.price.removed.averageUsd)} for ${formatQuantity(economy.price.removed.gpus)} after; as many cost ${usd(economy.price.startForRemovedQuantity.averageUsd)} before`,
              ]
            : economy.priceRange
              ? [
                  `Price: ${priceRangeWords(economy.priceRange.start)} now, ${priceRangeWords(economy.priceRange.removed)} after the removal`,
                ]
              : [`Price: not known. ${economy.priceMissing ?? ''}`]),
        ]
      : []),
    ...(failures
      ? [
          '',
          `Failures by themselves, ${formatCount(failures.trials)} draws, seed ${failures.seed}, error ${percent(failures.error.one)}`,
          table(
            [
              ['probability', 'breaks', 'units failed', 'served, median', '5 %', '95 %'],
              ...failures.points.map(({ probability, failing, failingMost, failed, served }) => [
                percent(probability),
                failing === failingMost ? percent(failing) : `${percent(failing)} to ${percent(failingMost)}`,
                formatQuantity(failed),
                formatQuantity(served.median),
                formatQuantity(served.p05),
                formatQuantity(served.p95),
              ]),
            ],
            [0, 1, 2, 3, 4, 5],
          ),
        ]
      : []),
    ...(verification ? ['', verification.words] : []),
    ...(kept ? [`Kept in the case as ${kept.id}; the next run and the report use it.`] : []),
    ...(check
      ? [
          '',
          ...check.map(({ valid, findings }) =>
            valid ? 'The certificate holds.' : `The certificate does not hold: ${findings.join('; ')}.`,
          ),
        ]
      : []),
  ];
}

const headroomWords = (headroom: Economy['headroom']['start']): string =>
  headroom === null ? 'without end' : `${headroom.factor} (set by ${headroom.class})`;

/** `$1.2000 to $1.5000 on average for 40 GPUs`; without an upper bound `$1.2000 or more`. */
function priceRangeWords({ averageUsd, gpus }: PriceRange): string {
  if (averageUsd === null) return 'nothing to pay, since nothing is served for certain';
  const { low, high } = averageUsd;
  const price = high === null ? `${usd(low)} or more` : low === high ? usd(low) : `${usd(low)} to ${usd(high)}`;
  return `${price} on average for ${range(gpus)} GPUs`;
}

const usd = (amount: number | null): string => (amount === null ? 'no price' : `$${amount.toFixed(4)}`);

function scenariosText({ matrix, across }: Parts): string[] {
  return [
    ...(matrix
      ? [
          '',
          table([
            ['scenario', 'removed', 'served', 'verdict', ...matrix.classes],
            ...matrix.scenarios.map(({ name, removed, served, demand, verdict, cells }) => [
              name,
              formatCount(removed),
              `${range(served)} of ${formatQuantity(demand)}`,
              VERDICTS[verdict],
              ...cells.map((cell) => (cell === null ? '' : `${range(cell.served)} of ${formatQuantity(cell.wanted)}`)),
            ]),
          ]),
        ]
      : []),
    ...(across
      ? [
          '',
          table([
            ['dataset', 'as of', 'units', 'breaking point', 'served of demand', 'removed by hand'],
            ...across.rows.map(({ name, asOf, outcome, reason }) =>
              outcome === null
                ? [name, asOf ?? '', '', reason ?? '', '', '']
                : [
                    name,
                    asOf ?? '',
                    formatCount(outcome.units),
                    `${breakingPointWords(outcome.breakingPoint, outcome.units)}${outcome.cheapest ? `, cheapest ${outcome.cheapest.low ?? 'none'}` : ''}`,
                    `${formatQuantity(outcome.served0)} of ${formatQuantity(outcome.demand)}`,
                    outcome.removed ? `${range(outcome.removed.served)}, ${VERDICTS[outcome.removed.verdict]}` : '',
                  ],
            ),
          ]),
        ]
      : []),
  ];
}

function missingText({ missing }: Parts): string[] {
  return missing ? ['', ...missing.map(({ option, message, advice }) => `Not computed, ${option}: ${message} ${advice}`)] : [];
}

/** Notes of the answer and of all its parts, each once; those of another dataset under its name. */
function notesOf(result: RemovalResult, parts: Parts, notes: readonly string[]): string[] {
  const { contingencies, pairs, flips, economy, failures, across } = parts;
  const all = new Set([
    ...notes,
    ...result.notes,
    ...[contingencies, pairs, flips, economy, failures].flatMap((part) => part?.notes ?? []),
  ]);
  const elsewhere = (across?.rows ?? []).flatMap(({ name, notes: own }) =>
    own.filter((note) => !all.has(note)).map((note) => `${name}: ${note}`),
  );
  return [...new Set([...all, ...elsewhere])];
}

/**
 * Everything that was asked for, as text; notes last.
 *
 * @param unservable why nothing is servable before any removal; `null` where something is
 */
export function removalText(result: RemovalResult, parts: Parts, notes: readonly string[], unservable: string | null = null): string {
  return [
    ...(unservable === null ? [] : [`Nothing is servable before any removal: ${unservable}.`]),
    ...resultText(result),
    ...leftText(parts),
    ...contingenciesText(parts),
    ...furtherText(parts),
    ...scenariosText(parts),
    ...missingText(parts),
    ...notesOf(result, parts, notes).map((note) => `Note: ${note}`),
  ].join('\n');
}
