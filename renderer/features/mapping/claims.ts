import type { Field } from '../../../shared/case/dataset.ts';
import { CLAIM_TITLES, type Claim } from '../../../shared/quality/check.ts';
import { REQUIRED } from '../../../shared/quality/schema-checks.ts';

/** What a claim needs of a file (domain.md 2): one field of each entry of `required`; those of `improves` make it sharper. */
export type ClaimNeeds = { claim: Claim; title: string; required: readonly (readonly Field[])[]; improves: readonly Field[] };

const NEEDS: readonly [Claim, readonly Field[]][] = [
  ['C1', ['gpu_count', 'stake']],
  ['C2', ['owner', 'gpu_count']],
  ['C3', ['vram_gib', 'gpu_vendor']],
  ['C4', ['observed_at']],
  ['C5', ['region', 'site']],
  ['C6', ['gpu_count']],
  ['C7', ['host_org', 'asn', 'cloud', 'site']],
  ['C8', ['operator', 'host_org', 'country']],
  ['C9', ['gpu_model', 'node_id', 'vram_gib', 'country']],
];

export const CLAIM_NEEDS: readonly ClaimNeeds[] = NEEDS.map(([claim, improves]) => ({
  claim,
  title: CLAIM_TITLES[claim],
  required: REQUIRED[claim],
  improves,
}));

/** Entries of a claim's requirements that no mapped field serves, and mapped or missing fields that improve it. */
export function claimState({ required, improves }: ClaimNeeds, mapped: ReadonlySet<Field>) {
  return {
    missing: required.filter((some) => !some.some((field) => mapped.has(field))),
    served: required.flatMap((some) => some.find((field) => mapped.has(field)) ?? []),
    improved: improves.filter((field) => mapped.has(field)),
    improvable: improves.filter((field) => !mapped.has(field)),
  };
}

/** How much a claim needs a field. */
export type Need = 'required' | 'improves';

/** What each claim asks of a field, in the order of the claims; empty = no claim asks for it. */
export function needsOf(field: Field): { claim: Claim; title: string; need: Need }[] {
  return CLAIM_NEEDS.flatMap(({ claim, title, required, improves }): { claim: Claim; title: string; need: Need }[] => {
    if (required.some((some) => some.includes(field))) return [{ claim, title, need: 'required' }];
    return improves.includes(field) ? [{ claim, title, need: 'improves' }] : [];
  });
}

/** The group of a column in the table: the first claim that requires its field, else the first that it improves. */
export type ColumnGroup = { key: Claim | 'optional' | 'own'; title: string };

const OPTIONAL: ColumnGroup = { key: 'optional', title: 'Optional: no claim asks for these' };
const OWN: ColumnGroup = { key: 'own', title: 'Under their own name: usable as dimension, weight or filter' };
const ORDER: readonly ColumnGroup['key'][] = [...CLAIM_NEEDS.map(({ claim }) => claim), 'optional', 'own'];

/** The group of a field; `null` = the column keeps its own name. */
function groupOfField(field: Field | null): ColumnGroup {
  if (field === null) return OWN;
  const needs = needsOf(field);
  const first = needs.find(({ need }) => need === 'required') ?? needs[0];
  return first ? { key: first.claim, title: first.title } : OPTIONAL;
}

/** Columns by group: in the order of the claims, then optional ones, then those without a field, where proposals come first. */
export function inGroups<Column extends { field: Field | null }>(
  columns: readonly Column[],
  fieldOf: (column: Column) => Field | null,
): { column: Column; group: ColumnGroup }[] {
  const proposed = (column: Column) => (column.field === null ? 1 : 0);
  return columns
    .map((column) => ({ column, group: groupOfField(fieldOf(column)) }))
    .sort(
      (a, b) => ORDER.indexOf(a.group.key) - ORDER.indexOf(b.group.key) || (a.group === OWN ? proposed(a.column) - proposed(b.column) : 0),
    );
}
