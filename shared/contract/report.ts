import { z } from 'zod';
import { reportLayoutSchema } from '../case/report.ts';
import { claimSchema } from '../evidence/claims-file.ts';
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
  /** Query: what is in the report, in which order and words; `chosen` = a person decided on it, else it follows its template. */
  layout: procedure.output(z.object({ layout: reportLayoutSchema, chosen: z.boolean() })),
  /** Command: decides on the layout of the report; `null` = as its template has it again. A layout as it was already is no new decision. */
  setLayout: procedure
    .input(z.object({ layout: reportLayoutSchema.nullable() }))
    .output(z.object({ layout: reportLayoutSchema, chosen: z.boolean() })),
  /** Job: the claims as the report would print them now, with id, statement, standing, figure and table, in the order of the report. */
  claims: procedure.output(jobOf(z.object({ asOf: z.string().nullable(), claims: z.array(claimSchema) }))),
  /** Job: writes report.pdf, a CSV and a JSON of each table and claims.json from the saved views and scenarios of the case (or its default ones). */
  export: procedure
    .input(z.object({ paper: z.enum(['a4', 'us-letter']).default('a4') }))
    .output(jobOf(z.object({ files: z.array(reportFileSchema) }))),
  /** Job: pages of the very report as SVG files for the preview. */
  preview: procedure
    .input(z.object({ paper: z.enum(['a4', 'us-letter']).default('a4') }))
    .output(jobOf(z.object({ pages: z.array(reportFileSchema) }))),
};
