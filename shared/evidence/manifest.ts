import { z } from 'zod';

/** Version of the bundle's layout: a newer minor one opens with a notice, a newer major one is refused with advice. */
export const BUNDLE_FORMAT = '1.0';

export const fileEntrySchema = z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** What was redacted: columns, how many names and records are written as pseudonyms, and what those records weigh in words. */
export const redactionNoteSchema = z.object({
  columns: z.array(z.string()),
  names: z.number().int(),
  records: z.number().int(),
  weight: z.string().nullable(),
  /** different pseudonyms in the records; absent in bundles of before */
  values: z.number().int().optional(),
  /** what stays: places where a hidden name stands after all, as it is also a word that rules read, and columns of free text in clear */
  kept: z.array(z.string()).default([]),
});
export type RedactionNote = z.infer<typeof redactionNoteSchema>;

/**
 * manifest.json: what was made with which version from which files. It lists every content file but not itself, report.pdf, the hash list and
 * the signatures, so that it can be attached to the PDF. The id of the bundle is its SHA-256.
 */
export const manifestSchema = z.object({
  format: z.string().regex(/^\d+\.\d+$/),
  kind: z.enum(['report', 'dissent']),
  generator: z.object({ name: z.literal('Chokepoint'), version: z.string() }),
  engine: z.object({ caseFormat: z.number().int(), normalisers: z.record(z.string(), z.number().int()) }),
  case: z.object({ title: z.string(), question: z.string(), revision: z.number().int() }),
  sample: z.boolean(),
  asOf: z.string().nullable(),
  random: z.object({ generator: z.string(), seeds: z.array(z.number().int()) }),
  options: z.record(z.string(), z.unknown()),
  redaction: redactionNoteSchema.nullable(),
  /** files of `raw/`: kept, or left out by licence with their hash */
  raw: z.array(
    fileEntrySchema
      .omit({ path: true })
      .extend({ source: z.string(), fileName: z.string(), path: z.string().nullable(), licence: z.string().nullable() }),
  ),
  ledger: z.object({ entries: z.number().int(), head: z.string().nullable() }),
  files: z.array(fileEntrySchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
