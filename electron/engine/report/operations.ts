import { createHash } from 'node:crypto';
import { deflateSync } from 'fflate';
import { type ExportOptions, exportOptionsSchema, USUAL_REDACTION } from '../../../shared/case/report.ts';
import type { ReportFile } from '../../../shared/contract/report.ts';
import type { FileEntry, Manifest } from '../../../shared/evidence/manifest.ts';
import { attachmentName, isAttached } from '../../../shared/evidence/paths.ts';
import { formatBytes, plural } from '../../../shared/format/index.ts';
import { type Bundle, type BundleFile, bundleOf, hashList, reportFile } from '../evidence/bundle.ts';
import type { CaseEvidence } from '../evidence/case-evidence.ts';
import { verifyPage } from '../evidence/verify-page.ts';
import { byPath } from '../evidence/zip.ts';
import { type LaneContext, type OperationTable, Transferred } from '../lanes/protocol.ts';
import { type ComposedReport, composeReport, compositionHash } from './compose.ts';
import { spreadsheetCsv, tableJson } from './csv.ts';
import type { ReportInput } from './input.ts';
import { type Attachment, reportPages, reportPdf } from './pdf.ts';
import { printableDeep } from './printable.ts';
import { workbookOf } from './workbook.ts';

/** A file of a report; `content` is moved, not copied, out of the lane. */
export type WrittenFile = Omit<ReportFile, 'ref'> & { content: Uint8Array };

/** What an export asks the compute lane for. */
export type ReportRequest = {
  input: ReportInput;
  evidence: CaseEvidence;
  options: ExportOptions;
  /** beside the report and its bundle */
  wanted: { workbook: boolean; spreadsheet: boolean };
};

/** A whole bundle but for the copies of source files, which stand in the case: what `evidence.write` puts into the zip. */
export type WrittenBundle = {
  id: string;
  files: readonly { path: string; content: Uint8Array }[];
  raw: readonly { source: string; path: string }[];
  contents: readonly FileEntry[];
  /** `compositionHash` of the report */
  composed: string;
};

export type WrittenReport = { files: WrittenFile[]; bundle: WrittenBundle; notes: string[] };

/** A report has to fit into a mail: what would take it above this stays in the bundle. */
const MOST_PDF = 5_000_000;
/** Room for the pages, where only the attachments are known. */
const PAGES = 1_000_000;

const file = (role: ReportFile['role'], name: string, mediaType: string, content: Uint8Array): WrittenFile => ({
  name,
  mediaType,
  role,
  bytes: content.byteLength,
  sha256: createHash('sha256').update(content).digest('hex'),
  // of its own, not a part of a pool, so that it can be moved
  content: Uint8Array.from(content),
});

/** The report with text that can be printed, and the bundle that it is part of; the inputs of removal tests stand in their file only. */
function pagesOf(input: ReportInput, composed: ComposedReport, bundle: string): ComposedReport {
  const said = { ...input, removals: input.removals.map((removal) => ({ ...removal, inputs: null })) };
  const printable = printableDeep(said);
  const { document, ...rest } = printable === said ? composed : composeReport(printable);
  return { ...rest, document: { ...document, bundle: bundle.slice(0, 16) } };
}

const attachmentOf = ({ path, mediaType, description, content }: BundleFile): Attachment => ({
  name: attachmentName(path),
  mediaType,
  description,
  content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
});

