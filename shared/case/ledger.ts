import { z } from 'zod';

/** One decision: who, when, what, why. Each entry holds the hash of the one before; undo appends, it never deletes. */
export const ledgerEntrySchema = z.object({
  sequence: z.number().int(),
  revision: z.number().int(),
  at: z.string(),
  actor: z.string(),
  command: z.string(),
  /** reads as history: `Import providers.csv as "Northgrid"` */
  label: z.string(),
  input: z.unknown(),
  undoes: z.number().int().nullable(),
  previousHash: z.string(),
  hash: z.string(),
  /** the entry speaks of a redacted name: label and input are not told, so that its hash cannot be computed again */
  redacted: z.literal(true).optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const caseInfoSchema = z.object({
  id: z.string(),
  /** opaque reference for the host; never a path in the browser host */
  fileName: z.string(),
  title: z.string(),
  question: z.string(),
  sample: z.boolean(),
  createdAt: z.string(),
  revision: z.number().int(),
  formatVersion: z.number().int(),
  datasets: z.number().int(),
  undo: z.string().nullable(),
  redo: z.string().nullable(),
});
export type CaseInfo = z.infer<typeof caseInfoSchema>;
