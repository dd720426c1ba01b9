import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import type { Origin } from '../../../shared/contract/lineage.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { sourceOf } from './case-operations.ts';
import { requireColumn, withHeaders } from './columns.ts';
import { countedDimension, withGroupNames } from './entities.ts';
import { openCodes } from './open-weight.ts';
import { canonicalColumns, datasetOf, factsOf, lineageOf, type ReaderState, tableOf } from './reader-state.ts';
import { rowsWindow } from './rows-window.ts';
import { selectedOf } from './view-base.ts';
import { columnsOfView } from './view-stamp.ts';
import { recordsOf, withUnknownEntities } from './view-unknown.ts';

/** Rows of a view, ascending: those of a group, of the unknown mass (values named in part are in it) with `null`, all with `undefined`. */
function rowsBehind(state: ReaderState, spec: ViewSpec, key: string | null | undefined): Int32Array | null {
  const dataset = datasetOf(state, spec.dataset);
  const where = parseWhere(spec.where);
  const stored = withHeaders(tableOf(state, spec.dataset, columnsOfView(spec, dataset)), dataset);
  const { rows } = selectedOf(withGroupNames(state, stored, dataset, columnsOfWhere(where), spec.entities), dataset, spec);
  if (key === undefined) return rows;
  const counted = countedDimension(state, stored, dataset, requireColumn(dataset, spec.by), spec.entities);
  const values = counted.column ?? columnOf(stored, spec.by);
  const asEntities = key !== null && (spec.unknown === 'own-entity' || spec.unknown === 'one-entity');
  const dimension = asEntities ? withUnknownEntities(values, rows, spec.unknown as 'own-entity', recordsOf(state, dataset.id)) : values;
  const { codes, dictionary } = codesOf(dimension);
  const open = openCodes(dimension);
  const wanted = key === null ? -1 : dictionary.indexOf(key);
  if (key !== null && wanted < 0) {
    throw new ChokepointError('group-missing', `There is no "${key}" in "${spec.by}".`, 'Take the name as the view shows it.', {
      by: spec.by,
      key,
    });
  }
  const found: number[] = [];
  const count = rows === null ? codes.length : rows.length;
  for (let at = 0; at < count; at++) {
    const row = rows === null ? at : (rows[at] as number);
    const code = codes[row] as number;
    if (key === null ? code < 0 || open.has(code) : code === wanted) found.push(row);
  }
  return Int32Array.from(found);
}

/** An origin without the text of the record, which lies in the kept file. */
export type OriginFacts = Omit<Origin, 'raw' | 'truncated' | 'member'>;

function originOf(state: ReaderState, id: string, record: number, wanted: number | undefined): OriginFacts {
  const { dataset } = canonicalColumns(state, id);
  const { records, lines } = lineageOf(state, id);
  const [row, ...others] = wanted === undefined ? rowsOfRecord(records, record) : records[wanted] === record ? [wanted] : [];
  if (row === undefined) throw recordMissing(dataset, record);
  const facts = factsOf(state);
  const source = sourceOf(state, dataset.sourceId);
  const [recipe, readmitted] = [facts.recipe(id), facts.readmitted(id)];
  // they stand behind the rows of the import
  const reasonOf = (at: number) => readmitted[at - (records.length - readmitted.length)]?.reason ?? null;
  return {
    source,
    recipe,
    row,
    record,
    line: lines[row] as number,
    readmitted: reasonOf(row),
    cells: cellsOf(state, id, row),
    others: others.map((other) => ({ row: other, readmitted: reasonOf(other), cells: cellsOf(state, id, other) })),
  };
}

function rowsOfRecord(records: Int32Array, record: number): number[] {
  const rows: number[] = [];
  for (let row = records.indexOf(record); row >= 0; row = records.indexOf(record, row + 1)) rows.push(row);
  return rows;
}

/** How each cell of a row was read. */
function cellsOf(state: ReaderState, id: string, row: number): Origin['cells'] {
  const { dataset, texts } = canonicalColumns(state, id);
  const shown = rowsWindow(state, { dataset: id, window: { start: 0, end: 1 }, rows: Int32Array.of(row) });
  const cellOf = (name: string) => shown.rows[0]?.cells[shown.columns.indexOf(name)] ?? null;
  return dataset.columns
    .filter(({ rawOf }) => rawOf === undefined)
    .map(({ name, header, derived, joined }) => {
      const reading = texts.find(({ column }) => column === name);
      const read = reading?.readings[reading.codes[row] as number];
      const value = cellOf(name);
      const given = derived && derived.from !== name ? cellOf(derived.from) : (read?.raw ?? null);
      return {
        column: name,
        header,
        // stands in the kept file too
        text: null,
        value,
        given: given === value ? null : given,
        rule: joined
          ? `${joined.made}, from ${joined.dataset}`
          : given === value || !derived
            ? null
            : (read?.rule ?? `${derived.kind}, version ${derived.version}`),
      };
    });
}

function recordMissing({ name, rejected }: Dataset, record: number): ChokepointError {
  return new ChokepointError(
    'record-missing',
    `"${name}" holds no record ${record}.`,
    rejected > 0
      ? 'It may be among the rejected ones, which "rejects" lists.'
      : 'Take a number as "lineage" or the records of a view show it.',
    { record },
  );
}

/** From a number to its records, and from a record to its file; on the reader lane. */
export const lineageOperations = {
  'lineage.rows': (
    state: ReaderState,
    input: { spec: ViewSpec; key?: string | null | undefined; window: { start: number; end: number } },
  ) => rowsWindow(state, { dataset: input.spec.dataset, window: input.window, rows: rowsBehind(state, input.spec, input.key) }),
  'lineage.facts': (
    state: ReaderState,
    { dataset, record, row }: { dataset: string; record: number; row?: number | undefined },
  ): OriginFacts => originOf(state, dataset, record, row),
} satisfies OperationTable<ReaderState>;
