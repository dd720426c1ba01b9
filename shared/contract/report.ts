import { z } from 'zod';
import { exportOptionsSchema, identityColumnSchema, redactionPlanSchema, redactionSchema, reportLayoutSchema } from '../case/report.ts';
import { lintProblemSchema } from '../claims/lint-problem.ts';
import { claimSchema } from '../evidence/claims-file.ts';
import { fileEntrySchema } from '../evidence/manifest.ts';
import { verificationResultSchema } from '../evidence/verification.ts';
import { fileReferenceSchema, jobIdSchema, jobOf, procedure } from './base.ts';

export const reportFileSchema = z.object({
  ref: fileReferenceSchema,
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  mediaType: z.string(),
  /**
   * what it is for: `pdf` the report, `bundle` everything in one zip, `workbook` all tables as XLSX, `spreadsheet` a table as CSV that a
   * spreadsheet program opens safely, `page` of the preview, `content` a single file of the bundle or a table as JSON
   */
  role: z.enum(['pdf', 'bundle', 'workbook', 'spreadsheet', 'content', 'page']),
});
export type ReportFile = z.infer<typeof reportFileSchema>;

export const exportRequestSchema = exportOptionsSchema.extend({
  /** write the evidence bundle and verify it before the job is done */
  bundle: z.boolean().default(false),
  /** write all tables as one XLSX workbook */
  workbook: z.boolean().default(false),
  /** write each table a second time as `*.spreadsheet.csv`, with byte order mark and formula guard; never in the bundle */
  spreadsheet: z.boolean().default(false),
  job: jobIdSchema.optional(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export const exportedBundleSchema = z.object({
  /** SHA-256 of manifest.json; its first 16 digits stand on the first page of the report */
  id: z.string(),
  /** the zip in `files`, to be signed (`evidence.sign`) or verified (`evidence.verify`) */
  ref: fileReferenceSchema,
  /** what is in it, in its order */
  contents: z.array(fileEntrySchema),
  /** what Verify said of the finished bundle: always `match`, else the export fails */
  verification: verificationResultSchema,
});
export type ExportedBundle = z.infer<typeof exportedBundleSchema>;

export const exportResultSchema = z.object({
  files: z.array(reportFileSchema),
  /** `null` = none was asked for */
  bundle: exportedBundleSchema.nullable(),
  /** what the person should know, a sentence each: raw files left out by licence, data left out of the PDF for its size, names redacted */
  notes: z.array(z.string()),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

export const report = {
  /** Query: what is in the report, in which order and words; `chosen` = a person decided on it, else it follows its template. */
  layout: procedure.output(z.object({ layout: reportLayoutSchema, chosen: z.boolean() })),
  /** Command: decides on the layout of the report; `null` = as its template has it again. A layout as it was already is no new decision. */
  setLayout: procedure
    .input(z.object({ layout: reportLayoutSchema.nullable() }))
    .output(z.object({ layout: reportLayoutSchema, chosen: z.boolean() })),
  /** Job: the claims as the report would print them now, with id, statement, standing, figure and table, in the order of the report. */
  claims: procedure.output(
    jobOf(
      z.object({
        asOf: z.string().nullable(),
        claims: z.array(claimSchema),
        /** ids of the findings that stand on the first pages while none are chosen */
        usual: z.array(z.string()),
      }),
    ),
  ),
  /** Job: what the linter says of the report as it is laid out now; with an `error` it is not exported. */
  lint: procedure.output(jobOf(z.object({ problems: z.array(lintProblemSchema) }))),
  /**
   * Job: writes report.pdf, a CSV and a JSON of each table and of the data of each figure, and claims.json from the layout of the case (or its
   * usual one); on demand the evidence bundle, a workbook and CSV for spreadsheets. A cancel or a failure leaves no file.
   */
  export: procedure.input(exportRequestSchema).output(jobOf(exportResultSchema)),
  /** Query: columns that tell who is meant, by field, header or the form of their values, with their different names over all datasets. */
  identities: procedure.output(z.object({ columns: z.array(identityColumnSchema) })),
  /** Query: what an export with this redaction would hide, which columns it would leave in clear text, and where hidden names would stay. */
  redaction: procedure.input(redactionSchema).output(redactionPlanSchema),
  /** Job: pages of the very report as SVG files for the preview. */
  preview: procedure.input(exportOptionsSchema).output(
    jobOf(
      z.object({
        pages: z.array(reportFileSchema),
        /** the words of each page, in the order in which they stand there, to be searched */
        texts: z.array(z.string()),
      }),
    ),
  ),
};
