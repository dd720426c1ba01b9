import type { CaseFile } from './case-file.ts';

/** The 32 secret bytes that pseudonyms of the case are made with. */
export const redactionKeyOf = (file: CaseFile): Uint8Array =>
  new Uint8Array(file.prepare('SELECT key FROM redaction_key').pluck().get() as Buffer);
