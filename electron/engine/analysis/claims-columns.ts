import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type WholeViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { both, filledColumn, isText, otherCountryColumns } from '../../../shared/claims/columns.ts';
import type { MemorySplit } from '../../../shared/claims/hardware.ts';
import type { PriceClass, PricesAside } from '../../../shared/claims/prices.ts';
import type { UptimeColumn } from '../../../shared/claims/uptime.ts';
import { type Decimal, parseDecimal, rescale } from '../../../shared/columns/decimal.ts';
import { codesOf, sumByCode } from '../../../shared/columns/group.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import { referenceGpus } from '../../../shared/normalise/gpu-index.ts';
import { MEANS_UNKNOWN } from '../../../shared/quality/domain-checks.ts';
import { cellsOf, integersOf, ONES, openUptimes, scaleOf, weightCells } from './cells.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { type CountedDimension, columnBehind, countedDimension, withGroupNames } from './entities.ts';
import { type AsideCode, settledCodes, usableRows } from './measured.ts';
import { type ClassColumns, priceClassCodes } from './price-classes.ts';
import { type ReaderState, tableOf } from './reader-state.ts';
import { reference } from './reference.ts';
import { recordsOf } from './view-unknown.ts';
import { COUNT, guardWeight, namesOfWeight, planWeight, refuseNegative, weightOf } from './view-weight.ts';

/** What the claims of a dataset are asked with, settled: a weight that may be added up and a filter. */
export type Asked = Pick<WholeViewSpec, 'dataset' | 'where' | 'entities' | 'weight'>;

/** Columns and selected rows of a question. */
export type Selected = { table: ColumnTable; rows: Int32Array | null; count: number };

/** Loads columns beside those that the filter names, and the rows that pass it. */
export function selected(state: ReaderState, dataset: Dataset, { where, entities }: Asked, names: readonly string[]): Selected {
  const tree = parseWhere(where);
  const filtered = columnsOfWhere(tree);
  const behind = filtered.map((name) => requireColumn(dataset, columnBehind(dataset, name)).name);
  const table = withHeaders(tableOf(state, dataset.id, [...new Set([...names, ...behind])]), dataset);
  const rows = selectRows(withGroupNames(state, table, dataset, filtered, entities), tree);
  return { table, rows, count: rows === null ? table.rows : rows.length };
}

const rowAt = ({ rows }: Selected, index: number): number => (rows === null ? index : (rows[index] as number));

/** Why the grain guard would not add a weight up under a filter; `null` when it would. @throws ChokepointError `unknown-column`, `formula-invalid` */
export function guardProblem(state: ReaderState, dataset: Dataset, asked: Asked): ChokepointError | null {
  const plan = planWeight(asked.weight, dataset);
  const { table, rows } = selected(state, dataset, asked, namesOfWeight(plan, dataset));
  try {
    guardWeight(table, dataset, rows, plan);
    return null;
  } catch (error) {
    if (error instanceof ChokepointError) return error;
    throw error;
  }
}

/**
 * Refuses a weight that is text, or negative in a record that passes the filter.
 *
 * @throws ChokepointError `weight-not-numeric`, `negative-weight`; `unknown-column`, `formula-invalid`
 */
export function refuseUnusable(state: ReaderState, dataset: Dataset, asked: Asked): void {
  const plan = planWeight(asked.weight, dataset);
  const { table, rows } = selected(state, dataset, asked, namesOfWeight(plan, dataset));
  const { column } = weightOf(table, plan);
  refuseNegative(plan, column, rows, recordsOf(state, dataset.id));
  sumByCode(new Int32Array(table.rows), 1, column, rows);
}

/** Whether some values of a text column are words that mean unknown. */
export function speaksOfUnknown(state: ReaderState, dataset: Dataset): (column: ColumnInfo) => boolean {
  return ({ name }) =>
    codesOf(columnOf(tableOf(state, dataset.id, [name]), name)).dictionary.some((text) => MEANS_UNKNOWN.test(text.trim()));
}

/** Exact value of a numeric cell; `null` = none. */
function cellReader(column: Column): (row: number) => Decimal | null {
  if (column.type === 'number') {
    const { values, scale } = column;
    return (row) => {
      const value = values[row] as number;
      return Number.isNaN(value) ? null : { units: BigInt(value), scale };
    };
  }
  const decimals = column.dictionary.map((text) => parseDecimal(text));
  return (row) => {
    const code = column.codes[row] as number;
    return code < 0 ? null : (decimals[code] ?? null);
  };
}

