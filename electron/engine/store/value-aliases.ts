import type { Aliases, AliasKind } from '../../../shared/normalise/reading.ts';
import type { CaseFile } from './case-file.ts';

/** A decision on a text: the value that it stands for; `null` = it stands for no value. */
export type ValueAlias = { kind: AliasKind; raw: string; value: string | null };

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

/** Decisions on values as the normalisers take them: value per kind and text. */
export function aliasesByKind(aliases: readonly ValueAlias[]): Aliases {
  const byKind: Partial<Record<AliasKind, Map<string, string | null>>> = {};
  for (const { kind, raw, value } of aliases) {
    const texts = byKind[kind] ?? new Map<string, string | null>();
    byKind[kind] = texts.set(raw, value);
  }
  return byKind;
}
