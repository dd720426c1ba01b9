import { z } from 'zod';
import { comparedClaimSchema, dissentSchema } from './alternative.ts';

/** What a dissent says, with the claims of both side by side. */
const dissentingSchema = dissentSchema.pick({ answers: true, reviewer: true, note: true, words: true }).extend({
  claims: z.array(comparedClaimSchema),
});

const comparedSchema = z.object({ display: z.string(), value: z.unknown() });

/** First place where what a file states and what its data give part ways. */
export const firstDifferenceSchema = z.object({
  /** `value.high`, `statement`, or a place in a file: `results/view-1-ranking.csv row 4 column gpu_count` */
  where: z.string(),
  stated: z.unknown(),
  recomputed: z.unknown(),
});
export type FirstDifference = z.infer<typeof firstDifferenceSchema>;

export const verifiedClaimSchema = z.object({
  id: z.string(),
  /** what it is about, as the claim says */
  measure: z.string(),
  /** `null` = the claim is only in one of the two */
  stated: comparedSchema.nullable(),
  recomputed: comparedSchema.nullable(),
  match: z.boolean(),
  firstDifference: firstDifferenceSchema.nullable(),
  /** ledger entries (sequence numbers) that touched what the claim was computed from */
  decisions: z.array(z.number().int()).default([]),
});
export type VerifiedClaim = z.infer<typeof verifiedClaimSchema>;

export const verifiedFileSchema = z.object({
  name: z.string(),
  /** of the bytes that are there; `null` = the file is missing */
  sha256: z.string().nullable(),
  ok: z.boolean(),
  /** what is wrong, in words: changed, missing, not listed; `null` when ok */
  problem: z.string().nullable().default(null),
});
export type VerifiedFile = z.infer<typeof verifiedFileSchema>;

export const verifiedSignatureSchema = z.object({
  file: z.string(),
  /** who signed: the author, or somebody who counter-signed */
  role: z.enum(['author', 'counter']).default('author'),
  /** OpenSSH fingerprint `SHA256:...`; `null` = unreadable */
  key: z.string().nullable(),
  signer: z.string().nullable(),
  ok: z.boolean(),
  /** whether the person who verifies has this key in the list of known keys */
  known: z.boolean(),
  problem: z.string().nullable(),
});
export type VerifiedSignature = z.infer<typeof verifiedSignatureSchema>;

/** What Verify says of a bundle or of a PDF with its attachments; the JSON of `chokepoint verify --json`. */
export const verificationResultSchema = z.object({
  /** `not-computed`: a dissent that is whole, without the bundle that it answers */
  status: z.enum(['match', 'mismatch', 'not-computed', 'not-a-bundle']),
  /** why it is not a bundle or cannot be verified; `null` otherwise */
  problem: z.string().nullable(),
  kind: z.enum(['bundle', 'pdf', 'dissent']).nullable(),
  /** SHA-256 of manifest.json */
  bundle: z.string().nullable(),
  title: z.string().nullable(),
  asOf: z.string().nullable(),
  claims: z.array(verifiedClaimSchema),
  files: z.array(verifiedFileSchema),
  ledger: z.object({ entries: z.number().int(), intact: z.boolean(), brokenAt: z.number().int().nullable(), redacted: z.number().int() }),
  signatures: z.array(verifiedSignatureSchema),
  /** every decision of a person, newest last */
  decisions: z.array(z.object({ sequence: z.number().int(), at: z.string(), actor: z.string(), label: z.string(), undone: z.boolean() })),
  /** of a dissent what it says; `null` otherwise */
  dissent: dissentingSchema.nullable().default(null),
  redaction: z.object({ columns: z.array(z.string()), names: z.number().int(), records: z.number().int() }).nullable(),
  /** reached rungs of the trust ladder, L0 to L3; none without L0 */
  trust: z.array(z.enum(['L0', 'L1', 'L2', 'L3'])),
  notes: z.array(z.string()),
});
export type VerificationResult = z.infer<typeof verificationResultSchema>;
