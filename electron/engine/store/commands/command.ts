import type { CaseFile } from '../case-file.ts';
import type { StoredCommand } from '../ledger.ts';

/** What applying a command gives: its result, how it is taken back and how it reads as history. */
export type Applied = {
  result: unknown;
  inverse: StoredCommand;
  /** reads as history: `Rename "providers" to "Northgrid"` */
  label: string;
  /** input with everything that was decided while applying (ids), so that the ledger tells the whole decision */
  recorded: unknown;
};

/** A change of decisions. `touched` names the subjects of the contract whose answers may differ afterwards. */
export type Command<Input> = {
  touched: readonly string[];
  /** makes the change inside the running write transaction; a throw undoes it */
  apply(file: CaseFile, input: Input): Applied;
};
