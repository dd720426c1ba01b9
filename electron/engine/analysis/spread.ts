import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type SpreadAsk, type SpreadResult, spreadAskSchema } from '../../../shared/case/spread.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { plural } from '../../../shared/format/index.ts';
import { parseFraction } from '../../../shared/metrics/exact.ts';
import type { Integers } from '../../../shared/metrics/integers.ts';
import type { OpenUptimes } from '../../../shared/metrics/uptime-bounds.ts';
import { usualWeight } from './accounts.ts';
import { cellsOf, integersOf, openUptimes, weightCells } from './cells.ts';
import { findColumn, requireColumn, withHeaders } from './columns.ts';
import { columnBehind, countedDimension, withGroupNames } from './entities.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { type AsideCode, settledCodes, usableRows } from './measured.ts';
import { type ClassColumns, classColumns, classWords, priceClassCodes } from './price-classes.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';
import { priceSpread } from './spread-price.ts';
import { uptimeSpread } from './spread-uptime.ts';
import { columnsOfBase, selectedOf } from './view-base.ts';
import { stampOf } from './view-stamp.ts';

/** Selected rows with a usable value: value, weight and group of each, in integers. */
export type Measurements = {
  values: Integers;
  /** decimal places of the values */
  scale: number;
  /** `null` = every record counts one */
  weights: Integers | null;
  weightScale: number;
  /** -1 = without a group */
  groups: Int32Array;
  dictionary: readonly string[];
  /** weight of the rows without a usable value */
  missing: bigint;
  /** records whose weight states bounds instead of a number */
  open: OpenUptimes;
  /** records without any value */
  without: number;
};

const VALUE_FIELD = { price: 'price_usd_per_gpu_hour', uptime: 'uptime' } as const satisfies Record<string, Field>;
const GROUP_FIELDS = { price: ['gpu_model', 'gpu_vendor'], uptime: ['provider', 'operator', 'validator'] } as const satisfies Record<
  string,
  Field[]
>;
const KIND_WORDS = { price: 'prices', uptime: 'uptimes' } as const;

function fieldColumn(dataset: Dataset, fields: readonly Field[]): ColumnInfo | undefined {
  for (const wanted of fields) {
    const found = dataset.columns.find(({ field }) => field === wanted);
    if (found) return found;
  }
  return undefined;
}

function notDisclosed(dataset: Dataset, what: string, field: string): ChokepointError {
  return new ChokepointError(
    'column-not-disclosed',
    `"${dataset.name}" has no column with ${what}, so their spread is not disclosed.`,
    `Map a column to ${field} on import, or name one.`,
    { field },
  );
}

type Chosen = {
  value: ColumnInfo;
  group: ColumnInfo;
  weight: ColumnInfo | null;
  /** classes of prices, where no other column is asked for */
  classes: ClassColumns | null;
};

function chosenColumns(dataset: Dataset, ask: Required<SpreadAsk>): Chosen {
  const value = ask.column === '' ? fieldColumn(dataset, [VALUE_FIELD[ask.kind]]) : requireColumn(dataset, ask.column);
  if (!value) throw notDisclosed(dataset, KIND_WORDS[ask.kind], VALUE_FIELD[ask.kind]);
  if (value.type === 'text')
    throw new ChokepointError(
      'value-not-numeric',
      `Column "${value.name}" holds text, not ${KIND_WORDS[ask.kind]}.`,
      'Choose a numeric column.',
      {
        column: value.name,
      },
    );
  const fields = GROUP_FIELDS[ask.kind];
  const classes = ask.kind === 'price' && ask.by === '' ? classColumns(dataset) : null;
  const group = classes?.by ?? (ask.by === '' ? fieldColumn(dataset, fields) : requireColumn(dataset, ask.by));
  if (!group) throw notDisclosed(dataset, ask.kind === 'price' ? 'GPU models' : 'providers', fields[0]);
  const usual = usualWeight(dataset);
  const weight =
    ask.weight === 'count'
      ? null
      : ask.weight === ''
        ? usual === null
          ? null
          : findColumn(dataset, usual)
        : requireColumn(dataset, ask.weight);
  return { value, group, weight, classes };
}

/** Why the usual weight cannot be added up here; `null` = it can. */
function weightRefusal(table: ColumnTable, dataset: Dataset, rows: Int32Array | null, weight: ColumnInfo | null): string | null {
  refuseWrongSum(table, dataset, rows, null);
  if (weight === null) return 'No column of GPUs or stake: every record counts one.';
  if (weight.type === 'text') return `"${weight.name}" holds text: every record counts one.`;
  try {
    refuseWrongSum(table, dataset, rows, weight.name);
    return null;
  } catch (error) {
    if (error instanceof ChokepointError)
      return `Every record counts one, because ${error.value.message.charAt(0).toLowerCase()}${error.value.message.slice(1)}`;
    throw error;
  }
}

