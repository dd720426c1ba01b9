import type { ColumnInfo, Dataset, Finding, Recipe, RejectedRecord, Source } from '../../../shared/case/dataset.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import type { RemovalSpec, Scenario } from '../../../shared/case/removal.ts';
import { type SavedView, viewSpecSchema } from '../../../shared/case/view.ts';
import type { EntityPolicy } from '../../../shared/entities/groups.ts';
import { listOf, recordsWords, shorten } from '../../../shared/format/index.ts';
import type { CaseFile } from './case-file.ts';
import { currentFindings } from './current-findings.ts';
import { countReadmitted } from './readmitted.ts';
import { undoState } from './undo.ts';

type Window = { start: number; end: number };

type DatasetRow = {
  id: string;
  name: string;
  included: number;
  source: string;
  rows: number;
  rejected: number;
  records: number | null;
  grain: Dataset['grain'];
  base: Dataset['base'];
  as_of: string | null;
  sampling: Dataset['sampling'];
  sampled_days: number | null;
  sample: number;
  imported_at: string;
  recipe: string;
};

/** Datasets that name a case for which nobody gave a title. */
const NAMING = 3;
const MOST_TITLE = 200;

/** Whether nobody gave the case a title: it was made with the name of its file, and was not renamed since. */
function isUnnamed(file: CaseFile, title: string): boolean {
  const made = file.prepare('SELECT input FROM ledger WHERE sequence = 1').pluck().get() as string | undefined;
  const about = made === undefined ? {} : (JSON.parse(made) as { title?: unknown; unnamed?: unknown });
  return about.unnamed === true && about.title === title;
}

/** Title of a case without one: the names of its datasets, and that of its file while it has none. */
function titleOfDatasets(file: CaseFile, title: string): string {
  const names = file.prepare('SELECT name FROM dataset WHERE included = 1 ORDER BY number').pluck().all() as string[];
  return names.length === 0 ? title : shorten(listOf(names, NAMING), MOST_TITLE);
}

type InfoRow = { id: string; title: string; question: string; sample: number; created_at: string; revision: number };

/** Title page of the case, its revision and what undo and redo would do. */
export function caseInfo(file: CaseFile): CaseInfo {
  const { id, title, question, sample, created_at: createdAt, revision } = file.prepare('SELECT * FROM case_info').get() as InfoRow;
  const { undo, redo } = undoState(file);
  return {
    id,
    fileName: file.fileName,
    title: isUnnamed(file, title) ? titleOfDatasets(file, title) : title,
    question,
    sample: sample === 1,
    createdAt,
    revision,
    formatVersion: file.database.pragma('user_version', { simple: true }) as number,
    datasets: file.prepare('SELECT count(*) FROM dataset WHERE included = 1').pluck().get() as number,
    undo: undo?.label ?? null,
    redo: redo?.label ?? null,
  };
}

function datasetOfRow(file: CaseFile, row: DatasetRow): Dataset {
  const columns = file
    .prepare(
      `SELECT name, header, field, type, filled, distinct_values AS "distinct", sum
       FROM dataset_column WHERE dataset = ? ORDER BY ordinal`,
    )
    .all(row.id) as ColumnInfo[];
  const { units = {} } = JSON.parse(row.recipe) as Pick<Recipe, 'units'>;
  for (const column of columns) {
    const unit = units[column.header];
    if (unit !== undefined && column.type !== 'text') column.unit = unit;
  }
  const sample = row.sample === 1 || file.prepare('SELECT sample FROM case_info').pluck().get() === 1;
  const readmitted = countReadmitted(file, row.id);
  if (readmitted > 0) {
    const summary = file.prepare('SELECT columns FROM readmitted_summary WHERE dataset = ?').pluck().get(row.id) as string | undefined;
    (JSON.parse(summary ?? '[]') as Pick<ColumnInfo, 'filled' | 'distinct' | 'sum'>[]).forEach((column, at) => {
      Object.assign(columns[at] as ColumnInfo, column);
    });
  }
  const rows = row.rows + readmitted;
  const rejected = row.rejected - readmitted;
  const {
    id,
    name,
    source: sourceId,
    records,
    grain,
    base,
    as_of: asOf,
    sampling,
    sampled_days: sampledDays,
    imported_at: importedAt,
  } = row;
  const kept = file
    .prepare('SELECT code, message, advice, details FROM finding WHERE dataset = ? ORDER BY ordinal')
    .all(id)
    .map((finding) => ({ ...(finding as Finding), details: JSON.parse((finding as { details: string }).details) as Finding['details'] }));
  const findings = readmitted === 0 ? kept : currentFindings(file, id, kept, recordsWords(row));
  return { id, name, sourceId, rows, rejected, records, grain, base, asOf, sample, sampling, sampledDays, importedAt, columns, findings };
}

/** Keeps what the import of a dataset noticed; once, in the transaction of the import. */
export function keepFindings(file: CaseFile, dataset: string, findings: readonly Finding[]): void {
  const insert = file.prepare('INSERT INTO finding (dataset, ordinal, code, message, advice, details) VALUES (?, ?, ?, ?, ?, ?)');
  for (const [ordinal, { code, message, advice, details }] of findings.entries())
    insert.run(dataset, ordinal, code, message, advice, JSON.stringify(details));
}

