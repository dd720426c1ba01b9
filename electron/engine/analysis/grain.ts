import type { Dataset, Field } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';

/** Counts of things that exist: adding them up twice is adding supply that is not there. */
const COUNTS: readonly Field[] = ['gpu_count', 'gpu_free', 'node_count'];

const named = (dataset: Dataset, field: Field): string | null => dataset.columns.find((column) => column.field === field)?.name ?? null;

/** Name of the column with the day of each record, for a dataset whose records are days; `null` for any other grain. */
export function dayColumn(dataset: Dataset): string | null {
  if (dataset.grain !== 'day') return null;
  const day = dataset.columns.find(({ field }) => field === 'observed_at');
  // the text as it stood tells days apart even where it cannot be read as a time
  return day?.derived?.from ?? day?.name ?? null;
}

/** Columns that tell whether a provider stands with a total beside its machines; `null` where the dataset cannot hold both. */
function totalColumns(dataset: Dataset, weight: string | null): { provider: string; node: string; weight: string } | null {
  if (dataset.grain !== 'node' || weight === null) return null;
  const provider = named(dataset, 'provider');
  const node = named(dataset, 'node_id');
  const counted = dataset.columns.find(({ name, type, field }) => name === weight && type === 'number' && field && COUNTS.includes(field));
  return provider && node && counted ? { provider, node, weight } : null;
}

/**
 * Names of the columns that `refuseWrongSum` reads.
 *
 * @param weight column that is added up; `null` = records are counted
 */
export function guardColumns(dataset: Dataset, weight: string | null): string[] {
  const day = dayColumn(dataset);
  const machine = dataset.grain === 'offer' && weight !== null ? named(dataset, 'node_id') : null;
  const totals = totalColumns(dataset, weight);
  return [...(day === null ? [] : [day]), ...(machine === null ? [] : [machine]), ...(totals ? Object.values(totals) : [])];
}

/**
 * The grain guard (domain.md 6.3): refuses to add up what must not be added up.
 *
 * @param table columns of `guardColumns`
 * @param weight column that is added up; `null` = records are counted, which is right for any grain but days
 * @param rows selected row numbers, `null` = all
 * @throws ChokepointError `days-not-summed`, `offers-not-summed`, `prices-not-supply`, `totals-beside-nodes`; each names a column and two rows
 */
export function refuseWrongSum(table: ColumnTable, dataset: Dataset, rows: Int32Array | null, weight: string | null): void {
  refuseSumOverDays(table, dataset, rows);
  if (weight === null) return;
  refuseSumOverOffers(table, dataset, rows, weight);
  refuseTotalsBesideNodes(table, dataset, rows, weight);
}

type Pair = { first: number; second: number };

/** The first two selected rows for which `key` gives the same, or with -1 = never the same. */
function twoAlike(count: number, rows: Int32Array | null, codes: Int32Array, keys: number): Pair | null {
  const seen = new Int32Array(keys).fill(-1);
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const code = codes[row] as number;
    if (code < 0) continue;
    if ((seen[code] as number) >= 0) return { first: seen[code] as number, second: row };
    seen[code] = row;
  }
  return null;
}

function refuseSumOverDays(table: ColumnTable, dataset: Dataset, rows: Int32Array | null): void {
  const day = dayColumn(dataset);
  if (day === null) return;
  const { codes, dictionary } = codesOf(columnOf(table, day));
  const count = rows === null ? codes.length : rows.length;
  let first = -1;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    if (first >= 0 && codes[row] !== codes[first]) {
      const of = (at: number) => dictionary[codes[at] as number] ?? 'no value';
      throw new ChokepointError(
        'days-not-summed',
        `The records of "${dataset.name}" are observations of several days ("${day}": ${of(first)} in row ${first + 1}, ${of(row)} in row ${row + 1}); adding them up would count the same supply more than once.`,
        `Choose one day with a filter, e.g. "${day}" = '${of(first)}'.`,
        { column: day, rows: [first + 1, row + 1] },
      );
    }
    if (first < 0) first = row;
  }
}

const LARGEST_ONLY =
  'Import the file again so that one record of each machine counts: a preset, or the step "one record per machine" on the Mapping screen. Or count the offers themselves (weight: count).';

