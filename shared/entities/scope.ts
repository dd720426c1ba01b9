import { z } from 'zod';
import type { Field } from '../case/dataset.ts';
import type { Link } from './link.ts';
import { linkSchema } from './link.ts';
import { isPartyColumn } from './parties.ts';

/** A link with the column whose values it was made for. */
export const scopedLinkSchema = z.object({ madeFor: z.string().min(1), link: linkSchema });
export type ScopedLink = z.infer<typeof scopedLinkSchema>;

/** Links that speak about the values of a column: all of them for parties, else those that were made for it. */
export function linksForColumn(links: readonly ScopedLink[], column: { readonly name: string; readonly field: Field | null }): Link[] {
  const party = isPartyColumn(column);
  return links.filter(({ madeFor }) => party || madeFor === column.name).map(({ link }) => link);
}
