import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import type { CaseFile } from './case-file.ts';

/** What a command changed: `touched` names the subjects of the contract whose answers may differ now. */
export type CommandOutcome<Result = unknown> = { result: Result; revision: number; touched: string[]; label: string };

/** Appends the ledger entry of an import that was written in the same transaction; undo excludes the dataset again. */
export function recordImport(
  _file: CaseFile,
  _entry: { dataset: Dataset; source: Source; recipe: unknown; actor: string; at: string },
): CommandOutcome<Dataset> {
  throw new Error('being built');
}
