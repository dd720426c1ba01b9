import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { PdfProfile } from '../../../shared/case/report.ts';
import type { ComposedReport } from './compose.ts';
import { figureFrame } from './figure-frame.ts';
import { chartSvg } from './figures.ts';

export type Attachment = { name: string; mediaType: string; description: string; content: Buffer };

/** Folder of template and fonts, seen from the sources (electron/engine/report) and from the bundle (dist/electron). */
const resources = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../resources/typst' : '../../resources/typst', import.meta.url),
);

/** A folder that does not exist: every file that Typst may read is given to it by name. */
const WORKSPACE = process.platform === 'win32' ? 'C:\\chokepoint-report' : '/chokepoint-report';

const FONTS = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'];

function compile({ document, figures }: ComposedReport, attachments: readonly Attachment[]) {
  const compiler = NodeCompiler.create({
    workspace: WORKSPACE,
    fontArgs: [{ fontBlobs: FONTS.map((name) => readFileSync(join(resources, 'fonts', name))) }],
  });
  const give = (name: string, content: Buffer) => compiler.mapShadow(join(WORKSPACE, name), content);
  give('document.json', Buffer.from(JSON.stringify(document)));
  give(
    'attachments.json',
    Buffer.from(JSON.stringify(attachments.map(({ name, mediaType, description }) => ({ name, mediaType, description })))),
  );
  for (const { name, content } of attachments) give(name, content);
  for (const [name, { chart, width, height }] of figures) give(name, Buffer.from(chartSvg(chart, figureFrame(width, height))));
  const compiled = compiler.compile({ mainFileContent: readFileSync(join(resources, 'report.typ'), 'utf8') });
  if (compiled.result === null)
    throw new Error(`the report template failed: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
  return { compiler, result: compiled.result };
}

const STANDARDS = { archive: 'a-3a', accessible: 'ua-1' } as const satisfies Record<PdfProfile, string>;

/**
 * Sets a composed report as tagged PDF with its attachments: PDF/A-3a for archives, or PDF/UA-1 for readers with assistive technology.
 *
 * @returns the bytes: the same for the same report, on every host; the creation time is the report's date at midnight UTC
 */
export function reportPdf(report: ComposedReport, attachments: readonly Attachment[], profile: PdfProfile = 'archive'): Buffer {
  const { compiler, result } = compile(report, attachments);
  return compiler.pdf(result, {
    pdfStandard: STANDARDS[profile],
    pdfTags: true,
    creationTimestamp: Date.parse(`${report.document.date}T00:00:00Z`) / 1000,
  });
}

/** Every page of Typst's drawing begins with its white ground at the top level; the glyphs of all pages stand in one list at the end. */
const PAGE_START = /\n {4}(?=<path class="typst-shape" fill="#ffffff")/;
const GLYPHS = '\n    <defs';

/**
 * The pages of the same document as SVG, for the preview on screen.
 *
 * @returns one SVG a page, and its words
 */
export function reportPages(report: ComposedReport, attachments: readonly Attachment[]): { svg: string; text: string }[] {
  const { compiler, result } = compile(report, attachments);
  const drawing = compiler.plainSvg(result);
  const size = /viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+pt" height="[\d.]+pt"/.exec(drawing);
  const glyphs = drawing.indexOf(GLYPHS);
  const [head = '', ...pages] = drawing.slice(0, glyphs).split(PAGE_START);
  if (size === null || glyphs < 0 || pages.length !== result.numOfPages)
    throw new Error('the drawing of the report has another form than expected');
  const [found, width, total] = size as unknown as [string, string, string];
  const height = Number((Number(total) / pages.length).toFixed(3));
  const texts = pageTexts(compiler.svg(result), pages.length);
  return pages.map((page, index) => {
    const window = `viewBox="0 ${index * height} ${width} ${height}" width="${width}pt" height="${height}pt"`;
    return { svg: `${head.replace(found, window)}\n${page}${drawing.slice(glyphs)}`, text: texts[index] as string };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** The words of each page, from the drawing that Typst makes for selecting text; figures are pictures and have none. */
function pageTexts(drawing: string, pages: number): string[] {
  const texts = drawing
    .split(/class="typst-page"/)
    .slice(1)
    .map((page) =>
      [...page.matchAll(/class="tsel"[^>]*>([^<]*)</g)]
        .map(([, words]) => (words as string).replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] as string))
        .join(' ')
        .replace(/\s+/g, ' '),
    );
  if (texts.length !== pages) throw new Error('the drawing of the report has another number of pages than expected');
  return texts;
}
