import type { ColumnInfo, Dataset, Field } from '../case/dataset.ts';

/** Columns that name a partner of the network through which machines come; no field of the model. */
const PARTNER = /\bpartner\b/i;
/** Columns that tell prices of one kind from those of another: list, spot and paid prices are different series. */
const SERIES = /^(is[ _]?)?(spot|interruptible|preemptible)$|^price[ _]?(type|kind)$/i;
const COUNTRY = /country|geo|nation/i;

const words = (header: string): string => header.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');

/** The column of a field that holds something; `null` when there is none. */
export function filledColumn(dataset: Dataset, field: Field): ColumnInfo | null {
  return dataset.columns.find((column) => column.field === field && (column.filled > 0 || (column.derived?.partial ?? 0) > 0)) ?? null;
}

/** GPU vendor: its own field, or the one that follows from the model. */
export function vendorColumn(dataset: Dataset): ColumnInfo | null {
  return (
    filledColumn(dataset, 'gpu_vendor') ??
    dataset.columns.find(({ name, derived, filled }) => name === 'gpu_vendor' && derived && filled > 0) ??
    null
  );
}

/** GPU family: a hardware class without regard to form factor and memory, which names often leave open. */
export function familyColumn(dataset: Dataset): ColumnInfo | null {
  return dataset.columns.find(({ name, derived, filled }) => name === 'gpu_family' && derived?.kind === 'gpu-family' && filled > 0) ?? null;
}

/** Partner column by its header. */
export function partnerColumn(dataset: Dataset): ColumnInfo | null {
  return (
    dataset.columns.find(
      ({ field, type, filled, header, rawOf }) => field === null && !rawOf && type === 'text' && filled > 0 && PARTNER.test(words(header)),
    ) ?? null
  );
}

/** Column that tells series of prices apart, by its header. */
export function seriesColumn(dataset: Dataset): ColumnInfo | null {
  return (
    dataset.columns.find(
      ({ field, filled, distinct, header, rawOf }) => field === null && !rawOf && filled > 0 && distinct <= 8 && SERIES.test(words(header)),
    ) ?? null
  );
}

/** Columns that may place records in countries by another method. */
export function otherCountryColumns(dataset: Dataset): ColumnInfo[] {
  return dataset.columns.filter(
    ({ field, type, filled, header, rawOf }) => field === null && !rawOf && type === 'text' && filled > 0 && COUNTRY.test(words(header)),
  );
}

/** Columns of uptime, the mapped one first; each window is its own. */
export function uptimeColumns(dataset: Dataset): ColumnInfo[] {
  const main = filledColumn(dataset, 'uptime');
  const others = dataset.columns.filter(
    ({ field, derived, filled, rawOf }) => field === null && !rawOf && derived?.kind === 'uptime' && filled > 0,
  );
  return main ? [main, ...others] : others;
}

/**
 * Column of accounts that offer supply, for C1.
 *
 * @param speaksOfUnknown whether values of a column are words that mean unknown ("Anonymized ..."): such a name would count many parties as one
 */
export function providerColumn(dataset: Dataset, speaksOfUnknown: (column: ColumnInfo) => boolean): ColumnInfo | null {
  const columns = (['provider', 'operator', 'owner'] as const).flatMap((field) => filledColumn(dataset, field) ?? []);
  return columns.find((column) => !speaksOfUnknown(column)) ?? columns[0] ?? null;
}

/**
 * Column of whoever controls the capacity, for C2: of operator, owner and provider the one with the fewest parties among those that at least half of
 * the records state, because an account belongs to one party and a party may have several accounts.
 */
export function supplierColumn(dataset: Dataset, speaksOfUnknown: (column: ColumnInfo) => boolean): ColumnInfo | null {
  const columns = (['operator', 'owner', 'provider'] as const).flatMap((field) => filledColumn(dataset, field) ?? []);
  const clear = columns.filter((column) => !speaksOfUnknown(column));
  const usable = clear.length > 0 ? clear : columns;
  const stated = usable.filter(({ filled }) => filled * 2 >= dataset.rows);
  return (stated.length > 0 ? stated : usable).reduce<ColumnInfo | null>(
    (fewest, column) => (fewest === null || column.distinct < fewest.distinct ? column : fewest),
    null,
  );
}

/** `"name" = 'text'`, readable by every filter. */
export function isText(column: string, text: string): string {
  return `"${column.replaceAll('"', '""')}" = '${text.replaceAll("'", "''")}'`;
}

/** Two filters of which both must hold. */
export function both(first: string, second: string): string {
  return first === '' ? second : second === '' ? first : `(${first}) and (${second})`;
}
