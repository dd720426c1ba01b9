import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type LedgerEntry, ledgerEntrySchema } from '../case/ledger.ts';

const sha256OfText = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** What the first entry of a case points back to: entries of another case do not fit here. */
export const genesisHash = (caseId: string): string => sha256OfText(`chokepoint case ${caseId}`);

/**
 * Hash of an entry: SHA-256, hexadecimal, over the RFC 8785 canonical JSON (UTF-8) of the entry without its `hash`.
 * `previousHash` is part of it, which makes the chain.
 */
export function entryHash(entry: Omit<LedgerEntry, 'hash'>): string {
  const { sequence, revision, at, actor, command, label, input, undoes, previousHash } = entry;
  return sha256OfText(canonicalize({ sequence, revision, at, actor, command, label, input, undoes, previousHash }) ?? '');
}

/** An entry whose text holds a redacted name: its hash stays in the chain, its content does not. */
export const redactedEntrySchema = z.object({
  sequence: z.number().int(),
  at: z.string(),
  command: z.string(),
  previousHash: z.string(),
  hash: z.string(),
  redacted: z.literal(true),
});
export type RedactedEntry = z.infer<typeof redactedEntrySchema>;

/** First line of ledger.jsonl: what the chain starts from. */
const genesisSchema = z.object({ genesis: z.string().regex(/^[0-9a-f]{64}$/) });

export type LedgerLine = LedgerEntry | RedactedEntry;

/** Whether an entry is told of only by its place in the chain. */
export const isRedacted = (line: LedgerLine): line is RedactedEntry => line.redacted === true;

/** A line as an entry: of a redacted one all that is told, with words in place of its label. */
export function entryOfLine(line: LedgerLine): LedgerEntry {
  if (!isRedacted(line)) return line;
  const { sequence, at, command, previousHash, hash } = line;
  return {
    ...{ sequence, revision: sequence, at, actor: '', command, label: '(redacted)', input: null, undoes: null, previousHash, hash },
    redacted: true,
  };
}

/** What may be told of an entry: of a redacted one its place in the chain alone. */
function toldLine(line: LedgerLine): LedgerLine {
  if (!isRedacted(line)) return line;
  const { sequence, at, command, previousHash, hash } = line;
  return { sequence, at, command, previousHash, hash, redacted: true };
}

/**
 * The ledger as ledger.jsonl: RFC 8785 canonical JSON, a line each; the first one states the genesis.
 *
 * @param entries oldest first
 */
export function ledgerText(caseId: string, entries: readonly LedgerLine[]): string {
  return [{ genesis: genesisHash(caseId) }, ...entries.map(toldLine)].map((line) => `${canonicalize(line)}\n`).join('');
}

/** What ledger.jsonl holds, and whether its chain is whole; `brokenAt` = sequence number of the first entry that does not fit. */
export type LedgerCheck = { entries: LedgerLine[]; intact: boolean; brokenAt: number | null; problem: string | null };

function lineOf(text: string): LedgerLine | null {
  try {
    const value: unknown = JSON.parse(text);
    const redacted = redactedEntrySchema.safeParse(value);
    if (redacted.success) return redacted.data;
    return ledgerEntrySchema.parse(value) as LedgerEntry;
  } catch {
    return null;
  }
}

/**
 * Reads ledger.jsonl and computes its hash chain again. The content of a redacted entry cannot be checked, its place in the chain can.
 *
 * @param genesis what the first entry has to point back to: `genesisHash` of the case; `null` = the case is not known
 * @param expected number of entries and hash of the last one, as the manifest states them
 */
export function checkLedger(text: string, genesis: string | null, expected: { entries: number; head: string | null } | null): LedgerCheck {
  const [first = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const entries: LedgerLine[] = [];
  const broken = (problem: string): LedgerCheck => ({ entries, intact: false, brokenAt: entries.length + 1, problem });
  let start: unknown;
  try {
    start = JSON.parse(first);
  } catch {
    start = null;
  }
  const stated = genesisSchema.safeParse(start);
  if (!stated.success) return broken('its first line states no genesis');
  let previousHash = stated.data.genesis;
  if (genesis !== null && previousHash !== genesis) return broken('it begins with the genesis of another case');
  for (const line of lines) {
    const entry = lineOf(line);
    const at = entries.length + 1;
    if (entry === null) return broken(`line ${at + 1} is no entry`);
    if (entry.sequence !== at) return broken(`entry ${at} is missing: entry ${entry.sequence} stands in its place`);
    if (entry.previousHash !== previousHash) return broken(`entry ${at} does not point back to the one before it`);
    if (!isRedacted(entry) && entryHash(entry) !== entry.hash) return broken(`entry ${at} was changed after it was written`);
    entries.push(entry);
    previousHash = entry.hash;
  }
  if (expected !== null && expected.entries !== entries.length)
    return broken(`it has ${entries.length} entries, the manifest states ${expected.entries}`);
  if (expected !== null && expected.head !== null && expected.head !== previousHash)
    return broken('its last entry is not the one that the manifest states');
  return { entries, intact: true, brokenAt: null, problem: null };
}
