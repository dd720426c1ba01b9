import type { Dataset } from '../../../shared/case/dataset.ts';
import type { SqlTable } from '../../../shared/case/sql.ts';
import { formatDecimal } from '../../../shared/columns/decimal.ts';
import type { Column, NumberColumn } from '../../../shared/columns/table.ts';
import { isPartyColumn } from '../../../shared/entities/parties.ts';
import { requireColumn } from '../analysis/columns.ts';
import { countedDimension } from '../analysis/entities.ts';
import { currentDatasets, datasetOf, lineageOf, type ReaderState, tableOf } from '../analysis/reader-state.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import type { SqlColumn } from '../store/sql-database.ts';

/** SQLite takes 2,000 columns a table. */
const MOST_COLUMNS = 1990;
/** SQLite's integers. */
const [LEAST, LARGEST] = [-(2n ** 63n), 2n ** 63n - 1n];
const INTEGER = /^-?\d+$/;
/** Largest power of ten that is a double exactly. */
const EXACT_POWER = 22;

/** Place of each record in its file, beside the columns of the dataset. */
const RECORD = '#record';
const LINE = '#line';
/** All digits of a column that SQLite can only hold as the nearest double. */
const EXACT = '.exact';

/** Who an account counts as, by the confirmed links, as filters name it. */
const GROUP = '.group';

/** What one column of a table is made of. */
type Source = { column: string; exact: boolean } | { place: 'records' | 'lines' } | { group: string };
type Planned = { name: string; type: SqlColumn['type']; about: string | null; source: Source };
export type PlannedTable = { dataset: Dataset; columns: Planned[]; omitted: number };

const isWholeColumn = (column: Column): boolean =>
  column.type === 'number' ? column.scale === 0 : column.type === 'exact' && column.dictionary.every(fitsInteger);

function fitsInteger(text: string): boolean {
  if (!INTEGER.test(text)) return false;
  const value = BigInt(text);
  return value >= LEAST && value <= LARGEST;
}

/** Types by what the columns hold; those that are no whole numbers of 64 bits are doubles, with their digits beside where these are more. */
function plannedColumns(state: ReaderState, dataset: Dataset): Planned[] {
  const { columns } = tableOf(state, dataset.id);
  return dataset.columns.flatMap(({ name, type, derived, rawOf, joined }): Planned[] => {
    const column = columns.get(name);
    if (column === undefined) return [];
    const about = rawOf !== undefined ? `text in the file, read as ${rawOf}` : joined ? 'joined' : derived ? 'read by a rule' : null;
    const source = { column: name, exact: false };
    if (type === 'text' || column.type === 'text') return [{ name, type: 'TEXT', about, source }];
    if (isWholeColumn(column)) return [{ name, type: 'INTEGER', about, source }];
    const real: Planned = { name, type: 'REAL', about, source };
    return column.type === 'number'
      ? [real]
      : [
          { ...real, about: `nearest double; all digits in "${name}${EXACT}"` },
          { name: `${name}${EXACT}`, type: 'TEXT', about: `all digits of "${name}"`, source: { column: name, exact: true } },
        ];
  });
}

/** The group of each account, for columns whose values links can join. */
function groupColumns({ columns }: Dataset): Planned[] {
  return columns
    .filter((column) => column.type === 'text' && isPartyColumn(column) && column.rawOf === undefined)
    .map(({ name }) => ({
      name: `${name}${GROUP}`,
      type: 'TEXT',
      about: `who "${name}" counts as: its group by the confirmed links at the date of the dataset, else itself`,
      source: { group: name },
    }));
}

/** Whether a column holds what links say, rather than what the file gives. */
export const isOfLinks = ({ source }: Planned): boolean => 'group' in source;

/** Names that SQLite takes for the same are told apart by a number. */
function toldApart(columns: readonly Planned[]): Planned[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${column.name}_${count}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}

/** Tables of all datasets of the case, one a dataset. Errors: `no-case-open`, `case-damaged` */
export function plannedTables(state: ReaderState): PlannedTable[] {
  return [...currentDatasets(state).keys()].map((id) => {
    const dataset = datasetOf(state, id);
    const places: Planned[] = [
      { name: RECORD, type: 'INTEGER', about: 'number of the record in its file', source: { place: 'records' } },
      { name: LINE, type: 'INTEGER', about: 'line on which the record starts', source: { place: 'lines' } },
    ];
    const all = toldApart([...plannedColumns(state, dataset), ...groupColumns(dataset), ...places]);
    // the place of a record is worth more than the last of two thousand columns
    const columns = all.length <= MOST_COLUMNS ? all : [...all.slice(0, MOST_COLUMNS - places.length), ...all.slice(-places.length)];
    return { dataset, columns, omitted: all.length - columns.length };
  });
}

/** The same as persons read it. */
function listedTable({ dataset, columns, omitted }: PlannedTable): SqlTable {
  return {
    table: dataset.id,
    name: dataset.name,
    rows: dataset.rows,
    columns: columns.map(({ name, type, about }) => ({ name, type, about })),
    omitted,
  };
}

function numberCell({ values, scale }: NumberColumn): SqlColumn['cell'] {
  if (scale === 0)
    return (row) => {
      const value = values[row] as number;
      return Number.isNaN(value) ? null : value;
    };
  const divisor = scale <= EXACT_POWER ? 10 ** scale : null;
  return (row) => {
    const value = values[row] as number;
    if (Number.isNaN(value)) return null;
    // both are exact, so the quotient is the nearest double
    return divisor === null ? Number(formatDecimal({ units: BigInt(value), scale })) : value / divisor;
  };
}

function cellOf(column: Column, { type, source }: Planned): SqlColumn['cell'] {
  if (column.type === 'number') return numberCell(column);
  const { codes, dictionary } = column;
  const isExact = 'exact' in source && source.exact;
  const values = type === 'TEXT' || isExact ? dictionary : dictionary.map((text) => (type === 'INTEGER' ? BigInt(text) : Number(text)));
  return (row) => {
    const code = codes[row] as number;
    return code < 0 ? null : (values[code] as string | number | bigint);
  };
}

/** Columns of a table with their cells. @param names those that are wanted */
export function sqlColumns(state: ReaderState, { dataset, columns }: PlannedTable, names: readonly string[]): SqlColumn[] {
  const wanted = columns.filter(({ name }) => names.includes(name));
  const own = wanted.flatMap(({ source }) => ('column' in source ? [source.column] : []));
  const { columns: found } = tableOf(state, dataset.id, [...new Set(own)]);
  return wanted.map((planned): SqlColumn => {
    const { name, type, source } = planned;
    if ('group' in source) {
      const info = requireColumn(dataset, source.group);
      const table = tableOf(state, dataset.id, [info.name]);
      const counted = countedDimension(state, table, dataset, info, 'confirmed').column ?? (table.columns.get(info.name) as Column);
      return { name, type, cell: cellOf(counted, planned) };
    }
    if ('column' in source) return { name, type, cell: cellOf(found.get(source.column) as Column, planned) };
    const places = lineageOf(state, dataset.id)[source.place];
    return { name, type, cell: (row) => places[row] as number };
  });
}

/** Tables on the reader lane, for the list beside the editor. */
export const sqlTableOperations = {
  'sql.tables': (state: ReaderState, _input: null): SqlTable[] => plannedTables(state).map(listedTable),
} satisfies OperationTable<ReaderState>;
