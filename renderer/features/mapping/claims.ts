import type { Field } from '../../../shared/case/dataset.ts';
import type { Claim } from '../../../shared/quality/check.ts';
import { REQUIRED } from '../../../shared/quality/schema-checks.ts';

/** What a claim needs of a file (domain.md 2): one field of each entry of `required`; those of `improves` make it sharper. */
export type ClaimNeeds = { claim: Claim; title: string; required: readonly (readonly Field[])[]; improves: readonly Field[] };

const NEEDS: readonly [Claim, string, readonly Field[]][] = [
  ['C1', 'Provider concentration', ['gpu_count', 'stake']],
  ['C2', 'Largest suppliers', ['owner', 'gpu_count']],
  ['C3', 'Hardware', ['vram_gib', 'gpu_vendor']],
  ['C4', 'Uptime', ['observed_at']],
  ['C5', 'Countries', ['region', 'site']],
  ['C6', 'Prices', ['gpu_count']],
  ['C7', 'Vendors, clouds, hosts', ['host_org', 'asn', 'cloud', 'site']],
  ['C8', 'Validators', ['operator', 'host_org', 'country']],
  ['C9', 'Removal test', ['gpu_model', 'node_id', 'vram_gib', 'country']],
];

export const CLAIM_NEEDS: readonly ClaimNeeds[] = NEEDS.map(([claim, title, improves]) => ({
  claim,
  title,
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
