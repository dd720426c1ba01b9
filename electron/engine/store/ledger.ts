import canonicalize from 'canonicalize';
import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import { entryHash, genesisHash } from '../../../shared/evidence/ledger-chain.ts';
import type { CaseFile } from './case-file.ts';

/** A command with its input, as it is stored to be run again. */
export type StoredCommand = { command: string; input: unknown };

export type NewEntry = {
  at: string;
  actor: string;
  command: string;
  label: string;
  input: unknown;
  undoes: number | null;
  inverse: StoredCommand | null;
};

type LedgerRow = {
  sequence: number;
  revision: number;
  at: string;
  actor: string;
  command: string;
  label: string;
  input: string;
  undoes: number | null;
  previous_hash: string;
  hash: string;
};

/**
 * Appends one decision and moves the case to the next revision; part of the transaction that makes the change.
 *
 * @returns the entry as it stands in the ledger
 */
export function appendEntry(file: CaseFile, entry: NewEntry): LedgerEntry {
  const { id, revision: last } = file.prepare('SELECT id, revision FROM case_info').get() as { id: string; revision: number };
  const previousHash =
    last === 0 ? genesisHash(id) : (file.prepare('SELECT hash FROM ledger WHERE sequence = ?').pluck().get(last) as string);
  const sequence = last + 1;
  const { at, actor, command, label, undoes } = entry;
  const inputText = canonicalize(entry.input) ?? 'null';
  const unhashed = { sequence, revision: sequence, at, actor, command, label, input: JSON.parse(inputText), undoes, previousHash };
  const hash = entryHash(unhashed);
  file
    .prepare(
      `INSERT INTO ledger (sequence, revision, at, actor, command, label, input, undoes, previous_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(sequence, sequence, at, actor, command, label, inputText, undoes, previousHash, hash);
  if (entry.inverse) {
    file
      .prepare('INSERT INTO inverse (sequence, command, input) VALUES (?, ?, ?)')
      .run(sequence, entry.inverse.command, canonicalize(entry.inverse.input) ?? 'null');
  }
  file.prepare('UPDATE case_info SET revision = ?').run(sequence);
  return { ...unhashed, hash };
}

function entryOf(row: LedgerRow): LedgerEntry {
  const { input, previous_hash: previousHash, ...rest } = row;
  return { ...rest, input: JSON.parse(input), previousHash };
}

/** A window of the decisions, newest first, and how many there are. */
export function listLedger(file: CaseFile, window: { start: number; end: number }): { total: number; entries: LedgerEntry[] } {
  const total = file.prepare('SELECT count(*) FROM ledger').pluck().get() as number;
  const rows = file
    .prepare('SELECT * FROM ledger ORDER BY sequence DESC LIMIT ? OFFSET ?')
    .all(window.end - window.start, window.start) as LedgerRow[];
  return { total, entries: rows.map(entryOf) };
}

/**
 * Computes the hash chain again from the case id to the newest entry.
 *
 * @returns `brokenAt`: sequence number of the first entry that is altered, missing or from elsewhere; `null` = intact
 */
export function verifyLedger(file: CaseFile): { entries: number; intact: boolean; brokenAt: number | null } {
  const { id, revision } = file.prepare('SELECT id, revision FROM case_info').get() as { id: string; revision: number };
  let previousHash = genesisHash(id);
  let entries = 0;
  for (const row of file.database.prepare('SELECT * FROM ledger ORDER BY sequence').iterate() as IterableIterator<LedgerRow>) {
    const expected = entries + 1;
    const entry = readableEntry(row);
    if (!entry || entry.sequence !== expected || entry.previousHash !== previousHash || entryHash(entry) !== entry.hash) {
      return { entries: file.prepare('SELECT count(*) FROM ledger').pluck().get() as number, intact: false, brokenAt: expected };
    }
    previousHash = entry.hash;
    entries = expected;
  }
  const whole = entries === revision;
  return { entries, intact: whole, brokenAt: whole ? null : entries + 1 };
}

/** The entry of a row, or `null` when its input is no longer JSON, which only a change from outside can cause. */
function readableEntry(row: LedgerRow): LedgerEntry | null {
  try {
    return entryOf(row);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** All decisions whose command begins so, oldest first, together with the entries that undo them. */
export function entriesOfCommands(file: CaseFile, prefix: string): LedgerEntry[] {
  const rows = file
    .prepare('SELECT * FROM ledger WHERE substr(command, 1, ?) = ? ORDER BY sequence')
    .all(prefix.length, prefix) as LedgerRow[];
  return rows.map(entryOf);
}
