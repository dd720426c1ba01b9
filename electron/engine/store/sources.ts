import type { Finding, Source } from '../../../shared/case/dataset.ts';
import type { CaseFile } from './case-file.ts';

export type SourceStart = { fileName: string; format: 'csv' | 'json'; encoding: string; addedAt: string };

/** Takes the exact bytes of a file in pieces of any size; lives inside one `writeTransaction`. */
export type SourceWriter = {
  write(bytes: Uint8Array): void;
  /** `reused` = the case held these very bytes already: the stored source is used and a finding says so */
  finish(): { source: Source; reused: boolean; findings: Finding[] };
};

export function addSource(_file: CaseFile, _start: SourceStart): SourceWriter {
  throw new Error('being built');
}

/** The exact bytes of a source again, in blocks of about 1 MB. */
export function readSource(_file: CaseFile, _source: string): Iterable<Uint8Array> {
  throw new Error('being built');
}
