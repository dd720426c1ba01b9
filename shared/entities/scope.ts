import { z } from 'zod';
import type { Field } from '../case/dataset.ts';
import type { Link } from './link.ts';
import { linkSchema } from './link.ts';

/** Fields whose values are parties: a link between two names holds for each of them (domain 1.4). */
export const PARTY_FIELDS = ['provider', 'operator', 'owner', 'validator'] as const satisfies readonly Field[];

/** A link with the column whose values it was made for. */
export const scopedLinkSchema = z.object({ madeFor: z.string().min(1), link: linkSchema });
export type ScopedLink = z.infer<typeof scopedLinkSchema>;

/** Whether the values of a column are parties. */
export function isPartyColumn({ field }: { readonly field: Field | null }): boolean {
  return (PARTY_FIELDS as readonly (Field | null)[]).includes(field);
}

/** Links that speak about the values of a column: all of them for parties, else those that were made for it. */
export function linksForColumn(links: readonly ScopedLink[], column: { readonly name: string; readonly field: Field | null }): Link[] {
  const party = isPartyColumn(column);
  return links.filter(({ madeFor }) => party || madeFor === column.name).map(({ link }) => link);
}
