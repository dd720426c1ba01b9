import type { Aliases, AliasKind } from '../../../shared/normalise/reading.ts';

/** A decision on a text: the value that it stands for; `null` = it stands for no value. */
export type ValueAlias = { kind: AliasKind; raw: string; value: string | null };

/** Decisions on values as the normalisers take them: value per kind and text. */
export function aliasesByKind(aliases: readonly ValueAlias[]): Aliases {
  const byKind: Partial<Record<AliasKind, Map<string, string | null>>> = {};
  for (const { kind, raw, value } of aliases) {
    const texts = byKind[kind] ?? new Map<string, string | null>();
    byKind[kind] = texts.set(raw, value);
  }
  return byKind;
}
