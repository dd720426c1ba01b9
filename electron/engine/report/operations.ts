import { createHash } from 'node:crypto';
import type { ReportFile } from '../../../shared/contract/report.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { claimsJson } from './claims.ts';
import { type ComposedReport, composeReport } from './compose.ts';
import { tableCsv, tableJson } from './csv.ts';
import type { ReportInput } from './input.ts';
import { type Attachment, reportPages, reportPdf } from './pdf.ts';
import { printableDeep } from './printable.ts';
import { resultTables } from './results.ts';

/** A file of a report; `content` is moved, not copied, out of the lane. */
export type WrittenFile = Omit<ReportFile, 'ref'> & { content: Uint8Array };

const file = (role: ReportFile['role'], name: string, mediaType: string, content: Buffer): WrittenFile => ({
  name,
  mediaType,
  role,
  bytes: content.byteLength,
  sha256: createHash('sha256').update(content).digest('hex'),
  content: Uint8Array.from(content),
});

/** The CSV files and claims.json, as they are attached to the PDF. */
function attachmentsOf(input: ReportInput): Attachment[] {
  return [
    {
      name: 'claims.json',
      mediaType: 'application/json',
      description: 'Claims of the report with full precision',
      content: Buffer.from(claimsJson(input)),
    },
    ...resultTables(input).map((table) => ({
      name: `${table.name}.csv`,
      mediaType: 'text/csv',
      description: table.title,
      content: Buffer.from(tableCsv(table)),
    })),
    ...certificateFiles(input),
  ];
}

/** The certificates of a removal test and the inputs that they speak about, so that they can be checked again without a solver and without the case. */
function certificateFiles(input: ReportInput): Attachment[] {
  return input.removals.flatMap(({ name, asked, inputs, result }, index) => {
    const { stamp, certificate, certificateHigh, portfolio, certified = portfolio } = result;
    // the checker reads no certificate of classes served in full
    if (result.metric === 'all-or-nothing') return [];
    const start = `${input.case.sample ? 'SAMPLE-' : ''}removal-${index + 1}`;
    const { dataset, where } = stamp;
    const content = {
      claim: `R${index + 1}.breaking-point`,
      dataset,
      where,
      ...asked,
      portfolio: certified,
      certificate,
      certificateOfOptimisticReading: certificateHigh,
    };
    const made: Attachment = {
      name: `${start}-certificate.json`,
      mediaType: 'application/json',
      description: `Certificate of the breaking point: ${name}`,
      content: Buffer.from(`${JSON.stringify(content, null, 1)}\n`),
    };
    if (inputs === null) return [made];
    return [
      made,
      {
        name: `${start}-inputs.jsonl`,
        mediaType: 'application/jsonl',
        description: `Inputs of the certificate: ${name}`,
        content: Buffer.from(inputs),
      },
    ];
  });
}

/** What the pages say; the inputs stand in their file only. */
function pagesOf(input: ReportInput): ComposedReport {
  return composeReport(printableDeep({ ...input, removals: input.removals.map((removal) => ({ ...removal, inputs: null })) }));
}

/** Report files on a compute lane: same input, same bytes. */
export const reportOperations = {
  'report.files': (_state: unknown, input: ReportInput, context: LaneContext): WrittenFile[] => {
    context.progress('tables', 0, 3);
    const attachments = attachmentsOf(input);
    context.checkpoint();
    context.progress('figures', 1, 3);
    const report = pagesOf(input);
    context.checkpoint();
    context.progress('pages', 2, 3);
    const pdf = reportPdf(report, attachments);
    context.checkpoint();
    return [
      file('pdf', 'report.pdf', 'application/pdf', pdf),
      ...attachments.map(({ name, mediaType, content }) => file('content', name, mediaType, content)),
      // the claims stand in claims.json with everything that belongs to them
      ...resultTables(input)
        .filter(({ name }) => !name.endsWith('claims'))
        .map((table) => file('content', `${table.name}.json`, 'application/json', Buffer.from(tableJson(table)))),
    ];
  },

  'report.pages': (_state: unknown, input: ReportInput, context: LaneContext): WrittenFile[] => {
    const report = pagesOf(input);
    context.checkpoint();
    return reportPages(report, attachmentsOf(input)).map((svg, index) =>
      file('page', `page-${index + 1}.svg`, 'image/svg+xml', Buffer.from(svg)),
    );
  },
} satisfies OperationTable<unknown>;
