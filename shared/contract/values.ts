import { z } from 'zod';
import { exactNumberSchema } from '../case/view.ts';
import { ALIAS_KINDS } from '../normalise/reading.ts';
import { fileReferenceSchema, procedure } from './base.ts';

export const aliasKindSchema = z.enum(ALIAS_KINDS);

/** How a text is read now: by a rule alone, with several readings left, by a decision of a person, or not at all. */
export const valueStateSchema = z.enum(['unmapped', 'partial', 'aliased', 'mapped']);
export type ValueState = z.infer<typeof valueStateSchema>;

export const valueEntrySchema = z.object({
  kind: aliasKindSchema,
  /** name of the canonical column */
  column: z.string(),
  raw: z.string(),
  state: valueStateSchema,
  /** what it is read as now; `null` = no value */
  value: z.string().nullable(),
  /** the reading that is offered; never taken by itself */
  proposed: z.string().nullable(),
  candidates: z.array(z.string()),
  rule: z.string().nullable(),
  /** why it has no value, in words */
  reason: z.string().nullable(),
  rows: z.number().int(),
  weight: exactNumberSchema,
  /** share of the weight of the dataset, 0..1 */
  share: z.number(),
});
export type ValueEntry = z.infer<typeof valueEntrySchema>;

export const valueQueueSchema = z.object({
  dataset: z.string(),
  /** what affected weight is measured in: name of a column, or `count` */
  weight: z.string(),
  counts: z.object({ unmapped: z.number().int(), partial: z.number().int(), aliased: z.number().int(), mapped: z.number().int() }),
  /** by affected weight, most first; at most 2,000 */
  entries: z.array(valueEntrySchema),
});
export type ValueQueue = z.infer<typeof valueQueueSchema>;

/** A decision on one text; `value` `null` = it stands for no value. */
export const valueDecisionSchema = z.object({
  kind: aliasKindSchema,
  raw: z.string().min(1).max(2000),
  value: z.string().min(1).nullable(),
});
export type ValueDecision = z.infer<typeof valueDecisionSchema>;

export const packEntrySchema = valueDecisionSchema.extend({
  /** against the case: not there yet, the same, another decision, or not a value of its kind */
  state: z.enum(['new', 'same', 'conflict', 'invalid']),
  current: z.string().nullable(),
});
export type PackEntry = z.infer<typeof packEntrySchema>;

const packTextSchema = z.object({ text: z.string().max(4_000_000), fileName: z.string().default('values.json') });

const textOfKindSchema = z.object({ kind: aliasKindSchema, raw: z.string() });

export const values = {
  /** Query: texts of the canonical columns of a dataset with their readings, by affected weight. */
  queue: procedure
    .input(
      z.object({
        dataset: z.string(),
        kind: aliasKindSchema.optional(),
        column: z.string().optional(),
        states: z.array(valueStateSchema).default(['unmapped', 'partial', 'aliased', 'mapped']),
      }),
    )
    .output(valueQueueSchema),
  /** Query: values of the reference table that a search finds, at most 30. */
  reference: procedure
    .input(z.object({ kind: aliasKindSchema, search: z.string() }))
    .output(z.array(z.object({ value: z.string(), label: z.string() }))),
  /** Command: decides what texts stand for, in every dataset of the case. */
  alias: procedure
    .input(z.object({ decisions: z.array(valueDecisionSchema).min(1).max(2000) }))
    .output(z.object({ changed: z.number().int() })),
  /** Command: takes decisions away again, so that the rules read the texts. */
  forget: procedure
    .input(
      z.object({
        texts: z.array(textOfKindSchema).min(1).max(2000),
      }),
    )
    .output(z.object({ changed: z.number().int() })),
  /** Query: all decisions on values of the case as a file; `ref` names it for the host, so that a person can save it. */
  exportPack: procedure.output(z.object({ text: z.string(), fileName: z.string(), ref: fileReferenceSchema, entries: z.number().int() })),
  /** Query: what an alias pack would change. */
  previewPack: procedure.input(packTextSchema).output(z.array(packEntrySchema)),
  /** Command: takes the decisions of a pack over; those that differ from the case only where `replace` says so: all of them, or the texts that it lists. */
  importPack: procedure
    .input(packTextSchema.extend({ replace: z.union([z.boolean(), z.array(textOfKindSchema).max(20_000)]).default(false) }))
    .output(z.object({ taken: z.number().int(), kept: z.number().int(), invalid: z.number().int() })),
};