/** Datasets of the case, oldest first; excluded ones are left out. */
export function listDatasets(file: CaseFile): Dataset[] {
  const rows = file.prepare('SELECT * FROM dataset WHERE included = 1 ORDER BY number').all() as DatasetRow[];
  return rows.map((row) => datasetOfRow(file, row));
}

/** A dataset of the case. @throws ChokepointError `dataset-missing` when it is unknown or excluded */
export function requireDataset(file: CaseFile, id: string): Dataset {
  const row = file.prepare('SELECT * FROM dataset WHERE id = ? AND included = 1').get(id) as DatasetRow | undefined;
  if (!row) throw notInCase('dataset', id);
  return datasetOfRow(file, row);
}

/** The recipe that made a dataset from its source. @throws ChokepointError `dataset-missing` */
export function recipeOf(file: CaseFile, dataset: string): Recipe {
  requireDataset(file, dataset);
  return JSON.parse(file.prepare('SELECT recipe FROM dataset WHERE id = ?').pluck().get(dataset) as string);
}

/** SHA-256 of each column of a dataset over its stored chunks and dictionary, in the order of the columns. */
export function columnHashes(file: CaseFile, dataset: string): { name: string; sha256: string }[] {
  return file.prepare('SELECT name, sha256 FROM dataset_column WHERE dataset = ? ORDER BY ordinal').all(dataset) as {
    name: string;
    sha256: string;
  }[];
}

const SOURCES = `SELECT id, file_name AS fileName, bytes, sha256, format, encoding, added_at AS addedAt, licence, copies
  FROM source LEFT JOIN source_licence ON source_licence.source = source.id`;

type SourceRow = Omit<Source, 'datasetIds' | 'licence' | 'copies'> & { licence: string | null; copies: Source['copies'] | null };

function sourceOfRow(file: CaseFile, { licence, copies, ...row }: SourceRow): Source {
  return { ...row, datasetIds: datasetsOfSource(file, row.id), ...(copies === null || copies === undefined ? {} : { licence, copies }) };
}

/** Frozen source files, oldest first, with the datasets of the case that come from them. */
export function listSources(file: CaseFile): Source[] {
  return (file.prepare(`${SOURCES} ORDER BY number`).all() as SourceRow[]).map((row) => sourceOfRow(file, row));
}

/** A frozen source file. @throws ChokepointError `source-missing` */
export function requireSource(file: CaseFile, id: string): Source {
  const row = file.prepare(`${SOURCES} WHERE id = ?`).get(id) as SourceRow | undefined;
  if (!row) throw notInCase('source', id);
  return sourceOfRow(file, row);
}

function datasetsOfSource(file: CaseFile, source: string): string[] {
  return file.prepare('SELECT id FROM dataset WHERE source = ? AND included = 1 ORDER BY number').pluck().all(source) as string[];
}

/**
 * A window of the records that the import rejected, in the order of the file, also those that were corrected and taken in again.
 *
 * @throws ChokepointError `dataset-missing`
 */
export function listRejects(file: CaseFile, dataset: string, { start, end }: Window): { total: number; rows: RejectedRecord[] } {
  const total = requireDataset(file, dataset).rejected + countReadmitted(file, dataset);
  const rows = file
    .prepare(
      `SELECT reject.number, record, line, column_name AS "column", code, reject.reason, fix, raw, readmitted.reason AS readmitted FROM reject
       LEFT JOIN readmitted ON readmitted.dataset = reject.dataset AND readmitted.number = reject.number
       WHERE reject.dataset = ? AND reject.number >= ? AND reject.number < ? ORDER BY reject.number`,
    )
    .all(dataset, start, end) as RejectedRecord[];
  return { total, rows };
}

/** A stored spec; one of a time before entities counts confirmed links, of which there were none. */
function specOf<Spec extends { entities: EntityPolicy }>(text: string): Spec {
  const spec = JSON.parse(text) as Omit<Spec, 'entities'> & { entities?: EntityPolicy };
  return { ...spec, entities: spec.entities ?? 'confirmed' } as Spec;
}

/** Saved views, oldest first. */
export function listViews(file: CaseFile): SavedView[] {
  const rows = file.prepare('SELECT id, name, spec FROM saved_view ORDER BY number').all() as { id: string; name: string; spec: string }[];
  return rows.map(({ id, name, spec }) => ({ id, name, spec: viewSpecSchema.parse(JSON.parse(spec)) }));
}

/** Saved removal scenarios, oldest first. */
export function listScenarios(file: CaseFile): Scenario[] {
  const rows = file.prepare('SELECT id, name, spec, removed FROM scenario ORDER BY number').all() as {
    id: string;
    name: string;
    spec: string;
    removed: string;
  }[];
  return rows.map(({ id, name, spec, removed }) => ({
    id,
    name,
    spec: specOf<RemovalSpec>(spec),
    removed: JSON.parse(removed) as string[],
  }));
}
