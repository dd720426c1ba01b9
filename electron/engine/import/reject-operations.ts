import type { Dialect, RejectedRecord } from '../../../shared/case/dataset.ts';
import { errorValueOf } from '../../../shared/case/error.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import { cellsOfRaw, checkedCells } from '../import/readmit.ts';
import { madeColumns, withMadeCells } from '../import/steps/made-cells.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { type ReaderLaneState, read } from '../lanes/reader-store.ts';
import { listRejects, recipeOf, requireDataset, requireSource } from '../store/catalogue.ts';
import { listReadmitted } from '../store/readmitted.ts';

/** A rejected record with its cells as far as they can be told apart, or as they were corrected; without those that steps make of others. */
export type RejectToEdit = {
  reject: RejectedRecord;
  cells: { header: string; text: string }[];
  /** the archive that the record has to be looked up in, for its text alone does not say all cells; `null` = it does */
  archive: { source: { id: string; fileName: string }; dialect: Dialect } | null;
};

/** Why corrected cells would not be taken in, `refusal` null = they would. */
export type RecordAnswer = { refusal: string | null; problems: { column: string; reason: string; fix: string }[] };

/** Rejected records and what it takes to take them in again, on the reader lane. */
export const rejectOperations = {
  'rejects.edit': (state: ReaderLaneState, { dataset, number }: { dataset: string; number: number }): RejectToEdit =>
    read(state, (file) => {
      const { columns, sourceId } = requireDataset(file, dataset);
      const [reject] = listRejects(file, dataset, { start: number, end: number + 1 }).rows;
      if (!reject) throw notInCase('reject', String(number));
      const corrected = listReadmitted(file, dataset).find((record) => record.number === number)?.texts;
      const headers = columns.map(({ header }) => header);
      const recipe = recipeOf(file, dataset);
      const texts = corrected ?? cellsOfRaw(reject.raw, recipe, headers);
      const made = madeColumns(recipe);
      const cells = headers.map((header, at) => ({ header, text: texts[at] ?? '' }));
      const { dialect } = recipe;
      // the column behind the others names the member of the archive
      const archive =
        corrected === undefined && dialect.container === 'zip' && dialect.format !== 'xlsx'
          ? { source: requireSource(file, sourceId), dialect }
          : null;
      return { reject, cells: cells.filter(({ header }) => !made.has(header)), archive };
    }),

  /** Cells as the store takes them. @throws ChokepointError `cells-refused`, `unknown-column` */
  'rejects.check': (
    state: ReaderLaneState,
    { dataset, cells }: { dataset: string; cells: Record<string, string> },
  ): { cells: (string | null)[]; texts: string[] } =>
    read(state, (file) => {
      const { columns } = requireDataset(file, dataset);
      const recipe = recipeOf(file, dataset);
      const texts = withMadeCells(cells, recipe);
      return { cells: checkedCells(cells, recipe, columns), texts: columns.map(({ header }) => texts[header] ?? '') };
    }),

  /** What taking these cells in would answer: the refusal of `rejects.check` as a value. */
  'rejects.answer': (state: ReaderLaneState, { dataset, cells }: { dataset: string; cells: Record<string, string> }): RecordAnswer =>
    read(state, (file) => {
      try {
        checkedCells(cells, recipeOf(file, dataset), requireDataset(file, dataset).columns);
        return { refusal: null, problems: [] };
      } catch (error) {
        const refused = errorValueOf(error);
        if (refused?.code !== 'cells-refused') throw error;
        return { refusal: `${refused.message} ${refused.advice}`, problems: refused.details.problems as RecordAnswer['problems'] };
      }
    }),
} satisfies OperationTable<ReaderLaneState>;
