import world from '../../../resources/reference/world-50m.json' with { type: 'json' };
import type { SectionKind } from '../../../shared/case/report.ts';
import type { WorldMap } from '../../../shared/charts/index.ts';
import { shorten } from '../../../shared/format/index.ts';
import { sha256OfPieces } from '../digest.ts';
import { answersOf, basisOf } from './answers.ts';
import { claimsOf } from './claims.ts';
import { shownSections } from './claims-places.ts';
import { coverFigures } from './cover-figures.ts';
import type { Block, DataTable, ReportDocument, Section } from './document.ts';
import { type FigureToDraw, figureList } from './figure-list.ts';
import { type ReportInput, reportDate, reportDateWords } from './input.ts';
import { PAGES } from './pages/index.ts';
import { withShortNames } from './short-names.ts';
import { dataTables } from './tables.ts';

/**
 * A report ready to be set: the document, its figures by file name, and its tables, a file of the results each. Tables come in the order of the
 * report, the data of figures after them; their cells hold full precision and the names as they are in the data.
 */
export type ComposedReport = { document: ReportDocument; figures: Map<string, FigureToDraw>; tables: DataTable[] };

// type inference gives tuples of the file as arrays; tests/charts/map.test.ts holds the file to its shape
const map = world as unknown as WorldMap;

/** Sections that stand alone before the contents. */
const ALONE: readonly SectionKind[] = ['findings', 'removal'];

/** What the sections of the body leave to the appendix, under the heading of each. */
const IN_FULL = 'Tables and figures in full';

const appendixTitle = (index: number, title: string): string => `Appendix ${String.fromCharCode(65 + index)}. ${title}`;

/**
 * Sections in the order of the layout: the body first, limitations always among them, then the appendices with letters. What a section of the body leaves
 * out stands in the appendix of full tables, which is there wherever something is left to it. Empty sections are left out.
 */
function sectionsOf(input: ReportInput, results: readonly DataTable[], figures: ReturnType<typeof figureList>): Section[] {
  const { sections } = input.layout;
  const shown = shownSections(sections);
  const order = [
    ...sections.filter(({ kind }) => shown.has(kind)),
    ...(sections.some(({ kind }) => kind === 'limitations') ? [] : [{ kind: 'limitations' as const, shown: true, note: '' }]),
  ];
  const csvNames = results.map(({ name }) => `${name}.csv`);
  const csv = (start: string): string => csvNames.find((name) => name.replace(/^SAMPLE-/, '').startsWith(start)) ?? '';
  const claims = claimsOf(input);
  const made = order.flatMap(({ kind, note }) => {
    if (kind === 'answer') return [];
    const { title, appendix = false, newPage = false, blocks, more } = PAGES[kind];
    const page = { input, claims, figures, csv, shown, note, map };
    return [{ kind, title, note, newPage, appendix, blocks: blocks(page), rest: more?.(page) ?? [] }];
  });
  const rest = made.flatMap(({ title, rest: own }): Block[] =>
    own.length === 0
      ? []
      : [...(own[0]?.type === 'heading' && own[0].listed ? [] : [{ type: 'heading' as const, text: title, listed: true }]), ...own],
  );
  const appendices = made.filter(({ appendix, blocks, note, kind }) => appendix && kind !== 'tables' && (blocks.length > 0 || note !== ''));
  const tables = made.find(({ kind }) => kind === 'tables');
  const inFull = [...rest, ...(tables?.blocks ?? [])];
  // before the last appendix, which says how to check the report, or where the layout has it
  const at = tables === undefined ? -1 : appendices.filter((each) => made.indexOf(each) < made.indexOf(tables)).length;
  const place = at < 0 ? (appendices.at(-1)?.kind === 'verify' ? appendices.length - 1 : appendices.length) : at;
  const all = appendices.map(({ kind, title, note, blocks }) => ({ kind, title, note, blocks }));
  if (inFull.length > 0 || (tables?.note ?? '') !== '')
    all.splice(place, 0, { kind: 'tables', title: IN_FULL, note: tables?.note ?? '', blocks: inFull });
  const body = made
    .filter(({ appendix, blocks, note, rest: own }) => !appendix && (blocks.length > 0 || note !== '' || own.length > 0))
    .map(
      ({ kind, title, note, newPage, blocks, rest: own }): Section => ({
        kind,
        title,
        note,
        newPage,
        appendix: false,
        blocks: [
          ...blocks,
          ...(own.length === 0
            ? []
            : [{ type: 'small' as const, text: `More of this section, in full: ${appendixTitle(place, IN_FULL)}.` }]),
        ],
      }),
    );
  return [
    ...body,
    ...all.map(
      ({ kind, title, note, blocks }, index): Section => ({
        kind,
        title: appendixTitle(index, title),
        note,
        newPage: false,
        appendix: true,
        blocks,
      }),
    ),
  ];
}

/** SHA-256 of all that pages are set from. */
export const compositionHash = ({ document, figures }: ComposedReport): string =>
  sha256OfPieces([document, ...figures].map((part) => JSON.stringify(part)));

/**
 * Composes the report of a case by its layout: cover with the answer, sections, appendices. Nothing is drawn, and no bundle named.
 *
 * @param input views, removal tests, scorecards ... of the case; to be set, its texts must be printable with the report's fonts
 */
export function composeReport(input: ReportInput): ComposedReport {
  const { layout } = input;
  const figures = figureList(input.case.sample);
  const isAnswered = shownSections(layout.sections).has('answer');
  const answers = isAnswered ? answersOf(input) : [];
  // a brief is one page: the plain answers, and why among the findings
  const brief = layout.template === 'brief';
  const tables = dataTables(input);
  const sections = sectionsOf(input, tables, figures);
  const title = layout.title === '' ? input.case.title : layout.title;
  const contentsBefore = sections.findIndex(({ kind }) => !ALONE.includes(kind));
  return {
    document: withShortNames({
      title,
      running: shorten(title, 60),
      subtitle: input.case.sample ? 'SAMPLE of a fictional network' : 'Concentration and removal-resilience report',
      author: [layout.author, layout.organisation].filter((part) => part !== '').join(', '),
      status: layout.status,
      bundle: null,
      date: reportDate(input),
      dated: reportDateWords(input),
      sample: input.case.sample,
      paper: input.paper,
      version: input.version,
      brief,
      cover: {
        question: input.case.question,
        answers: brief ? answers.map((answer) => ({ ...answer, lines: [], others: [] })) : answers,
        // a brief has the values of its findings in a table of their own
        figures: isAnswered && !brief ? coverFigures(input) : [],
        // datasets that no answer speaks of stand below with what they are
        facts: isAnswered
          ? input.datasets
              .filter(({ name }) => answers.every(({ about }) => about !== name))
              .map((dataset) => ({ label: dataset.name, value: basisOf(dataset) }))
          : [],
        note: layout.sections.find(({ kind }) => kind === 'answer')?.note ?? '',
      },
      contentsBefore: Math.max(0, contentsBefore),
      sections,
    }),
    figures: figures.map,
    tables: [...tables, ...figures.tables],
  };
}