function refuseSumOverOffers(table: ColumnTable, dataset: Dataset, rows: Int32Array | null, weight: string): void {
  if (dataset.grain !== 'offer') return;
  const count = rows === null ? table.rows : rows.length;
  if (count < 2) return;
  const row = (index: number) => (rows === null ? index : (rows[index] as number));
  const quantity = COUNTS.some((field) => named(dataset, field) !== null);
  const price = named(dataset, 'price_usd_per_gpu_hour');
  if (price !== null && !quantity) {
    throw new ChokepointError(
      'prices-not-supply',
      `"${dataset.name}" is a price list: it has prices ("${price}", e.g. in rows ${row(0) + 1} and ${row(1) + 1}) but no column says how many there are, so "${weight}" adds up to no supply.`,
      'Use it for prices, or count the offers (weight: count). If a column does hold a quantity, import the file again and give it to gpu_count.',
      { column: price, rows: [row(0) + 1, row(1) + 1] },
    );
  }
  const machine = named(dataset, 'node_id');
  if (machine === null) {
    throw new ChokepointError(
      'offers-not-summed',
      `The records of "${dataset.name}" are offers, and no column names the machine behind each: rows ${row(0) + 1} and ${row(1) + 1} may be the same GPUs, and adding up "${weight}" would count them more than once.`,
      `Import the file again and give the column that names machines to node_id. If every record is a machine of its own, import it with the grain "node".`,
      { column: weight, rows: [row(0) + 1, row(1) + 1] },
    );
  }
  const { codes, dictionary } = codesOf(columnOf(table, machine));
  const pair = twoAlike(count, rows, codes, dictionary.length);
  if (!pair) return;
  const { first, second } = pair;
  throw new ChokepointError(
    'offers-not-summed',
    `The records of "${dataset.name}" are offers, and several are of one machine ("${machine}": ${dictionary[codes[first] as number]} in rows ${first + 1} and ${second + 1}); adding up "${weight}" would count its GPUs more than once.`,
    LARGEST_ONLY,
    { column: machine, rows: [first + 1, second + 1] },
  );
}

/** A record without a machine whose count is that of all machines of its provider together is their total. */
function refuseTotalsBesideNodes(table: ColumnTable, dataset: Dataset, rows: Int32Array | null, weight: string): void {
  const columns = totalColumns(dataset, weight);
  if (!columns) return;
  const nodes = codesOf(columnOf(table, columns.node)).codes;
  const column = columnOf(table, weight);
  if (column.type !== 'number') return;
  const count = rows === null ? nodes.length : rows.length;
  const at = (index: number) => (rows === null ? index : (rows[index] as number));
  const without: number[] = [];
  for (let index = 0; index < count; index++) if ((nodes[at(index)] as number) < 0) without.push(at(index));
  if (without.length === 0 || without.length === count) return;
  const { codes, dictionary } = codesOf(columnOf(table, columns.provider));
  const sums = new Float64Array(dictionary.length);
  const firstNode = new Int32Array(dictionary.length).fill(-1);
  for (let index = 0; index < count; index++) {
    const row = at(index);
    const provider = codes[row] as number;
    const value = column.values[row] as number;
    if (provider < 0 || (nodes[row] as number) < 0 || Number.isNaN(value)) continue;
    sums[provider] = (sums[provider] as number) + value;
    if ((firstNode[provider] as number) < 0) firstNode[provider] = row;
  }
  const total = without.find((row) => {
    const provider = codes[row] as number;
    return provider >= 0 && (firstNode[provider] as number) >= 0 && column.values[row] === sums[provider] && (sums[provider] as number) > 0;
  });
  if (total === undefined) return;
  const provider = codes[total] as number;
  const node = firstNode[provider] as number;
  throw new ChokepointError(
    'totals-beside-nodes',
    `"${dataset.name}" holds the total of ${dictionary[provider]} beside its machines: row ${total + 1} has no "${columns.node}" and as much "${weight}" as all its machines together, the first of them in row ${node + 1}. Adding both up would count them twice.`,
    `Leave the totals out with a filter: "${columns.node}" is not null.`,
    { column: columns.node, rows: [total + 1, node + 1] },
  );
}
