import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { IdentityColumn, Redaction, RedactionPlan } from '../../../shared/case/report.ts';
import { currentDatasets, factsOf } from '../analysis/reader-state.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { Transferred } from '../lanes/protocol.ts';
import { type ReaderLaneState, read } from '../lanes/reader-store.ts';
import { readSource } from '../store/sources.ts';
import { type CaseEvidence, caseEvidence } from './case-evidence.ts';
import { identityColumns } from './redact-offer.ts';
import { redactedState } from './redacted-state.ts';
import { writeZip } from './zip.ts';

/** A bundle to be written: files in memory, and source files that are copied out of the case. */
export type BundleToWrite = {
  path: string;
  files: readonly { path: string; content: Uint8Array }[];
  raw: readonly { source: string; path: string }[];
};

/** Evidence with the redaction as it may be told: names of columns may hold hidden names. */
export type RedactedEvidence = CaseEvidence & { asked: Redaction };

/** What a bundle takes out of the open case; on the reader lane. */
export const evidenceOperations = {
  'evidence.case': (
    lane: ReaderLaneState,
    { redaction }: { redaction: Redaction },
    context: LaneContext,
  ): Transferred<RedactedEvidence> => {
    const { state, note, asked } = redactedState(lane, redaction);
    const evidence = { ...caseEvidence(state, note, context.checkpoint), asked };
    return new Transferred(
      evidence,
      evidence.data.map(({ content }) => content.buffer),
    );
  },

  /** What a redaction would hide and leave. */
  'evidence.redaction': (lane: ReaderLaneState, { redaction }: { redaction: Redaction }): RedactionPlan =>
    redactedState(lane, redaction).plan,

  /** Columns that a redaction is for. */
  'evidence.identities': (lane: ReaderLaneState): IdentityColumn[] => {
    currentDatasets(lane);
    return identityColumns(factsOf(lane));
  },

  /** Writes the zip; it has its name only when it is whole, and a cancel or a failure leaves nothing. */
  'evidence.write': (
    state: ReaderLaneState,
    { path, files, raw }: BundleToWrite,
    context: LaneContext,
  ): { bytes: number; sha256: string } => {
    const part = `${path}.part`;
    const total = files.length + raw.length;
    let done = 0;
    let bytes = 0;
    const hash = createHash('sha256');
    const begun = <Content>(content: Content): Content => {
      context.progress('bundle', done, total);
      done += 1;
      return content;
    };
    const descriptor = openSync(part, 'w', 0o600);
    let whole = false;
    try {
      read(state, (source) =>
        writeZip(
          [
            ...files.map(({ path: name, content }) => ({ path: name, content: () => begun([content]) })),
            ...raw.map(({ source: id, path: name }) => ({ path: name, content: () => begun(readSource(source, id)) })),
          ],
          (piece) => {
            for (let written = 0; written < piece.length; ) written += writeSync(descriptor, piece, written);
            hash.update(piece);
            bytes += piece.length;
          },
          context.checkpoint,
        ),
      );
      whole = true;
    } finally {
      closeSync(descriptor);
      if (whole) renameSync(part, path);
      else rmSync(part, { force: true });
    }
    return { bytes, sha256: hash.digest('hex') };
  },
} satisfies OperationTable<ReaderLaneState>;
