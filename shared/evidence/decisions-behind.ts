import type { LedgerEntry } from '../case/ledger.ts';
import { isRedacted, type LedgerLine } from './ledger-chain.ts';
import type { VerificationResult } from './verification.ts';

/** Entries that are in force: neither undone nor, undone, done again; by sequence number. */
export function inForce(lines: readonly LedgerLine[]): Map<number, boolean> {
  const byNumber = new Map(lines.map((line) => [line.sequence, line]));
  const holds = new Map<number, boolean>();
  for (const line of lines) {
    if (isRedacted(line) || line.undoes === null) {
      holds.set(line.sequence, true);
      continue;
    }
    let target = byNumber.get(line.undoes);
    while (target && !isRedacted(target) && target.undoes !== null) target = byNumber.get(target.undoes);
    if (target) holds.set(target.sequence, !holds.get(target.sequence));
  }
  return holds;
}

/** Every decision of a person as Verify lists it, oldest first; entries that undo others are told by what they undo. */
export function decisionsOfLedger(lines: readonly LedgerLine[]): VerificationResult['decisions'] {
  const holds = inForce(lines);
  return lines
    .filter((line) => isRedacted(line) || line.undoes === null)
    .map((line) => ({
      sequence: line.sequence,
      at: line.at,
      actor: isRedacted(line) ? '' : line.actor,
      label: isRedacted(line) ? `${line.command} (text left out: it names what is redacted)` : line.label,
      undone: holds.get(line.sequence) === false,
    }));
}

/** Commands that touch every number of a case, by the beginning of their name. */
const EVERYWHERE = /^(values|entities)\./;
/** Commands that no number of a report comes from. */
const NOWHERE = /^(pins|recipes|report|case)\b/;

/** Whether a text of the input of a command is one of these, at any depth. */
function speaksOf(input: unknown, names: ReadonlySet<string>): boolean {
  if (typeof input === 'string') return names.has(input);
  if (Array.isArray(input)) return input.some((each) => speaksOf(each, names));
  return typeof input === 'object' && input !== null && Object.values(input).some((each) => speaksOf(each, names));
}

/**
 * Decisions in force that touched what a claim was computed from: readings of values and links of the whole case, and whatever names its dataset
 * or its view or test.
 *
 * @param names id and name of the dataset, id and name of the view or test
 * @returns sequence numbers, ascending
 */
export function decisionsBehind(lines: readonly LedgerLine[], names: ReadonlySet<string>): number[] {
  const holds = inForce(lines);
  return lines
    .filter((line): line is LedgerEntry => !isRedacted(line) && line.undoes === null && holds.get(line.sequence) === true)
    .filter(({ command, input }) => EVERYWHERE.test(command) || (!NOWHERE.test(command) && speaksOf(input, names)))
    .map(({ sequence }) => sequence);
}