type Reject = { code: string; rows: number; reason: string };

const REASONS = {
  'no-value': { price: 'no price, or one that is not in USD per GPU-hour', uptime: 'no uptime: unknown, not 0' },
  'price-not-positive': 'a price of 0 or below: set aside here, the record stays for other claims',
  'uptime-out-of-range': 'an uptime outside 0 to 1',
} as const satisfies Record<AsideCode, string | Record<SpreadAsk['kind'], string>>;

function gather(
  kind: SpreadAsk['kind'],
  value: Column,
  group: { codes: Int32Array; dictionary: readonly string[] },
  weight: Column | null,
  rows: Int32Array,
): { found: Measurements; rejected: Reject[] } {
  const [values, weights] = [cellsOf(value), weightCells(weight)];
  const { kept, aside } = usableRows(kind, values.at, 10n ** BigInt(values.scale), rows, rows.length);
  const without = [...aside.values()].flat();
  const rejected = [...aside].map(([code, each]): Reject => {
    const reason = REASONS[code];
    return { code, rows: each.length, reason: typeof reason === 'string' ? reason : reason[kind] };
  });
  return {
    found: {
      values: integersOf(kept.map((row) => values.at(row) as number | bigint)),
      scale: values.scale,
      weights: weight === null ? null : integersOf(kept.map((row) => weights.at(row) ?? 0)),
      weightScale: weights.scale,
      groups: Int32Array.from(kept, (row) => group.codes[row] as number),
      dictionary: group.dictionary,
      missing: without.reduce((sum, row) => sum + BigInt(weights.at(row) ?? 0), 0n),
      open: openUptimes(kept, without, values, weights),
      without: aside.get('no-value')?.length ?? 0,
    },
    rejected,
  };
}

/**
 * Spread of prices within GPU classes, or of uptime between and within providers (claims C4 and C6).
 *
 * @throws ChokepointError `column-not-disclosed`, `value-not-numeric`, `unknown-column`, `days-not-summed`, `filter-syntax`, `base-not-disclosed`,
 * `not-a-fraction`
 * Source: domain 3.6.
 */
export function spreadOf(state: ReaderState, asked: SpreadAsk): SpreadResult {
  const ask = spreadAskSchema.parse(asked);
  const dataset = datasetOf(state, ask.dataset);
  const { value, group, weight, classes } = chosenColumns(dataset, ask);
  const where = parseWhere(ask.where);
  const filtered = columnsOfWhere(where);
  const series = classes?.series ?? null;
  const read = [value, group, ...(weight === null ? [] : [weight]), ...(series === null ? [] : [series])].map(({ name }) => name);
  const names = [
    ...read,
    ...guardColumns(dataset, null),
    ...guardColumns(dataset, weight?.name ?? null),
    ...columnsOfBase(dataset, ask.base),
    ...filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name),
  ];
  const stored = withHeaders(tableOf(state, dataset.id, [...new Set(names)]), dataset);
  const table = withGroupNames(state, stored, dataset, filtered, ask.entities);
  const { rows: selected, base } = selectedOf(table, dataset, ask);
  const counted = countedDimension(state, stored, dataset, group, ask.entities);
  const refusal = weightRefusal(table, dataset, selected, weight);
  const rows = selected ?? Int32Array.from({ length: table.rows }, (_, row) => row);
  const values = columnOf(table, value.name);
  const weights = weight === null || refusal !== null ? null : columnOf(table, weight.name);
  const grouped = counted.column ?? columnOf(table, group.name);
  const groups = classes === null ? settledCodes(grouped) : priceClassCodes(table, classes, grouped);
  const { found, rejected } = gather(ask.kind, values, groups, weights, rows);
  const weightName = weights === null ? 'count' : weights.name;
  return {
    kind: ask.kind,
    stamp: stampOf(dataset, group.name, weightName, ask.where, { ...counted, base: ask.base }, names),
    column: value.name,
    decisions: value.derived?.decisions ?? [],
    weight: weights?.name ?? null,
    rows: rows.length,
    ...(base === null ? {} : { baseLeftOut: { rows: base.left, unstated: base.unstated } }),
    rejected,
    notes: [
      ...(refusal === null ? [] : [refusal]),
      ...(found.open.rows > 0
        ? [`${plural(found.open.rows, 'record')} without a number of ${weightName}: bounds of it count in ranges, and in no stated value.`]
        : []),
    ],
    price: ask.kind === 'price' ? { ...priceSpread(found), classIs: classWords(classes ?? { by: group, series: null }) } : null,
    uptime: ask.kind === 'uptime' ? uptimeSpread(found, parseFraction(ask.slo), ask.slo, value.derived?.windowDays ?? null) : null,
  };
}
