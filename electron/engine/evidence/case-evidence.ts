import type { CaseDecisions } from '../../../shared/evidence/decisions.ts';
import { ledgerText } from '../../../shared/evidence/ledger-chain.ts';
import type { RedactionNote } from '../../../shared/evidence/manifest.ts';
import { currentDatasets, factsOf, type ReaderState } from '../analysis/reader-state.ts';
import { dataCsvPieces } from './data-csv.ts';
import { fieldsOfData, type SchemaField } from './data-package.ts';
import { decisionsOf } from './memory-facts.ts';

/** Everything of a case that a bundle holds beside what the report says: records, decisions and their ledger. */
export type CaseEvidence = {
  decisions: CaseDecisions;
  data: readonly { dataset: string; content: Uint8Array<ArrayBuffer>; fields: readonly SchemaField[] }[];
  ledger: { text: string; entries: number; head: string | null };
  /** what is written as pseudonyms; `null` = nothing. Source files hold the names, so that a redacted bundle holds none of them */
  redaction: RedactionNote | null;
};

/** Pieces of text as one block of UTF-8. */
function encoded(pieces: Iterable<string>, checkpoint: () => void): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    checkpoint();
    const part = encoder.encode(piece);
    parts.push(part);
    bytes += part.length;
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Takes the evidence out of a case, or out of facts in memory.
 *
 * @param redaction what the facts hold as pseudonyms; the facts themselves are redacted before
 * @param checkpoint called every few thousand records; a throw stops the work
 * @throws ChokepointError `no-case-open`, `case-damaged`
 */
export function caseEvidence(state: ReaderState, redaction: RedactionNote | null = null, checkpoint: () => void = () => {}): CaseEvidence {
  const facts = factsOf(state);
  return facts.atOneEdition(() => {
    const decisions = decisionsOf(facts);
    const { total } = facts.ledger({ start: 0, end: 0 });
    const entries = facts.ledger({ start: 0, end: total }).entries.reverse();
    const data = [...currentDatasets(state).keys()].map((dataset) => ({
      dataset,
      content: encoded(dataCsvPieces(state, dataset), checkpoint),
      fields: fieldsOfData(state, dataset),
    }));
    return {
      decisions,
      data,
      ledger: { text: ledgerText(decisions.case.id, entries), entries: entries.length, head: entries.at(-1)?.hash ?? null },
      redaction,
    };
  });
}
