// Acceptance checks of exported files (experience.md 9.5, items 1-6, 8, 11, 16, 17), on both profiles and both papers, by poppler and qpdf.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { layoutOf, type ReportLayout } from '../../shared/case/report.ts';
import type { ExportRequest } from '../../shared/contract/report.ts';
import type { ClaimsFile } from '../../shared/evidence/claims-file.ts';
import { generateSample } from '../../shared/sample/index.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { has, over } from './support.ts';

type Exported = { pdf: Buffer; claims: ClaimsFile; names: string[] };

const PROVIDERS = 60;
const DISSENT = 'I do not agree.\nThe base is registered, not verified.';
const full: ReportLayout = {
  ...layoutOf('full'),
  author: 'A. Analyst',
  organisation: 'Example GmbH',
  dissent: [
    { name: 'R. Reviewer', text: DISSENT },
    { name: 'S. Second', text: 'The second reviewer does not either.' },
  ],
};

let engine: Engine;
let close: () => Promise<void>;
const made = new Map<string, Exported>();

async function exported(options: Partial<ExportRequest>): Promise<Exported> {
  const { files } = await resultOf(await engine.client.report.export({ paper: 'a4', profile: 'archive', ...options }));
  const read = (end: string) => readFileSync(engine.files.path(files.find(({ name }) => name.endsWith(end))?.ref as string));
  return { pdf: read('report.pdf'), claims: JSON.parse(String(read('claims.json'))), names: files.map(({ name }) => name) };
}

beforeAll(async () => {
  const opened = await openTestEngine();
  ({ engine, close } = opened);
  for (const [seed, day] of [
    [5, '2026-08-31'],
    [7, '2026-09-30'],
  ] as const) {
    const path = join(opened.folder, `northgrid-${day}.csv`);
    writeFileSync(path, [...generateSample({ network: 'northgrid', seed, providers: PROVIDERS })].join(''));
    const { id } = await importFile(engine, path, { name: `Northgrid ${day}` });
    await engine.client.datasets.describe({ dataset: id, asOf: `${day}T00:00:00Z`, base: 'registered' });
  }
  await engine.client.report.setLayout({ layout: full });
  made.set('archive on A4', await exported({}));
  made.set('accessible on Letter', await exported({ profile: 'accessible', paper: 'us-letter' }));
}, 120_000);
afterAll(() => close());

const textOf = (pdf: Buffer, ...args: string[]): string => over(pdf, 'pdftotext', ...args, '{}', '-').text;
const flat = (text: string): string => text.replace(/[\u2060\u00ad]/g, '').replace(/\s+/g, ' ');
const pagesOf = (pdf: Buffer): string[] => textOf(pdf, '-layout').split('\f').slice(0, -1);

type Value = Record<string, unknown>;
type Outline = { title: string; destpageposfrom1: number; kids: Outline[] };

function structureOf(pdf: Buffer): { objects: Map<string, Value>; outlines: Outline[]; root: Value } {
  const json = JSON.parse(over(pdf, 'qpdf', '--json', '{}').text);
  const objects = new Map<string, Value>(
    Object.entries(json.qpdf[1] as Record<string, { value?: Value; stream?: { dict: Value } }>).map(([key, { value, stream }]) => [
      key.replace('obj:', ''),
      (value ?? stream?.dict ?? {}) as Value,
    ]),
  );
  const trailer = objects.get('trailer') as Value;
  return { objects, outlines: json.outlines, root: objects.get(trailer['/Root'] as string) as Value };
}

const describePdf = describe.skipIf(!has('pdfinfo') || !has('pdftotext') || !has('qpdf'));