/** What is left out of the PDF, the first that suffices: nothing, the records, the records and the tables. */
const LEFT_OUT = [
  { words: '', keeps: () => true },
  { words: 'The records (data/*.csv)', keeps: (path: string) => !path.startsWith('data/') },
  { words: 'Records and tables (data/*.csv, results/*)', keeps: (path: string) => !/^(data|results)\//.test(path) },
] as const;

/** Of a file longer than `EVERY` pieces of this many bytes, one piece of `EVERY` tells how well it packs. */
const PIECE = 2 ** 18;
const EVERY = 8;

/** Bytes that content takes when it is compressed; of a long file about, since packing all of it takes as long as setting the pages. */
function packedBytes(content: Uint8Array): number {
  if (content.length <= PIECE * EVERY) return deflateSync(content, { level: 6 }).length;
  let [read, packed] = [0, 0];
  for (let at = 0; at < content.length; at += PIECE * EVERY) {
    const piece = content.subarray(at, at + PIECE);
    read += piece.length;
    packed += deflateSync(piece, { level: 6 }).length;
  }
  return Math.round((packed * content.length) / read);
}

/** The attachments of the PDF by what they take when compressed, and what stays out of it, in a sentence or `''`. */
function attachmentsOf({ files, id }: Bundle, from: number): { attachments: Attachment[]; level: number; words: string } {
  const attached = files.filter(({ path }) => isAttached(path));
  const sizes = new Map(attached.map(({ path, content }) => [path, packedBytes(content)]));
  for (let level = from; ; level++) {
    const { words, keeps } = LEFT_OUT[level] as (typeof LEFT_OUT)[number];
    const kept = attached.filter(({ path }) => keeps(path));
    const bytes = kept.reduce((sum, { path }) => sum + (sizes.get(path) as number), 0);
    if (bytes > MOST_PDF - PAGES && level < LEFT_OUT.length - 1) continue;
    const sentence =
      words === ''
        ? ''
        : `${words} are not attached to this file, which would have more than 5 MB with them; bundle ${id.slice(0, 16)} holds them.`;
    return { attachments: kept.map(attachmentOf), level, words: sentence };
  }
}

/** Says on the last page what is not attached. */
function withSentence({ document, ...rest }: ComposedReport, sentence: string): ComposedReport {
  const last = document.sections.at(-1);
  if (sentence === '' || !last) return { document, ...rest };
  const blocks = [...last.blocks, { type: 'paragraph' as const, text: sentence }];
  return { ...rest, document: { ...document, sections: [...document.sections.slice(0, -1), { ...last, blocks }] } };
}

/** Columns that were left out or emptied. */
function cutWords(options: Manifest['options']): string {
  const { drop, blank } = exportOptionsSchema.safeParse(options).data?.redaction ?? USUAL_REDACTION;
  return [
    ...(drop.length === 0 ? [] : [` Left out: the ${drop.length === 1 ? 'column' : 'columns'} ${drop.join(', ')}.`]),
    ...(blank.length === 0 ? [] : [` Emptied: the ${blank.length === 1 ? 'column' : 'columns'} ${blank.join(', ')}.`]),
  ].join('');
}

/** What the report says of names that are hidden; empty = none is. */
function redactionWords({ manifest: { redaction, options } }: Bundle): string {
  if (redaction === null) return '';
  const { names, columns, records, weight, kept } = redaction;
  const written = `${plural(names, 'name')} in ${columns.join(', ')} ${names === 1 ? 'is' : 'are'} written as pseudonyms, in ${plural(records, 'record')}`;
  return `${written}${weight === null ? '' : ` (${weight})`}.${kept.length === 0 ? '' : ` What stays: ${kept.join('; ')}.`}${cutWords(options)}`;
}

/** Sets the PDF with as much of the bundle attached as fits into its limit. */
function setReport(bundle: Bundle, pages: ComposedReport, { profile }: ExportOptions): { pdf: Buffer; sentence: string } {
  for (let from = 0; ; ) {
    const { attachments, level, words } = attachmentsOf(bundle, from);
    const hidden = redactionWords(bundle);
    const pdf = reportPdf(withSentence(withSentence(pages, hidden), words), attachments, profile);
    if (pdf.length <= MOST_PDF || level === LEFT_OUT.length - 1) return { pdf, sentence: words };
    from = level + 1;
  }
}

/** report.pdf once more, from a bundle and what it says: the bytes that `report.files` writes. */
export const reportAgain = (bundle: Bundle, input: ReportInput, composed: ComposedReport, options: ExportOptions): Uint8Array =>
  setReport(bundle, pagesOf(input, composed, bundle.id), options).pdf;

/** What a person should know of a finished export. */
function notesOf(bundle: Bundle, sentence: string, pdf: Buffer): string[] {
  const { manifest } = bundle;
  const left = manifest.raw.filter(({ path }) => path === null);
  const { redaction } = manifest;
  return [
    ...(sentence === '' ? [] : [sentence]),
    ...(pdf.length > MOST_PDF ? [`report.pdf has ${formatBytes(pdf.length)}, more than the 5 MB that mail takes well.`] : []),
    ...(redaction === null ? [] : [redactionWords(bundle)]),
    ...(left.length === 0
      ? []
      : [
          redaction === null
            ? `The bundle holds the hash only of ${left.map(({ fileName }) => fileName).join(', ')}, as its licence was stated.`
            : 'The bundle holds the hashes only of source files, since they have the names in clear.',
        ]),
  ];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Report files on a compute lane: same input, same bytes. */
export const reportOperations = {
  'report.files': async (_state: unknown, request: ReportRequest, context: LaneContext): Promise<Transferred<WrittenReport>> => {
    const { input, evidence, options, wanted } = request;
    context.progress('tables', 0, 3);
    const composed = composeReport(input);
    const { tables } = composed;
    context.checkpoint();
    const bundle = bundleOf(input, evidence, options, tables, verifyPage());
    context.checkpoint();
    context.progress('figures', 1, 3);
    const pages = pagesOf(input, composed, bundle.id);
    context.checkpoint();
    context.progress('pages', 2, 3);
    const { pdf, sentence } = setReport(bundle, pages, options);
    context.checkpoint();
    const report = reportFile(pdf);
    const whole = [...bundle.files, report];
    const list = hashList([...whole, ...bundle.raw.map(({ entry }) => entry)]);
    const byName = new Map(bundle.files.map((each) => [each.path, each]));
    const certificates = bundle.files.filter(({ path, mediaType }) => path.startsWith('results/') && mediaType !== 'text/csv');
    const shown = [
      ...['claims.json', ...tables.map(({ name }) => `results/${name}.csv`)].flatMap((path) => byName.get(path) ?? []),
      ...certificates,
    ];
    const marked = (name: string) => (input.case.sample && !name.startsWith('SAMPLE') ? `SAMPLE-${name}` : name);
    const files = [
      file('pdf', 'report.pdf', 'application/pdf', pdf),
      ...shown.map(({ path, mediaType, content }) => file('content', nameOf(path), mediaType, content)),
      // the claims stand in claims.json with everything that belongs to them
      ...tables
        .filter(({ name }) => !name.endsWith('claims'))
        .map((table) => file('content', `${table.name}.json`, 'application/json', Buffer.from(tableJson(table)))),
      ...(wanted.spreadsheet
        ? tables.map((table) => file('spreadsheet', `${table.name}.spreadsheet.csv`, 'text/csv', Buffer.from(spreadsheetCsv(table))))
        : []),
      ...(wanted.workbook
        ? [
            file(
              'workbook',
              marked('report.xlsx'),
              'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
              await workbookOf(tables),
            ),
          ]
        : []),
    ];
    context.checkpoint();
    const written: WrittenReport = {
      files,
      bundle: {
        id: bundle.id,
        files: [...whole, list].sort(byPath).map(({ path, content }) => ({ path, content })),
        raw: bundle.raw.map(({ source, entry }) => ({ source, path: entry.path })),
        contents: [...whole, list, ...bundle.raw.map(({ entry }) => entry)]
          .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
          .sort(byPath),
        composed: compositionHash(composed),
      },
      notes: notesOf(bundle, sentence, pdf),
    };
    return new Transferred(
      written,
      files.map(({ content }) => content.buffer as ArrayBuffer),
    );
  },

  'report.pages': (
    _state: unknown,
    { input, evidence, options }: Omit<ReportRequest, 'wanted'>,
    context: LaneContext,
  ): { pages: WrittenFile[]; texts: string[] } => {
    const composed = composeReport(input);
    const bundle = bundleOf(input, evidence, options, composed.tables, verifyPage());
    context.checkpoint();
    const { words } = attachmentsOf(bundle, 0);
    const report = withSentence(pagesOf(input, composed, bundle.id), words);
    context.checkpoint();
    const pages = reportPages(report, []);
    return {
      pages: pages.map(({ svg }, index) => file('page', `page-${index + 1}.svg`, 'image/svg+xml', Buffer.from(svg))),
      texts: pages.map(({ text }) => text),
    };
  },
} satisfies OperationTable<unknown>;
