import type { AliasKind } from '../../../shared/normalise/reading.ts';
import type { ValueAlias } from '../analysis/aliases.ts';
import type { CaseFile } from './case-file.ts';

/** All decisions on texts, by kind and text. */
export function listAliases(file: CaseFile): ValueAlias[] {
  return file.prepare('SELECT kind, raw, value FROM value_alias ORDER BY kind, raw').all() as ValueAlias[];
}

/** The decision on one text, or `null` where there is none. */
export function aliasOf(file: CaseFile, kind: AliasKind, raw: string): ValueAlias | null {
  return (
    (file.prepare('SELECT kind, raw, value FROM value_alias WHERE kind = ? AND raw = ?').get(kind, raw) as ValueAlias | undefined) ?? null
  );
}
