import type { ImportedPack } from '../analysis/facts.ts';
import type { CaseFile } from './case-file.ts';

/** Packs that were taken into the case, by id. */
export function listImportedPacks(file: CaseFile): ImportedPack[] {
  return file.prepare('SELECT id, sha256, text FROM imported_pack ORDER BY id').all() as ImportedPack[];
}

/** Ids of the packs whose lines the case draws, in alphabetical order. */
export function listChosenPacks(file: CaseFile): string[] {
  return file.prepare('SELECT id FROM chosen_pack ORDER BY id').pluck().all() as string[];
}
