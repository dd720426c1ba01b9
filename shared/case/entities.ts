import { z } from 'zod';
import { evidenceTypeSchema, linkKindSchema, linkSchema, strengthSchema } from '../entities/link.ts';
import { NAME_KEYS } from '../entities/propose.ts';
import { scopedLinkSchema } from '../entities/scope.ts';
import { ledgerEntrySchema } from './ledger.ts';
import { stampSchema, sumsAmongSchema, viewSpecSchema } from './view.ts';

export { decidedSchema, evidenceSchema, linkSchema } from '../entities/link.ts';

/** What a question about entities is asked in: accounts of `by`, their shares of `weight` among the records of `where`. */
export const entityScopeSchema = viewSpecSchema.pick({ dataset: true, by: true, weight: true, where: true });
export type EntityScope = z.infer<typeof entityScopeSchema>;

/** Headline numbers of the known weight; HHI in points, `null` where there is no weight or a threshold cannot be passed. */
export const headlineSchema = z.object({
  hhi: z.number().nullable(),
  entities: z.number().int(),
  cr1: z.number().nullable(),
  nakamoto: z.record(z.string(), z.number().int().nullable()),
});
export type HeadlineNumbers = z.infer<typeof headlineSchema>;

/** A key on which accounts collided and how many accounts of the dataset have it. */
export const collisionSchema = z.object({
  type: evidenceTypeSchema,
  nameKey: z.enum(NAME_KEYS).nullable(),
  key: z.string(),
  accounts: z.number().int(),
});

export const proposedAccountSchema = z.object({
  id: z.string(),
  /** from another column; `null` where the account has no other name */
  name: z.string().nullable(),
  /** share of the known weight */
  share: z.number(),
  rows: z.number().int(),
  /** name of the group that it is in already */
  group: z.string().nullable(),
});

/** Open links that are decided at once. */
export const proposalRowSchema = z.object({
  id: z.string(),
  links: z.array(linkSchema),
  accounts: z.array(proposedAccountSchema),
  /** ends that are no account of the dataset: owners */
  owners: z.array(z.string()),
  strength: strengthSchema,
  collisions: z.array(collisionSchema),
  similarity: z.number().nullable(),
  deferred: z.boolean(),
  /** rejected link that it would join */
  blockedBy: z.string().nullable(),
  /** share of the known weight that the group would hold */
  share: z.number(),
  /** change of HHI in points */
  deltaHhi: z.number(),
  after: headlineSchema,
});
export type ProposalRow = z.infer<typeof proposalRowSchema>;

export const proposalsResultSchema = z.object({
  stamp: stampSchema,
  /** the three policies side by side */
  headlines: z.object({ none: headlineSchema, confirmed: headlineSchema, 'all-plausible': headlineSchema }),
  accounts: z.number().int(),
  /** lines of sums that are left out; absent = none */
  sums: sumsAmongSchema.optional(),
  /** proposals at or above `least`, and those below */
  total: z.number().int(),
  below: z.number().int(),
  /** most valuable first, at most 2,000 */
  rows: z.array(proposalRowSchema),
  /** weak keys that too many accounts share to mean anything: candidates for a dependency */
  common: z.array(collisionSchema),
  /** columns that were read beside the names */
  traits: z.array(z.object({ column: z.string(), trait: z.string() })),
  nameColumn: z.string().nullable(),
});
export type ProposalsResult = z.infer<typeof proposalsResultSchema>;

export const breakingPointValueSchema = z.object({
  kLow: z.number().int().nullable(),
  k: z.number().int().nullable(),
  proven: z.boolean(),
});

export const breakingPointsSchema = z.object({
  /** removal test that was run; `null` = none fits this dataset and dimension */
  test: z.string().nullable(),
  now: breakingPointValueSchema.nullable(),
  after: z.array(breakingPointValueSchema),
});
export type BreakingPoints = z.infer<typeof breakingPointsSchema>;

export const questionSchema = z.object({
  kind: z.enum(['pair', 'record']),
  id: z.string(),
  groups: z.array(z.string()),
  links: z.array(z.string()),
  strength: strengthSchema.nullable(),
  deltaHhi: z.number(),
  flips: z.array(z.object({ conclusion: z.string(), before: z.string(), after: z.string() })),
  breakingPointKnown: z.boolean(),
  wouldSettle: z.string(),
  /** further pairs that the same evidence suggests; the answer settles them too */
  more: z.number().int(),
});
export type EntityQuestion = z.infer<typeof questionSchema>;

export const investigationSchema = z.object({
  stamp: stampSchema,
  test: z.string().nullable(),
  /** packs whose lines on HHI and the largest share are the stated conclusions; `standard` = the case has chosen none, so it is the shipped default */
  lines: z.object({ packs: z.array(z.string()), standard: z.boolean() }),
  total: z.number().int(),
  /** at most 200 */
  questions: z.array(questionSchema),
});

export const entityEntrySchema = ledgerEntrySchema.extend({ inForce: z.boolean(), links: z.array(z.string()) });

export const linksWindowSchema = z.object({ total: z.number().int(), rows: z.array(scopedLinkSchema) });

/** What a decision changed. */
export const decidedResultSchema = z.object({
  links: z.array(z.string()),
  before: headlineSchema,
  after: headlineSchema,
});
export type DecidedResult = z.infer<typeof decidedResultSchema>;

/** Limits that a person has read and accepts. */
export const acknowledgedSchema = z.array(z.enum(['many-members', 'large-share'])).default([]);

/** Evidence and statement of a link that a person makes by hand. */
export const handLinkSchema = z.object({
  kind: linkKindSchema,
  from: z.string().min(1),
  to: z.string().min(1),
  share: z.string().nullable().default(null),
  evidence: linkSchema.shape.evidence,
  confidence: z.number().min(0).max(1).nullable().default(null),
  validFrom: linkSchema.shape.validFrom.default(null),
  validTo: linkSchema.shape.validTo.default(null),
});

export const packConflictSchema = z.object({
  kind: z.enum(['decided-otherwise', 'says-something-else', 'joins-rejected-pair', 'weak-group']),
  link: z.string(),
  from: z.string(),
  to: z.string(),
  /** what the case says and what the pack says, in words */
  here: z.string(),
  inPack: z.string(),
});

export const packResultSchema = z.object({
  /** whether the links were taken over; never while a conflict is open */
  applied: z.boolean(),
  title: z.string(),
  author: z.string(),
  added: z.array(z.string()),
  settled: z.array(z.string()),
  unchanged: z.number().int(),
  absent: z.array(z.string()),
  conflicts: z.array(packConflictSchema),
});
export type PackResult = z.infer<typeof packResultSchema>;
