import { statSync } from 'node:fs';
import type { Finding, Recipe } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { noCase } from '../store/case-errors.ts';
import { type CaseFile, writeTransaction } from '../store/case-file.ts';
import { caseInfo, requireSource } from '../store/catalogue.ts';
import { beginDataset, type DatasetWriter } from '../store/columns.ts';
import { type CommandOutcome, recordImport } from '../store/commands.ts';
import { unpackTexts } from '../store/encoding.ts';
import { addSourceFile } from '../store/sources.ts';
import { RejectSummary, textFindings } from './findings.ts';
import { type InputFile, jsonColumns, readerFor, withText } from './open-reader.ts';
import { type Misfit, type PassResult, RejectBuffer, runPass } from './pass.ts';
import { type ImportPlan, planImport } from './plan.ts';
import { readSample } from './sample.ts';
import { sniffFile } from './sniff.ts';

export type ImportInput = InputFile & { name: string; recipe: Recipe; at: string; actor: string };

/** What an import changed, with the case as it is afterwards. */
export type ImportReply = CommandOutcome<ImportResult> & { info: CaseInfo };

/** Thrown inside the first pass, so that its rows are rolled back before the file is read again. */
class NotNumeric extends Error {
  readonly misfits: Misfit[];
  constructor(misfits: Misfit[]) {
    super('columns are not numeric');
    this.misfits = misfits;
  }
}

/**
 * Freezes a file in the case and makes a dataset of it, in one transaction: a throw, also a cancel, leaves the case as it was.
 *
 * @returns dataset, source and findings; `imported + rejected` is the number of records in the file
 * Errors: those of sniffing, of the readers and of the plan, `file-changed`, those of the store
 */
export function importFile(file: CaseFile, input: ImportInput, context: LaneContext): CommandOutcome<ImportResult> {
  const { path, fileName, name, at, actor } = input;
  const before = versionOf(path);
  const sniffed = sniffFile(path, fileName, input.recipe.dialect);
  const recipe: Recipe = { ...input.recipe, dialect: sniffed.dialect };
  const progressOf = (phase: string) => (done: number, total: number | null) => {
    context.checkpoint();
    context.progress(phase, done, total);
  };
  return writeTransaction(file, () => {
    const kept = addSourceFile(
      file,
      path,
      { fileName, format: recipe.dialect.format, encoding: recipe.dialect.encoding, addedAt: at },
      (done) => progressOf('freeze')(done, sniffed.bytes),
    );
    const columns = jsonColumns(input, recipe.dialect, progressOf('columns'));
    const sample = readSample(input, recipe.dialect, columns);
    const plan = planImport(recipe, sample, fileName);
    const summary = new RejectSummary(fileName);
    const readInto = (writer: DatasetWriter, phase: string): PassResult =>
      withText(input, recipe.dialect, progressOf(phase), (text) => {
        summary.clear();
        const rejects = new RejectBuffer();
        const reader = readerFor(text, fileName, recipe.dialect, columns, rejects.add);
        return runPass(reader, rejects, plan, writer, summary.add);
      });
    const findings: Finding[] = [];
    let written = attempt(file, kept.source.id, (writer) => readInto(writer, 'read'));
    if ('misfits' in written) {
      for (const { column } of written.misfits) (plan.columns[column] as ImportPlan['columns'][number]).type = 'text';
      findings.push(...textFindings(written.misfits, plan, fileName));
      written = attempt(file, kept.source.id, (writer) => readInto(writer, 'read again'));
    }
    if ('misfits' in written) throw new Error('a text column cannot fail');
    const { writer, result } = written;
    if (versionOf(path) !== before) throw fileChanged(fileName);
    context.checkpoint();
    context.progress('store', 0, null);
    const dataset = writer.finish({
      name,
      recipe,
      grain: recipe.grain,
      base: recipe.base,
      asOf: recipe.asOf,
      sample: isSample(plan, result),
      importedAt: at,
      columns: plan.columns.map(({ name: column, header, field, type }, index) => ({
        name: column,
        header,
        field,
        type,
        dictionary: result.dictionaries[index] ?? [],
      })),
    });
    context.checkpoint();
    const outcome = recordImport(file, { dataset, source: kept.source, recipe, actor, at });
    const source = requireSource(file, kept.source.id);
    const all = [...sniffed.findings, ...kept.findings, ...sample.findings, ...plan.findings, ...findings, ...summary.findings(dataset)];
    return { ...outcome, result: { dataset, source, findings: all } };
  });
}

/** A file of a fictional network says so in every record: a column `sample` that holds nothing but SAMPLE. */
function isSample(plan: ImportPlan, { dictionaries }: PassResult): boolean {
  const column = plan.columns.findIndex(({ header }) => header.toLowerCase() === 'sample');
  const dictionary = dictionaries[column];
  if (!dictionary || !('bytes' in dictionary) || dictionary.offsets.length !== 2) return false;
  return unpackTexts(dictionary)[0] === 'SAMPLE';
}

type Attempt = { writer: DatasetWriter; result: PassResult } | { misfits: Misfit[] };

/** Writes the rows of one pass; takes them back when columns turn out not to be numeric. */
function attempt(file: CaseFile, sourceId: string, read: (writer: DatasetWriter) => PassResult): Attempt {
  try {
    return writeTransaction(file, () => {
      const writer = beginDataset(file, { sourceId });
      const result = read(writer);
      if (result.misfits.length > 0) throw new NotNumeric(result.misfits);
      return { writer, result };
    });
  } catch (error) {
    if (error instanceof NotNumeric) return { misfits: error.misfits };
    throw error;
  }
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
  import(state: { case: CaseFile | null }, input: ImportInput, context: LaneContext): ImportReply {
    const file = state.case;
    if (!file) throw noCase();
    const outcome = importFile(file, input, context);
    return { ...outcome, info: caseInfo(file) };
  },
} satisfies OperationTable<never>;
