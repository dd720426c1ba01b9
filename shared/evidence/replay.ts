import { z } from 'zod';
import { momentSchema } from '../case/dataset.ts';
import { caseInfoSchema } from '../case/ledger.ts';
import { formatCount, formatShare, plural } from '../format/index.ts';
import type { Claim } from './claims-file.ts';

/** A dataset of a bundle that wants a new file. */
export const replayedDatasetSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** file that it was made from */
  fileName: z.string(),
  asOf: z.string().nullable(),
  rows: z.number().int(),
  /** columns that the recipe was made for */
  headers: z.array(z.string()),
});
export type ReplayedDataset = z.infer<typeof replayedDatasetSchema>;

/** What a bundle can be replayed with. */
export const replayPlanSchema = z.object({
  bundle: z.string(),
  title: z.string(),
  asOf: z.string().nullable(),
  datasets: z.array(replayedDatasetSchema),
});
export type ReplayPlan = z.infer<typeof replayPlanSchema>;

/** The new file of a dataset, with what is decided where its columns differ (shared/case/drift.ts). */
export const replayFileSchema = z.object({
  dataset: z.string(),
  file: z.string(),
  /** date of its facts; absent = as the name of the file says */
  asOf: momentSchema.optional(),
  renamed: z.record(z.string(), z.string()).default({}),
  without: z.array(z.string()).default([]),
  acceptNew: z.boolean().default(false),
});
export type ReplayFile = z.infer<typeof replayFileSchema>;

const comingSchema = z.object({ count: z.number().int(), largest: z.array(z.object({ name: z.string(), share: z.number() })) });

/** Who is only in the new file and who only in the one before, with the share that each holds there; the largest are named. */
export const entityDriftSchema = z.object({ by: z.string(), weight: z.string(), came: comingSchema, went: comingSchema });
export type EntityDrift = z.infer<typeof entityDriftSchema>;

/** How a file differs from the one before it. */
export const datasetDriftSchema = z.object({
  dataset: z.string(),
  name: z.string(),
  fileName: z.string(),
  before: z.object({ fileName: z.string(), asOf: z.string().nullable(), rows: z.number().int(), rejected: z.number().int() }),
  after: z.object({ asOf: z.string().nullable(), rows: z.number().int(), rejected: z.number().int() }),
  /** columns of the recipe that the file lacks, new name where one was chosen; and columns that are new */
  missing: z.array(z.object({ header: z.string(), now: z.string().nullable() })),
  added: z.array(z.string()),
  /** records with a text that no value could be read from, by column; columns without any are not listed */
  unread: z.array(z.object({ column: z.string(), records: z.number().int() })),
  /** `null` = the two files do not tell them by the same column and weight */
  entities: entityDriftSchema.nullable().default(null),
});
export type DatasetDrift = z.infer<typeof datasetDriftSchema>;

/** Who came and who went, in words, one line each; none where nobody did. */
export function entityDriftWords({ entities }: DatasetDrift): string[] {
  if (entities === null) return [];
  const { by, came, went } = entities;
  const line = ({ count, largest }: EntityDrift['came'], what: string) => {
    if (count === 0) return [];
    const named = largest.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ');
    const more = count > largest.length ? `, and ${formatCount(count - largest.length)} more` : '';
    return [`${plural(count, 'name')} of "${by}" ${what}: ${named}${more}`];
  };
  return [...line(came, 'only in the new file'), ...line(went, 'only in the one before')];
}

const sideSchema = z.object({ display: z.string(), statement: z.string(), value: z.unknown() });

/** A claim of the bundle beside the same claim of the new files. */
export const claimChangeSchema = z.object({
  id: z.string(),
  measure: z.string(),
  unit: z.string(),
  /** `null` = the claim is only on the other side */
  before: sideSchema.nullable(),
  after: sideSchema.nullable(),
  /** after less before, from the stated values or, where claims have none, from those whose ends meet; `null` = there is no one number */
  change: z.number().nullable(),
  same: z.boolean(),
  /** why it does not come out any more, where that is known: what blocks a comparison */
  why: z.string().nullable().default(null),
});
export type ClaimChange = z.infer<typeof claimChangeSchema>;

export const replayResultSchema = z.object({
  case: caseInfoSchema,
  /** what Verify says of a bundle that was taken although it does not come out as stated: `before` is then as stated, not as computed */
  unverified: z.string().nullable().default(null),
  drift: z.array(datasetDriftSchema),
  /** decisions of the bundle that were not taken over, each with its reason */
  left: z.array(z.string()),
  claims: z.array(claimChangeSchema),
});
export type ReplayResult = z.infer<typeof replayResultSchema>;

/** The one number of a claim: its stated value, or what both ends agree on; `null` where it has none. */
function numberOf({ value }: Pick<Claim, 'value'>): number | null {
  if ('stated' in value) return value.stated;
  return value.low === value.high ? value.low : null;
}

const side = ({ display, statement, value }: Claim) => ({ display, statement, value });

/**
 * Claims of two reports by their ids, in the order of the first; those that only the second has follow.
 *
 * @param whyNot why a claim of the first does not come out, by its id in the second; `null` = not known
 * @param nameOf id of a claim of the first in the second; `null` = it has none there
 */
export function claimChanges(
  before: readonly Claim[],
  after: readonly Claim[],
  nameOf: (id: string) => string | null = (id) => id,
  whyNot: (id: string) => string | null = () => null,
): ClaimChange[] {
  const later = new Map(after.map((claim) => [claim.id, claim]));
  const earlier = new Set(before.map(({ id }) => nameOf(id)));
  const pairs: [Claim | null, Claim | null][] = [
    ...before.map((claim): [Claim, Claim | null] => [claim, later.get(nameOf(claim.id) ?? '') ?? null]),
    ...after.filter(({ id }) => !earlier.has(id)).map((claim): [null, Claim] => [null, claim]),
  ];
  return pairs.map(([one, other]) => {
    const { id, measure, unit } = (one ?? other) as Claim;
    const from = one && numberOf(one);
    const to = other && numberOf(other);
    return {
      id,
      measure,
      unit,
      before: one && side(one),
      after: other && side(other),
      change: from === null || to === null || one?.unit !== other?.unit ? null : to - from,
      why: one !== null && other === null ? whyNot(nameOf(one.id) ?? '') : null,
      same: one !== null && other !== null && JSON.stringify(one.value) === JSON.stringify(other.value),
    };
  });
}
