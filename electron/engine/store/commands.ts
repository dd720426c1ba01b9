import type { Dataset, Recipe, Source } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type CaseFile, writeTransaction } from './case-file.ts';
import { columnHashes } from './catalogue.ts';
import { dropBracket, keepBracket } from './commands/brackets.ts';
import { clearNotApplicable, setNotApplicable } from './commands/claims.ts';
import type { Command } from './commands/command.ts';
import { describeDataset, excludeDataset, includeDataset, renameDataset } from './commands/datasets.ts';
import { declareTest, undeclareTest } from './commands/declarations.ts';
import { describeCase } from './commands/describe.ts';
import { entityCommands } from './commands/entities.ts';
import { addJoin, removeJoin } from './commands/joins.ts';
import { choosePack, importPack, removePack } from './commands/packs.ts';
import { addPin, removePin } from './commands/pins.ts';
import { removeSupply, stateSupply, unwaiveCheck, waiveCheck } from './commands/quality.ts';
import { removeRecipe, saveRecipe } from './commands/recipes.ts';
import { leaveOutRecord, readmitRecord } from './commands/rejects.ts';
import { setLayout } from './commands/report-layout.ts';
import { removeScenario, saveScenario } from './commands/scenarios.ts';
import { setLicence } from './commands/sources.ts';
import { aliasValues } from './commands/values.ts';
import { removeView, saveView } from './commands/views.ts';
import { appendEntry, type StoredCommand } from './ledger.ts';
import { undoState } from './undo.ts';

const COMMANDS = {
  'case.describe': describeCase,
  'dataset.include': includeDataset,
  'dataset.exclude': excludeDataset,
  'dataset.rename': renameDataset,
  'dataset.describe': describeDataset,
  'view.save': saveView,
  'view.remove': removeView,
  'pin.add': addPin,
  'pin.remove': removePin,
  'quality.waive': waiveCheck,
  'quality.unwaive': unwaiveCheck,
  'quality.stateSupply': stateSupply,
  'quality.removeSupply': removeSupply,
  'claim.setNotApplicable': setNotApplicable,
  'claim.clearNotApplicable': clearNotApplicable,
  'pack.choose': choosePack,
  'pack.import': importPack,
  'pack.remove': removePack,
  'reject.readmit': readmitRecord,
  'reject.leaveOut': leaveOutRecord,
  'recipe.save': saveRecipe,
  'recipe.remove': removeRecipe,
  'source.setLicence': setLicence,
  'scenario.save': saveScenario,
  'scenario.remove': removeScenario,
  'removal.declare': declareTest,
  'removal.undeclare': undeclareTest,
  'removal.keepBracket': keepBracket,
  'removal.dropBracket': dropBracket,
  'values.alias': aliasValues,
  'join.add': addJoin,
  'join.remove': removeJoin,
  'report.setLayout': setLayout,
  ...entityCommands,
} as const;

export type CommandName = keyof typeof COMMANDS;

export type CommandInput<Name extends CommandName> = (typeof COMMANDS)[Name] extends Command<infer Input> ? Input : never;

/** What a command changed: `touched` names the subjects of the contract whose answers may differ now. */
export type CommandOutcome<Result = unknown> = { result: Result; revision: number; touched: string[]; label: string };

/** Who decides and when (ISO 8601, UTC), as written to the ledger. */
export type Decider = { actor: string; at: string };

/**
 * Runs a command alone and durably: change, inverse and ledger entry in one transaction.
 *
 * @param request input as the contract checked it
 * @throws ChokepointError `case-read-only`, `...-missing`, `disk-full`; nothing is changed then
 */
export function runCommand(file: CaseFile, request: { command: CommandName; input: unknown } & Decider): CommandOutcome {
  return writeTransaction(file, () => execute(file, request, request, null));
}

/**
 * Takes back the last decision that is not taken back yet, by running its stored inverse as a new entry.
 *
 * @throws ChokepointError `nothing-to-undo`, `case-read-only`
 */
export function undo(file: CaseFile, decider: Decider): CommandOutcome {
  return writeTransaction(file, () => {
    const { undo: step } = undoState(file);
    if (!step) {
      throw new ChokepointError('nothing-to-undo', 'There is no decision left to undo.', 'The history lists every decision of the case.');
    }
    return execute(file, step.inverse, decider, { undoes: step.sequence, label: `Undo: ${step.label}` });
  });
}

/**
 * Makes the decision again that was taken back last.
 *
 * @throws ChokepointError `nothing-to-redo`, `case-read-only`
 */
export function redo(file: CaseFile, decider: Decider): CommandOutcome {
  return writeTransaction(file, () => {
    const { redo: step } = undoState(file);
    if (!step) {
      throw new ChokepointError(
        'nothing-to-redo',
        'There is no undone decision to make again.',
        'A new decision after an undo gives up what could be redone; the history lists every decision of the case.',
      );
    }
    return execute(file, step.inverse, decider, { undoes: step.sequence, label: `Redo: ${step.label}` });
  });
}

function execute(file: CaseFile, stored: StoredCommand, { actor, at }: Decider, taking: { undoes: number; label: string } | null) {
  const command = COMMANDS[stored.command as CommandName] as Command<unknown> | undefined;
  if (!command) throw new Error(`no command "${stored.command}"`);
  const { result, inverse, label, recorded } = command.apply(file, stored.input);
  const entry = appendEntry(file, {
    at,
    actor,
    command: stored.command,
    label: taking?.label ?? label,
    input: recorded,
    undoes: taking?.undoes ?? null,
    inverse,
  });
  return { result, revision: entry.revision, touched: [...command.touched, 'history'], label: entry.label };
}

/**
 * Appends the ledger entry of an import, in the write transaction that wrote the dataset; undo excludes the dataset again.
 *
 * @param entry what was imported; the hashes of source and columns go into the ledger and so into its chain
 */
export function recordImport(
  file: CaseFile,
  { dataset, source, recipe, actor, at }: { dataset: Dataset; source: Source; recipe: Recipe } & Decider,
): CommandOutcome<Dataset> {
  const { id, name, rows, rejected } = dataset;
  const entry = appendEntry(file, {
    at,
    actor,
    command: 'dataset.import',
    label: `Import ${source.fileName} as "${name}"`,
    input: {
      dataset: id,
      name,
      source: { id: source.id, fileName: source.fileName, sha256: source.sha256 },
      recipe,
      rows,
      rejected,
      columns: columnHashes(file, id),
    },
    undoes: null,
    inverse: { command: 'dataset.exclude', input: { dataset: id } },
  });
  return { result: dataset, revision: entry.revision, touched: [...excludeDataset.touched, 'history'], label: entry.label };
}
