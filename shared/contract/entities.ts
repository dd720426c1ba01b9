import { z } from 'zod';
import {
  acknowledgedSchema,
  breakingPointsSchema,
  decidedResultSchema,
  entityEntrySchema,
  entityScopeSchema,
  handLinkSchema,
  investigationSchema,
  linksWindowSchema,
  packResultSchema,
  proposalsResultSchema,
} from '../case/entities.ts';
import { linkSchema, linkStateSchema } from '../entities/link.ts';
import { fileReferenceSchema, jobOf, procedure, windowSchema } from './base.ts';

const reason = z.string().trim().max(2000).default('');
/** Links as the proposals gave them, or as they stand in the case. */
const decision = z.object({ scope: entityScopeSchema, links: z.array(linkSchema).min(1).max(2000), why: reason });

export const entities = {
  /** Job: which accounts may be one, with the keys that collided and what each decision would do; nothing is merged. */
  proposals: procedure
    .input(
      z.object({
        scope: entityScopeSchema,
        /** share of the known weight below which a proposal is only counted */
        least: z.number().min(0).max(1).default(0),
        /** column -> kind of fact, instead of guessing from the headers */
        evidence: z.record(z.string(), z.string()).optional(),
      }),
    )
    .output(jobOf(proposalsResultSchema)),
  /** Job: breaking point now and if each of these sets of accounts were one, by the saved or usual removal test. */
  breakingPoints: procedure
    .input(z.object({ scope: entityScopeSchema, groups: z.array(z.array(z.string())).max(100) }))
    .output(jobOf(breakingPointsSchema)),
  /** Job: what to find out next: open pairs by 2 p_a p_b and records of unknown owner, first those that flip a conclusion. */
  investigate: procedure.input(z.object({ scope: entityScopeSchema })).output(jobOf(investigationSchema)),
  /** Query: links of the case by id, dependency links too. */
  links: procedure
    .input(z.object({ window: windowSchema, states: z.array(linkStateSchema).optional(), search: z.string().default('') }))
    .output(linksWindowSchema),
  /** Query: decisions about links, newest first, and whether each still holds. */
  ledger: procedure
    .input(z.object({ window: windowSchema }))
    .output(z.object({ total: z.number().int(), entries: z.array(entityEntrySchema) })),
  /** Command: these links hold. Refused where it would join a rejected pair; asks again for weak chains and large groups. */
  confirm: procedure.input(decision.extend({ acknowledged: acknowledgedSchema })).output(decidedResultSchema),
  /** Command: these accounts are different parties; no link joins them under any policy. */
  reject: procedure.input(decision).output(decidedResultSchema),
  /** Command: decide later. */
  defer: procedure.input(decision).output(decidedResultSchema),
  /** Command: confirms several links at once as one group whose whole list of members a person has read. */
  group: procedure
    .input(decision.extend({ members: z.array(z.string()).min(2), acknowledged: acknowledgedSchema }))
    .output(decidedResultSchema),
  /** Command: a link by hand, with its evidence; ownership merges, dependency never does. */
  link: procedure
    .input(
      z.object({
        scope: entityScopeSchema,
        link: handLinkSchema,
        state: z.enum(['proposed', 'confirmed']).default('confirmed'),
        why: reason,
        members: z.array(z.string()).nullable().default(null),
        acknowledged: acknowledgedSchema,
      }),
    )
    .output(decidedResultSchema),
  /** Query: the decided links of the case as an alias pack (JSON), for another case; also as a file for the host. */
  exportPack: procedure
    .input(z.object({ title: z.string().min(1).max(200), licence: z.string().nullable().default(null) }))
    .output(z.object({ text: z.string(), links: z.number().int(), ref: fileReferenceSchema, fileName: z.string() })),
  /** Command: links of an alias pack or of a plain list of groups; applies nothing while a conflict is open. */
  importPack: procedure
    .input(
      z.object({
        scope: entityScopeSchema,
        text: z.string().max(16_000_000),
        fileName: z.string(),
        why: reason,
        /** a plain list of groups is confirmed group by group, else it makes open links */
        confirm: z.boolean().default(false),
        /** per link in conflict: the case stays as it is, or the pack decides */
        resolve: z.record(z.string(), z.enum(['here', 'pack'])).default({}),
        /** only tell what would happen */
        tryOnly: z.boolean().default(false),
      }),
    )
    .output(packResultSchema),
  /** Command: takes back one chosen decision, not only the last; the reversal is appended and can be undone itself. */
  takeBack: procedure.input(z.object({ sequence: z.number().int() })).output(z.object({ links: z.array(z.string()) })),
};
