import { z } from 'zod';
import { alternativeChoicesSchema, alternativeSchema, changesSchema, dissentSchema } from '../evidence/alternative.ts';
import { replayFileSchema, replayPlanSchema, replayResultSchema } from '../evidence/replay.ts';
import { verificationResultSchema } from '../evidence/verification.ts';
import { fileReferenceSchema, jobOf, procedure } from './base.ts';
import { reportFileSchema } from './report.ts';

/** Written to no log; held for the time of one call. */
const passphraseSchema = z.string().min(1).max(1000).nullable().default(null);

export const ownKeySchema = z.object({
  name: z.string(),
  /** `ssh-ed25519 AAAA...` */
  publicKey: z.string(),
  /** as `ssh-keygen -l` prints it: `SHA256:...` */
  fingerprint: z.string(),
  made: z.string(),
  /** it needs a passphrase */
  locked: z.boolean(),
});
export type OwnKey = z.infer<typeof ownKeySchema>;

export const trustedKeySchema = ownKeySchema.pick({ name: true, publicKey: true, fingerprint: true }).extend({ own: z.boolean() });
export type TrustedKey = z.infer<typeof trustedKeySchema>;

export const signedBundleSchema = z.object({
  file: reportFileSchema,
  /** name of the signature in the bundle */
  signature: z.string(),
  role: z.enum(['author', 'counter']),
  key: z.string(),
  signer: z.string().nullable(),
});
export type SignedBundle = z.infer<typeof signedBundleSchema>;

export const evidence = {
  /**
   * Job: verifies a bundle, or a report.pdf by its attachments: hashes, ledger, signatures, and every claim computed again from the records. Needs
   * no case; what the file holds never makes it fail, `status` says what was found.
   */
  verify: procedure
    .input(
      z.object({
        file: fileReferenceSchema,
        /** bundle that a dissent answers, so that its claims are computed again */
        against: fileReferenceSchema.nullable().default(null),
      }),
    )
    .output(jobOf(verificationResultSchema)),
  /** Job: what of a bundle can be decided otherwise: links, weights, thresholds. */
  choices: procedure.input(z.object({ file: fileReferenceSchema })).output(jobOf(alternativeChoicesSchema)),
  /** Job: the claims of a bundle beside what they would be, had some things been decided otherwise. */
  alternative: procedure.input(z.object({ file: fileReferenceSchema, changes: changesSchema })).output(jobOf(alternativeSchema)),
  /** Job: the same as a dissent, a bundle that answers the first one; signed where a key is named. */
  dissent: procedure
    .input(
      z.object({
        file: fileReferenceSchema,
        changes: changesSchema,
        reviewer: z.string().min(1).max(200),
        note: z.string().max(15_000).default(''),
        /** `null` = it is not signed */
        key: z.string().nullable().default(null),
        passphrase: passphraseSchema,
      }),
    )
    .output(jobOf(z.object({ file: reportFileSchema, alternative: alternativeSchema, signature: z.string().nullable() }))),
  /** Query: what a dissent says, and how a report prints it: as one of the notes in `dissent` of a layout (`report.setLayout`). */
  readDissent: procedure
    .input(z.object({ file: fileReferenceSchema }))
    .output(z.object({ dissent: dissentSchema, printed: z.object({ name: z.string(), text: z.string() }) })),
  /** Query: the person's own keys and all keys they know; no secret leaves its file. */
  keys: procedure.output(z.object({ own: z.array(ownKeySchema), known: z.array(trustedKeySchema) })),
  /** Makes a key to sign with; it belongs to the person, not to the case. */
  createKey: procedure.input(z.object({ name: z.string(), passphrase: passphraseSchema })).output(ownKeySchema),
  /** Takes in an Ed25519 private key of OpenSSH. */
  importKey: procedure.input(z.object({ name: z.string(), file: fileReferenceSchema, passphrase: passphraseSchema })).output(ownKeySchema),
  /** Adds the public key of another person to the known ones. */
  trustKey: procedure.input(z.object({ name: z.string(), publicKey: z.string().max(10_000) })).output(trustedKeySchema),
  /** Takes keys of others out of the known ones, by name or fingerprint. */
  distrustKey: procedure.input(z.object({ key: z.string() })).output(z.array(trustedKeySchema)),
  /** Signs a bundle: as its author where nobody has, otherwise as a counter-signer, once every claim came out again here. The answer is a copy with the signature. */
  sign: procedure
    .input(
      z.object({
        file: fileReferenceSchema,
        /** may be left out where the person has one key */
        key: z.string().nullable().default(null),
        passphrase: passphraseSchema,
        role: z.enum(['author', 'counter']).nullable().default(null),
        /** bundle that a dissent answers, to counter-sign the dissent */
        against: fileReferenceSchema.nullable().default(null),
      }),
    )
    .output(signedBundleSchema),
  /** Puts a signature that was made outside (`ssh-keygen -Y sign`) into a bundle, after checking it. */
  attachSignature: procedure
    .input(
      z.object({
        file: fileReferenceSchema,
        signature: fileReferenceSchema,
        role: z.enum(['author', 'counter']).nullable().default(null),
        against: fileReferenceSchema.nullable().default(null),
      }),
    )
    .output(signedBundleSchema),
  /** Query: datasets of a bundle that want a new file each. */
  replayPlan: procedure.input(z.object({ bundle: fileReferenceSchema })).output(replayPlanSchema),
  /**
   * Job and command: a new case, opened, from new files by the recipes and decisions of a bundle, and its claims beside those of the bundle.
   * The bundle is verified first, and columns that differ have to be decided; a failure or a cancel leaves no case.
   */
  replay: procedure
    .input(
      z.object({
        bundle: fileReferenceSchema,
        /** absent = the title of the bundle's case */
        title: z.string().min(1).max(300).optional(),
        /** file name of the new case; absent = made from the title */
        fileName: z.string().optional(),
        files: z.array(replayFileSchema).min(1).max(100),
        /** also from a bundle that does not come out as it states; the result then says so */
        anyway: z.boolean().default(false),
      }),
    )
    .output(jobOf(replayResultSchema)),
};