describePdf.each(['archive on A4', 'accessible on Letter'])('the report for %s (needs poppler and qpdf)', (name) => {
  const report = () => made.get(name) as Exported;
  const isArchive = name.startsWith('archive');

  it('is tagged, with title, author, language and paper, dated with the date of the facts, and names its profile', () => {
    const { text } = over(report().pdf, 'pdfinfo', '-isodates', '{}');
    expect(text).toMatch(/Tagged:\s+yes/);
    expect(text).toMatch(/Title:\s+SAMPLE: Test/);
    expect(text).toMatch(/Author:\s+A\. Analyst, Example GmbH/);
    expect(text).toMatch(/CreationDate:\s+2026-09-30T00:00:00/);
    expect(text).toMatch(isArchive ? /595\.276 x 841\.89 pts \(A4\)/ : /612 x 792 pts \(letter\)/);
    expect(structureOf(report().pdf).root['/Lang']).toMatch(/en/);
    const meta = over(report().pdf, 'pdfinfo', '-meta', '{}').text;
    if (isArchive) expect(meta).toMatch(/<pdfaid:part>3<[\s\S]*<pdfaid:conformance>A</);
    else expect(meta).toMatch(/<pdfuaid:part>1</);
  });

  it('has a bookmark for each section, and contents with the page numbers of the bookmarks', () => {
    const { outlines } = structureOf(report().pdf);
    const titles = outlines.map(({ title }) => title);
    for (const wanted of ['Answer', 'Findings', 'Removal result', 'Sources and supply base', 'Concentration', 'Hardware and dependency'])
      expect(titles).toContain(wanted);
    for (const wanted of [
      'Geography',
      'Uptime and price',
      'Comparison',
      'Sensitivity',
      'Limitations and dissent',
      'Appendix A. Method and conventions',
    ])
      expect(titles).toContain(wanted);
    const contents = flat(textOf(report().pdf, '-layout'));
    for (const { title, destpageposfrom1 } of outlines) {
      const place = contents.indexOf(`${title} . .`);
      expect(place, title).toBeGreaterThan(0);
      expect(/^[ .]*(\d+)/.exec(contents.slice(place + title.length))?.[1], title).toBe(String(destpageposfrom1));
    }
  });

  it('gives every figure a text of its own and nests none, and every head of a table its scope', () => {
    const { objects } = structureOf(report().pdf);
    const elements = [...objects.values()].filter((value) => value['/Type'] === '/StructElem' || '/S' in value);
    const kind = (reference: unknown): unknown => objects.get(reference as string)?.['/S'];
    const figures = elements.filter((value) => value['/S'] === '/Figure');
    expect(figures.length).toBeGreaterThan(10);
    for (const figure of figures) {
      expect(String(figure['/Alt'] ?? '').length).toBeGreaterThan(40);
      for (let parent = figure['/P']; objects.has(parent as string); parent = objects.get(parent as string)?.['/P'])
        expect(kind(parent)).not.toBe('/Figure');
    }
    const heads = elements.filter((value) => value['/S'] === '/TH');
    expect(heads.length).toBeGreaterThan(20);
    const scopeOf = (value: Value): unknown => {
      const attributes = [value['/A']].flat().map((each) => (typeof each === 'string' ? objects.get(each) : each) as Value | undefined);
      return attributes.find((each) => each && '/Scope' in each)?.['/Scope'];
    };
    for (const head of heads) expect(scopeOf(head)).toBe('/Column');
  });

  it('says its page of how many on all pages but the first, and SAMPLE, status and date on each', () => {
    const pages = pagesOf(report().pdf);
    for (const [index, page] of pages.entries()) {
      if (index > 0) expect(page).toContain(`${index + 1} of ${pages.length}`);
      expect(page).toContain('SAMPLE');
      expect(page).toMatch(/Draft, as of 2026-08-31 to\s+2026-09-30/);
    }
    expect(pages[0]).not.toMatch(/\d+ of \d+\s*$/);
  });

  it('embeds all fonts with Unicode maps, and is below 5 MB', () => {
    const fonts = over(report().pdf, 'pdffonts', '{}').text.trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const line of fonts) expect(line).toMatch(/\s+yes\s+yes\s+yes\s+/);
    expect(report().pdf.byteLength).toBeLessThan(5_000_000);
  });

  it('prints every claim as claims.json displays it', () => {
    const text = flat(textOf(report().pdf, '-raw'));
    const { claims } = report().claims;
    expect(claims.filter(({ id }) => id.startsWith('D')).length).toBe(16);
    expect(claims.map(({ id }) => id)).toContain('XD1-D2.hhi-change');
    for (const { id, display } of claims) {
      expect(text, id).toContain(id);
      expect(text, id).toContain(flat(display));
    }
  });

  it('prints the dissent as it was written, with its author', () => {
    const text = textOf(report().pdf);
    expect(text).toContain('R. Reviewer');
    for (const line of [...DISSENT.split('\n'), 'S. Second', 'The second reviewer does not either.']) expect(text).toContain(line);
  });

  it('passes qpdf --check, and holds no script and nothing that opens by itself', () => {
    const { text, status } = over(report().pdf, 'qpdf', '--check', '{}');
    expect(status, text).toBe(0);
    const { objects } = structureOf(report().pdf);
    for (const value of objects.values())
      for (const key of ['/JS', '/JavaScript', '/OpenAction', '/AA', '/Launch']) expect(Object.keys(value)).not.toContain(key);
  });
});

