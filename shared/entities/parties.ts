import type { Field } from '../case/dataset.ts';

/** Fields whose values are parties: a link between two names holds for each of them (domain 1.4). */
const PARTY_FIELDS = ['provider', 'operator', 'owner', 'validator'] as const satisfies readonly Field[];

/** Whether the values of a column are parties. */
export function isPartyColumn({ field }: { readonly field: Field | null }): boolean {
  return (PARTY_FIELDS as readonly (Field | null)[]).includes(field);
}
