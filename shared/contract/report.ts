import { z } from 'zod';
import { fileReferenceSchema, jobOf, procedure } from './base.ts';

export const reportFileSchema = z.object({
  ref: fileReferenceSchema,
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  mediaType: z.string(),
});
export type ReportFile = z.infer<typeof reportFileSchema>;

export const report = {
  /** Job: writes report.pdf, a CSV and a JSON of each table and claims.json from the saved views and scenarios of the case (or its default ones). */
  export: procedure
    .input(z.object({ paper: z.enum(['a4', 'us-letter']).default('a4') }))
    .output(jobOf(z.object({ files: z.array(reportFileSchema) }))),
  /** Job: pages of the very report as SVG files for the preview. */
  preview: procedure
    .input(z.object({ paper: z.enum(['a4', 'us-letter']).default('a4') }))
    .output(jobOf(z.object({ pages: z.array(reportFileSchema) }))),
};
