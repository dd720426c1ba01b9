import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import type { Join, JoinOutcome } from '../../../shared/case/join.ts';
import { summaryOf } from '../../../shared/columns/derive.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { type Joined, joinTables } from '../../../shared/joins/join.ts';
import { keepsField, madeWords } from '../../../shared/joins/words.ts';
import { weightOf } from '../../../shared/quality/run.ts';
import type { Canonical } from './canonical.ts';
import { findColumn } from './columns.ts';

/** A dataset without the columns that joins give it, and how its columns are read. */
export type Side = { dataset: Dataset; table(names: readonly string[]): ColumnTable };

const WEIGHTS = ['gpu_count', 'node_count', 'stake'] as const;

/** Name of the column with the time of each record; `null` = there is none. */
export function timesOf({ columns }: Dataset): string | null {
  return columns.find(({ field, filled }) => field === 'observed_at' && filled > 0)?.name ?? null;
}

/** Share of a dataset's weight in records where a column has a value. */
function shareOf({ dataset, table }: Side, column: Column): { share: number | null; weight: string } {
  const names = WEIGHTS.flatMap((field) => dataset.columns.find((candidate) => candidate.field === field)?.name ?? []);
  const weight = weightOf({ dataset, table: { rows: dataset.rows, columns: table(names).columns } });
  if (weight.total === 0) return { share: null, weight: weight.name };
  let held = 0;
  for (let row = 0; row < dataset.rows; row++) {
    const known = column.type === 'number' ? !Number.isNaN(column.values[row]) : (column.codes[row] as number) >= 0;
    if (known) held += weight.of(row);
  }
  return { share: held / weight.total, weight: weight.name };
}

/**
 * The column that a join gives, and how it turned out.
 *
 * @param join names of columns as the datasets list them
 */
export function runJoin(join: Omit<Join, 'id'>, here: Side, there: Side): { column: Column; outcome: JoinOutcome } {
  const times = timesOf(there.dataset);
  const left = here.table(join.on.map(({ column }) => column)).columns;
  const right = there.table([
    ...join.on.map(({ matches }) => matches),
    ...(join.take === null ? [] : [join.take]),
    ...(times === null ? [] : [times]),
  ]).columns;
  const joined: Joined = joinTables({
    name: join.name,
    on: join.on.map(({ column, matches }) => ({ here: left.get(column) as Column, there: right.get(matches) as Column })),
    take: join.take === null ? null : (right.get(join.take) as Column),
    times: times === null ? null : (right.get(times) as Column),
    how: join.how,
    window: join.window,
    asOf: here.dataset.asOf,
    withAsOf: there.dataset.asOf,
  });
  return { column: joined.column, outcome: { ...joined.outcome, ...shareOf(here, joined.column) } };
}

/**
 * A dataset with the columns that its joins give it, behind its own. A join whose side table is out of the case gives none; a field that a
 * column of the file or an earlier join serves is not served by another one.
 */
export function withJoins(
  own: Canonical,
  joins: readonly Join[],
  here: Side,
  sideOf: (dataset: string) => Side | null,
): { canonical: Canonical; outcomes: ReadonlyMap<string, JoinOutcome> } {
  const listed: ColumnInfo[] = [...own.dataset.columns];
  const columns = new Map(own.columns);
  const outcomes = new Map<string, JoinOutcome>();
  for (const join of joins) {
    const there = sideOf(join.with);
    if (!there || findColumn({ ...own.dataset, columns: listed }, join.name)) continue;
    const { column, outcome } = runJoin(join, here, there);
    const source = there.dataset.columns.find(({ name }) => name === join.take);
    const taken = source?.field ?? null;
    const isFree = keepsField(taken, join.how) && !listed.some(({ field }) => field === taken);
    listed.push({
      name: join.name,
      header: join.name,
      field: isFree ? taken : null,
      type: column.type,
      ...summaryOf(column),
      ...(source?.unit === undefined || column.type === 'text' ? {} : { unit: source.unit }),
      joined: {
        join: join.id,
        from: there.dataset.id,
        made: madeWords(join),
        dataset: there.dataset.name,
        asOf: outcome.asOf,
        spreadHours: outcome.spreadHours,
        unmatched: outcome.rows - outcome.matched,
      },
    });
    columns.set(join.name, column);
    outcomes.set(join.id, outcome);
  }
  return { canonical: { ...own, dataset: { ...own.dataset, columns: listed }, columns }, outcomes };
}
