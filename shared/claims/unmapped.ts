import type { ClaimResult } from '../case/claims.ts';
import type { ClaimDraft } from './draft.ts';

/** A field that no column serves although headers of the file often mean it; `columns` = the likeliest first, by their headers. */
export type UnmappedField = NonNullable<ClaimResult['unmapped']>[number];

/** The claim has no number because a column of the file is not mapped. */
export const NOT_MAPPED = 'n/m';

const MOST_COLUMNS = 3;

const columnsWords = ({ columns }: UnmappedField): string =>
  `${columns.length === 1 ? 'column' : 'columns'} ${columns.map((name) => `"${name}"`).join(' or ')}`;

/** `column "Chip type (primary)" may be gpu_model; column "GPUs" may be gpu_count` */
export function unmappedWords(unmapped: readonly UnmappedField[]): string {
  return unmapped.map((each) => `${columnsWords(each)} may be ${each.field}`).join('; ');
}

/** Fields that a claim needs, each with the column that may be it: `gpu_model (not mapped: column "Chip" may be it); uptime` */
export function neededWords({ missing, unmapped = [] }: Pick<ClaimResult, 'missing' | 'unmapped'>): string {
  return missing
    .map((text) => {
      const fields = text.split(' or ');
      const found = unmapped.filter(({ field }) => fields.includes(field));
      if (found.length === 0) return text;
      const words = fields.length === 1 ? `${columnsWords(found[0] as UnmappedField)} may be it` : unmappedWords(found);
      return `${text} (not mapped: ${words})`;
    })
    .join('; ');
}

/**
 * A draft that is not disclosed, where columns of the file may hold what it needs: not mapped where that is so of everything it needs, and not
 * disclosed, with the columns named, where it is so of a part.
 *
 * @param candidates headers of columns that serve no field and often mean one, by that field
 */
export function withUnmapped(draft: ClaimDraft, candidates: ReadonlyMap<string, readonly string[]>): ClaimDraft {
  if (draft.status !== 'not-disclosed' || draft.missing.length === 0) return draft;
  const found = (text: string): UnmappedField[] =>
    text.split(' or ').flatMap((field) => {
      const columns = candidates.get(field) ?? [];
      return columns.length === 0 ? [] : [{ field, columns: columns.slice(0, MOST_COLUMNS) }];
    });
  const unmapped = draft.missing.flatMap(found);
  if (unmapped.length === 0) return draft;
  const all = draft.missing.every((text) => found(text).length > 0);
  const pairs = unmapped.map(({ field, columns: [first] }) => `${field}=${first}`);
  const advice = `${unmapped.length === 1 ? 'If the column holds what its header suggests' : 'If the columns hold what their headers suggest'}, import the file again with ${unmapped.length === 1 ? 'it' : 'them'} mapped: on the Mapping screen, or ${pairs.map((pair) => `--map '${pair}'`).join(' ')}.`;
  return {
    ...draft,
    unmapped,
    notes: [...draft.notes, advice],
    ...(all
      ? { status: 'not-mapped', display: NOT_MAPPED, sentence: `${draft.measure} is not mapped: ${unmappedWords(unmapped)}.` }
      : { sentence: `${draft.measure} is not disclosed. Needed: ${neededWords({ missing: draft.missing, unmapped })}.` }),
  };
}
