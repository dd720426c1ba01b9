import { statSync } from 'node:fs';
import type { Finding, Recipe, Reject } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import { noCase } from '../../../shared/case/missing.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { NORMALISER_VERSIONS } from '../../../shared/normalise/result.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { type CaseFile, writeTransaction } from '../store/case-file.ts';
import { caseInfo, keepFindings, requireDataset, requireSource } from '../store/catalogue.ts';
import { beginDataset, type DatasetWriter } from '../store/columns.ts';
import { type CommandOutcome, recordImport } from '../store/commands.ts';
import { BLOCK } from '../store/source-block.ts';
import { SourceInProgress } from '../store/sources.ts';
import { cellFindings, RejectSummary, TextNotes, textFindings } from './findings.ts';
import { fileShape, type InputFile } from './open-reader.ts';
import type { PassResult, RowSink } from './pass.ts';
import { type ImportPlan, planImport } from './plan.ts';
import { unitsOf } from './presets/apply.ts';
import { type Besides, ReadThread } from './read-thread.ts';
import { type ReadJob, readRecords } from './reading.ts';
import { readSample } from './sample.ts';
import { sniffFile } from './sniff.ts';

/** `findings` are known before the file is read, such as what it was made of. */
export type ImportInput = InputFile & { name: string; recipe: Recipe; at: string; actor: string; findings?: readonly Finding[] };

/** What an import of one file or of several changed, with the case as it is afterwards. */
export type ImportReply = Omit<CommandOutcome<ImportResult[]>, 'label'> & { info: CaseInfo };

/** From this size on, in bytes, a second thread reads; below it, starting the thread takes longer than it saves. */
const THREAD_BYTES = 8 << 20;
/** Up to this size, in bytes, all texts of a file find room in the memory of the compiled loops. */
const KERNEL_BYTES = 2 ** 30;
/** Times that a packed table usually grows. */
const USUAL_RATIO = 16;

/**
 * Freezes a file in the case and makes a dataset of it, in one transaction: a throw, also a cancel, leaves the case as it was.
 *
 * @returns dataset, source and findings; `imported + rejected` is the number of records in the file, or of the rows that they
 *   became where an array inside them was opened
 * Errors: those of sniffing, of the readers and of the plan, `file-changed`, those of the store
 */
export function importFile(file: CaseFile, input: ImportInput, context: LaneContext): CommandOutcome<ImportResult> {
  const { size = 0 } = statSync(input.path, { throwIfNoEntry: false }) ?? {};
  const thread = size >= THREAD_BYTES ? new ReadThread() : null;
  try {
    return importWith(thread, file, input, context);
  } finally {
    thread?.close();
  }
}

/**
 * Imports several files in one transaction, each as a dataset of its own: either all of them are in the case afterwards or none.
 *
 * The end of the transaction is the one point where a cancel still wins; once it is passed, the import is in the case.
 *
 * @param inputs at least one file, in the order of the datasets
 * Errors: as `importFile`, naming the file where there are several
 */
function importFiles(file: CaseFile, inputs: readonly ImportInput[], context: LaneContext): CommandOutcome<ImportResult>[] {
  return writeTransaction(file, () => {
    const outcomes = inputs.map((input) => {
      try {
        return importFile(file, input, context);
      } catch (error) {
        throw inputs.length > 1 ? namingFile(error, input.fileName) : error;
      }
    });
    context.checkpoint();
    return outcomes;
  });
}

/** The same error with the file that it is about, when several are imported together. */
function namingFile(error: unknown, fileName: string): unknown {
  if (!(error instanceof ChokepointError) || error.value.code === 'cancelled') return error;
  const { code, message, advice, details } = error.value;
  return new ChokepointError(
    code,
    `${message.includes(fileName) ? '' : `"${fileName}": `}${message} The files of one import belong together, so none of them was imported.`,
    advice,
    { ...details, fileName },
  );
}

