import type { LedgerEntry } from '../case/ledger.ts';
import { isRedacted, type LedgerLine } from './ledger-chain.ts';
import type { VerificationResult } from './verification.ts';

/** Entries that are in force: neither undone nor, undone, done again; by sequence number. */
function inForce(lines: readonly LedgerLine[]): Map<number, boolean> {
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
/** Commands that touch whatever is computed from a dataset that they name. */
const OF_DATASET = /^(dataset|quality|claim|reject|join)\./;
/** Commands that touch the view, test or declaration that they name. */
const OF_SOURCE = /^(view|scenario|removal)\./;

/** Whether a text of the input of a command is one of these, at any depth. */
function speaksOf(input: unknown, names: ReadonlySet<string>): boolean {
  if (typeof input === 'string') return names.has(input);
  if (Array.isArray(input)) return input.some((each) => speaksOf(each, names));
  return typeof input === 'object' && input !== null && Object.values(input).some((each) => speaksOf(each, names));
}

/**
 * Decisions in force that touched what a claim was computed from: readings of values and links of the whole case, what names its dataset, and what
 * made its view or test.
 *
 * @param about id and name of its dataset, and of its view or test
 * @returns sequence numbers, ascending
 */
export function decisionsBehind(
  lines: readonly LedgerLine[],
  about: { dataset: ReadonlySet<string>; source: ReadonlySet<string> },
): number[] {
  const holds = inForce(lines);
  return lines
    .filter((line): line is LedgerEntry => !isRedacted(line) && line.undoes === null && holds.get(line.sequence) === true)
    .filter(
      ({ command, input }) =>
        EVERYWHERE.test(command) ||
        (OF_DATASET.test(command) && speaksOf(input, about.dataset)) ||
        (OF_SOURCE.test(command) && speaksOf(input, about.source)),
    )
    .map(({ sequence }) => sequence);
}
