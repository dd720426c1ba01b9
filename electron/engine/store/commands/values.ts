import type { AliasKind } from '../../../../shared/normalise/reading.ts';
import type { CaseFile } from '../case-file.ts';
import { aliasOf } from '../value-aliases.ts';
import type { Command } from './command.ts';

/** A decision to keep, or (`decided` false) to take away; the value is canonical already. */
export type AliasChange = { kind: AliasKind; raw: string; value: string | null; decided: boolean };

function keep(file: CaseFile, { kind, raw, value, decided }: AliasChange): void {
  if (!decided) file.prepare('DELETE FROM value_alias WHERE kind = ? AND raw = ?').run(kind, raw);
  else
    file
      .prepare('INSERT INTO value_alias (kind, raw, value) VALUES (?, ?, ?) ON CONFLICT (kind, raw) DO UPDATE SET value = excluded.value')
      .run(kind, raw, value);
}

function labelOf(changes: readonly AliasChange[], source: string | null): string {
  const [first] = changes;
  if (source !== null) return `Take ${changes.length} values over from ${source}`;
  if (changes.length !== 1 || first === undefined) return `Decide on ${changes.length} values`;
  if (!first.decided) return `Take back the value of "${first.raw}"`;
  return first.value === null ? `Set "${first.raw}" aside as no value` : `Read "${first.raw}" as ${first.value}`;
}

/** Decides what texts stand for; the inverse puts back what stood before. */
export const aliasValues: Command<{ changes: readonly AliasChange[]; source?: string | null }> = {
  touched: ['values', 'datasets', 'joins', 'quality', 'entities', 'views', 'removal', 'report'],
  apply(file, { changes, source = null }) {
    const before = changes.map(({ kind, raw }): AliasChange => {
      const found = aliasOf(file, kind, raw);
      return { kind, raw, value: found?.value ?? null, decided: found !== null };
    });
    for (const change of changes) keep(file, change);
    return {
      result: { changed: changes.length },
      inverse: { command: 'values.alias', input: { changes: before } },
      label: labelOf(changes, source),
      recorded: { changes, source },
    };
  },
};