/** @param thread reads the records; `null` = they are read here, after the file is kept */
function importWith(thread: ReadThread | null, file: CaseFile, input: ImportInput, context: LaneContext): CommandOutcome<ImportResult> {
  const { path, fileName, name, at, actor } = input;
  const before = versionOf(path);
  const sniffed = sniffFile(path, fileName, input.recipe.dialect);
  const units = unitsOf(input.recipe);
  const recipe: Recipe = {
    ...input.recipe,
    dialect: sniffed.dialect,
    normalisers: { ...NORMALISER_VERSIONS },
    ...(Object.keys(units).length === 0 ? {} : { units }),
  };
  const { format, encoding } = recipe.dialect;
  const progressOf =
    (phase: string) =>
    (done: number, total: number | null = sniffed.bytes) => {
      context.checkpoint();
      context.progress(phase, done, total);
    };
  const blocks = Math.ceil((statSync(path, { throwIfNoEntry: false })?.size ?? 0) / BLOCK);
  const keeping = new SourceInProgress(file, path, { fileName, format, encoding, addedAt: at }, thread?.claims(blocks));
  const besides: Besides = { blocks, step: () => keeping.step(), block: ({ number, size, bytes }) => keeping.keep(number, size, bytes) };
  const work = () => {
    const unpacked = sniffed.bytes * (recipe.dialect.container || recipe.dialect.format === 'parquet' ? USUAL_RATIO : 1);
    const kernel = unpacked <= KERNEL_BYTES;
    const shape = fileShape(input, recipe.dialect, progressOf('columns'), undefined, kernel);
    const { steps = [], unknownTokens } = recipe;
    const sample = readSample(input, recipe.dialect, shape, { steps, unknownTokens });
    const plan = planImport(recipe, sample, fileName);
    const summary = new RejectSummary(fileName);
    let notes: TextNotes[] = [];
    const readInto = (writer: DatasetWriter, phase: string): PassResult => {
      summary.clear();
      const job: ReadJob = {
        input: { path, fileName },
        dialect: recipe.dialect,
        columns: shape.columns,
        opened: shape.opened,
        plan,
        steps,
        kernel,
      };
      const rejects = (some: readonly Reject[]) => {
        for (const reject of some) summary.add(reject);
        writer.rejects(some);
      };
      notes = plan.columns.map(() => new TextNotes());
      const texts: RowSink['texts'] = (column, some) => {
        notes[column]?.add(some);
        writer.texts(column, some);
      };
      const sink: RowSink = { chunk: writer.chunk, rejects, texts };
      if (thread) return thread.run(job, sink, besides, (done) => progressOf(phase)(done, sniffed.bytes));
      keeping.finish(progressOf('freeze'));
      return readRecords(job, sink, progressOf(phase));
    };
    const findings: Finding[] = [];
    let writer = beginDataset(file);
    let result = readInto(writer, 'read');
    if (result.misfits.length > 0) {
      writer.discard();
      for (const { column } of result.misfits) (plan.columns[column] as ImportPlan['columns'][number]).type = 'text';
      findings.push(...textFindings(result.misfits, plan, fileName));
      writer = beginDataset(file);
      result = readInto(writer, 'read again');
      if (result.misfits.length > 0) throw new Error('a text column cannot fail');
    }
    thread?.finish(besides, () => context.checkpoint());
    keeping.readToEnd(progressOf('freeze'));
    if (versionOf(path) !== before) throw fileChanged(fileName);
    const kept = keeping.finish(() => context.checkpoint());
    context.checkpoint();
    context.progress('store', 0, null);
    const dataset = writer.finish({
      name,
      records: result.records,
      sourceId: kept.source.id,
      recipe,
      grain: recipe.grain,
      base: recipe.base,
      asOf: recipe.asOf,
      sample: isSample(plan, notes),
      importedAt: at,
      columns: plan.columns.map(({ name: column, header, field, type }, index) => ({
        name: column,
        header,
        field,
        type,
        ...(type === 'text' ? {} : { dictionary: result.dictionaries[index] ?? [] }),
      })),
    });
    context.checkpoint();
    const outcome = recordImport(file, { dataset, source: kept.source, recipe, actor, at });
    const source = requireSource(file, kept.source.id);
    const all = [
      ...(input.findings ?? []),
      ...sniffed.findings,
      ...kept.findings,
      ...sample.findings,
      ...plan.findings,
      ...findings,
      ...result.findings,
      ...cellFindings(plan, result, notes, fileName),
      ...summary.findings(dataset),
    ];
    keepFindings(file, dataset.id, all);
    return { ...outcome, result: { dataset: requireDataset(file, dataset.id), source, findings: all } };
  };
  try {
    return writeTransaction(file, work);
  } finally {
    keeping.close();
  }
}

/** A file of a fictional network says so in every record: a column `sample` that holds nothing but SAMPLE. */
function isSample(plan: ImportPlan, notes: readonly TextNotes[]): boolean {
  const column = notes[plan.columns.findIndex(({ header }) => header.toLowerCase() === 'sample')];
  return column?.count === 1 && column.first === 'SAMPLE';
}

/** Size and time of the last change: the frozen bytes and the bytes that were read must be the same. */
function versionOf(path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false });
  return status ? `${status.ino} ${status.size} ${status.mtimeNs}` : 'missing';
}

function fileChanged(fileName: string): ChokepointError {
  return new ChokepointError(
    'file-changed',
    `"${fileName}" was changed by another program while it was read; nothing was imported.`,
    'Wait until the file is complete and import it again.',
    { fileName },
  );
}

/** Operations of the writer lane. */
export const importOperations = {
  import(state: { case: CaseFile | null }, input: { files: readonly ImportInput[] }, context: LaneContext): ImportReply {
    const file = state.case;
    if (!file) throw noCase();
    const outcomes = importFiles(file, input.files, context);
    const { revision, touched } = outcomes.at(-1) as CommandOutcome<ImportResult>;
    return { result: outcomes.map(({ result }) => result), revision, touched, info: caseInfo(file) };
  },
} satisfies OperationTable<never>;