/** Weight of a row as an integer at one scale for all rows; a missing one is 0. */
export function weightReader(column: Column | null): (row: number) => bigint {
  if (column === null) return () => 1n;
  const read = cellReader(column);
  const scale = scaleOf(column);
  return (row) => {
    const value = read(row);
    return value === null || value.units < 0n ? 0n : rescale(value, scale);
  };
}

/** Names of the columns that the weight of a question is read from. */
export const weightNames = (dataset: Dataset, { weight }: Asked): string[] => namesOfWeight(planWeight(weight, dataset), dataset);
/** The weight of each row; `null` = 1. */
export const weightColumn = ({ table }: Selected, dataset: Dataset, { weight }: Asked): Column | null =>
  weightOf(table, planWeight(weight, dataset)).column;

/** Uptimes of one column by party as the entity policy counts it, with the weight that has none. */
export function uptimeColumn(
  state: ReaderState,
  dataset: Dataset,
  asked: Asked,
  column: ColumnInfo,
  party: ColumnInfo,
): { uptimes: UptimeColumn; counted: CountedDimension } {
  const part = selected(state, dataset, asked, [column.name, party.name, ...weightNames(dataset, asked)]);
  const weight = weightColumn(part, dataset, asked);
  const weights = weightCells(weight);
  const uptimes = cellsOf(columnOf(part.table, column.name));
  const counted = countedDimension(state, part.table, dataset, party, asked.entities);
  const parties = settledCodes(counted.column ?? columnOf(part.table, party.name));
  const one = 10n ** BigInt(uptimes.scale);
  const units: (number | bigint)[] = [];
  const gpus: (number | bigint)[] = [];
  const providers: number[] = [];
  const all = new Set<number>();
  let unknown = 0n;
  let weightless = 0;
  const { kept, aside } = usableRows('uptime', uptimes.at, one, part.rows, part.count);
  for (const row of kept) {
    units.push(uptimes.at(row) as number | bigint);
    gpus.push(weights.at(row) ?? 0);
    providers.push(parties.codes[row] as number);
  }
  const without = [...aside.values()].flat();
  for (const row of without) unknown += BigInt(weights.at(row) ?? 0);
  for (let index = 0; index < part.count; index++) {
    const row = rowAt(part, index);
    if (weights.at(row) === null && weights.endsAt(row) === null) weightless += 1;
    if ((parties.codes[row] as number) >= 0) all.add(parties.codes[row] as number);
  }
  const known = {
    units: integersOf(units),
    one,
    gpus: integersOf(gpus),
    providers: Int32Array.from(providers),
    providerCount: parties.dictionary.length,
  };
  const windowDays = column.derived?.windowDays ?? null;
  return {
    uptimes: {
      name: column.name,
      windowDays,
      unknown,
      open: openUptimes(kept, without, uptimes, weights),
      weightless,
      weightScale: weights.scale,
      parties: all.size,
      known,
    },
    counted,
  };
}

/** Weight of GPUs with at least 80 GB, with less, and of open memory; ids that fit several sizes are open unless a memory column settles them. */
export function memorySplit(state: ReaderState, dataset: Dataset, asked: Asked, model: ColumnInfo): MemorySplit {
  const vram = filledColumn(dataset, 'vram_gib');
  const part = selected(state, dataset, asked, [model.name, ...(vram ? [vram.name] : []), ...weightNames(dataset, asked)]);
  const { codes, dictionary } = codesOf(columnOf(part.table, model.name));
  const sizes = dictionary.map((text) => isLarge(text));
  const beside = vram ? cellReader(columnOf(part.table, vram.name)) : null;
  const weights = weightColumn(part, dataset, asked);
  const stated = weights === null ? ONES : cellsOf(weights);
  const split = { large: 0n, small: 0n, open: 0n };
  let weightless = 0;
  for (let index = 0; index < part.count; index++) {
    const row = rowAt(part, index);
    const code = codes[row] as number;
    const held = stated.at(row);
    if (held === null) weightless += 1;
    let large = code < 0 ? null : (sizes[code] as boolean | null);
    if (large === null && beside) {
      const size = beside(row);
      if (size) large = size.units >= 80n * 10n ** BigInt(size.scale);
    }
    split[large === null ? 'open' : large ? 'large' : 'small'] += BigInt(held ?? 0);
  }
  return { ...split, weightless };
}