describe('claims of the report', () => {
  const claims = () => (made.get('archive on A4') as Exported).claims.claims;

  it('name figure, table and source, each of them in the report', () => {
    const breaking = claims().find(({ id }) => id === 'RD1.breaking-point');
    expect(breaking?.evidence).toEqual({ figures: ['Figure RD1'], tables: ['Table RD1', 'Table PD1'], sources: ['S1'] });
    for (const { id, evidence } of claims()) expect(evidence?.tables.length, id).toBeGreaterThan(0);
  });

  it('have a standing where they conclude something, with the reasons of those that are not robust', () => {
    const standings = claims().flatMap(({ standing }) => (standing ? [standing] : []));
    expect(standings.length).toBeGreaterThan(10);
    for (const { word, because } of standings) expect(because.length > 0).toBe(word !== 'robust');
    // a Gini states a number and concludes nothing
    expect(claims().find(({ id }) => id === 'VD1.gini')?.standing).toBeUndefined();
  });

  it('are the same in both profiles and papers', () => {
    expect((made.get('accessible on Letter') as Exported).claims).toEqual((made.get('archive on A4') as Exported).claims);
  });
});

describePdf('the layout of the report', () => {
  it('decides which sections are printed and in which order, with the notes of the author', async () => {
    const sections = [
      { kind: 'geography' as const, shown: true, note: 'Countries as the providers state them.' },
      { kind: 'answer' as const, shown: true, note: '' },
      { kind: 'limitations' as const, shown: true, note: '' },
      { kind: 'findings' as const, shown: false, note: '' },
    ];
    await engine.client.report.setLayout({ layout: { ...full, title: 'Where it stands', sections } });
    const { pdf, claims, names } = await exported({});
    const { outlines } = structureOf(pdf);
    expect(outlines.map(({ title }) => title)).toEqual([
      'Answer',
      'Geography',
      'Limitations and dissent',
      // the maps of two datasets
      'Appendix A. Tables and figures in full',
    ]);
    expect(flat(textOf(pdf))).toContain('Countries as the providers state them.');
    expect(claims.claims.map(({ id }) => id)).toEqual(['D1.C5', 'D2.C5']);
    expect(names).not.toContain('SAMPLE-quality-checks.csv');
  }, 60_000);

  it('makes a brief of answer, a few findings and limitations', async () => {
    await engine.client.report.setLayout({ layout: { ...layoutOf('brief'), findings: [{ claim: 'VD1.cr1', text: null }] } });
    const { pdf, claims } = await exported({ profile: 'accessible' });
    expect(claims.claims.map(({ id }) => id)).toEqual(['VD1.cr1']);
    expect(pagesOf(pdf).length).toBeLessThanOrEqual(2);
  }, 60_000);
});
