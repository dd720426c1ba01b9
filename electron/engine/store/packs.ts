import type { CaseFile } from './case-file.ts';

/** A pack that was taken into the case: its text as received, and the hash of that. */
export type ImportedPack = { id: string; sha256: string; text: string };

/** Packs that were taken into the case, by id. */
export function listImportedPacks(file: CaseFile): ImportedPack[] {
  return file.prepare('SELECT id, sha256, text FROM imported_pack ORDER BY id').all() as ImportedPack[];
}

/** Ids of the packs whose lines the case draws, in alphabetical order. */
export function listChosenPacks(file: CaseFile): string[] {
  return file.prepare('SELECT id FROM chosen_pack ORDER BY id').pluck().all() as string[];
}