/** Whether every GPU that an id (or a list of them) fits has at least 80 GB; `null` = some have and some do not, or none is known. */
function isLarge(text: string): boolean | null {
  const answers = new Set(
    text.split(' | ').flatMap((each): (boolean | null)[] => {
      const id = parseGpuId(each);
      if (id === null) return [null];
      if (id.memoryGb !== null) return [id.memoryGb >= 80];
      const fits = referenceGpus(id, reference.gpus);
      return fits.length === 0 ? [null] : fits.map(({ memoryGb }) => memoryGb >= 80);
    }),
  );
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only : null;
}

/** Prices by class, what a class is, and what is in none. */
export function priceClasses(
  state: ReaderState,
  dataset: Dataset,
  asked: Asked,
  price: ColumnInfo,
  columns: ClassColumns,
): { classes: PriceClass[]; aside: PricesAside } {
  const { by, series } = columns;
  const counts = filledColumn(dataset, 'gpu_count');
  const weighted = counts !== null && asked.weight === counts.name;
  const part = selected(state, dataset, asked, [price.name, by.name, ...(series ? [series.name] : []), ...(weighted ? [counts.name] : [])]);
  const { codes, dictionary, whereOf } = priceClassCodes(part.table, columns);
  const { scale, at: priceAt } = cellsOf(columnOf(part.table, price.name));
  const weights = weighted ? cellsOf(columnOf(part.table, counts.name)) : ONES;
  const { kept, aside: unused } = usableRows('price', priceAt, 0, part.rows, part.count);
  const found = new Map<number, { prices: (number | bigint)[]; gpus: (number | bigint)[] }>();
  let unknownClass = 0;
  for (const row of kept) {
    const code = codes[row] as number;
    if (code < 0) {
      unknownClass += 1;
      continue;
    }
    const list = found.get(code) ?? { prices: [], gpus: [] };
    found.set(code, list);
    list.prices.push(priceAt(row) as number | bigint);
    list.gpus.push(weights.at(row) ?? 0);
  }
  const countOf = (code: AsideCode) => unused.get(code)?.length ?? 0;
  const aside = { withoutPrice: countOf('no-value'), notPositive: countOf('price-not-positive'), unknownClass };
  const classes = [...found].map(([code, { prices, gpus }]): PriceClass => {
    const where = whereOf(code).reduce(both, asked.where);
    return {
      name: dictionary[code] as string,
      prices: integersOf(prices),
      scale,
      gpus: weighted ? integersOf(gpus) : null,
      // by the class itself: the spread of prices over this view is that of the one class that it keeps
      view: wholeSpec({ dataset: dataset.id, by: by.name, weight: weighted ? counts.name : COUNT, where, entities: asked.entities }),
    };
  });
  return { classes, aside };
}

/** Records that two columns place in different countries; `null` where no second column holds country codes. */
export function countryConflicts(
  state: ReaderState,
  dataset: Dataset,
  asked: Asked,
  country: ColumnInfo,
): { other: ColumnInfo; tested: number; conflicts: number } | null {
  const isCode = /^[A-Z]{2}$/;
  for (const other of otherCountryColumns(dataset)) {
    const part = selected(state, dataset, asked, [country.name, other.name]);
    const [first, second] = [codesOf(columnOf(part.table, country.name)), codesOf(columnOf(part.table, other.name))];
    if (second.dictionary.length === 0 || !second.dictionary.every((text) => isCode.test(text))) continue;
    let tested = 0;
    let conflicts = 0;
    for (let index = 0; index < part.count; index++) {
      const row = rowAt(part, index);
      const [a, b] = [first.codes[row] as number, second.codes[row] as number];
      if (a < 0 || b < 0 || !isCode.test(first.dictionary[a] as string)) continue;
      tested += 1;
      if (first.dictionary[a] !== second.dictionary[b]) conflicts += 1;
    }
    return { other, tested, conflicts };
  }
  return null;
}

/** Filter for the latest day of a dataset whose records are days; `null` where there is no day to tell. */
export function latestDay(state: ReaderState, dataset: Dataset, asked: Asked, raw: string): string | null {
  const time = filledColumn(dataset, 'observed_at');
  if (time === null) return null;
  const part = selected(state, dataset, asked, [time.name, raw]);
  const [times, texts] = [codesOf(columnOf(part.table, time.name)), codesOf(columnOf(part.table, raw))];
  let latest = -1;
  for (let index = 0; index < part.count; index++) {
    const row = rowAt(part, index);
    const at = (of: number) => times.dictionary[times.codes[of] as number] as string;
    if ((times.codes[row] as number) >= 0 && (texts.codes[row] as number) >= 0 && (latest < 0 || at(row) > at(latest))) latest = row;
  }
  return latest < 0 ? null : isText(raw, texts.dictionary[texts.codes[latest] as number] as string);
}
