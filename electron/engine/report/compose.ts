import world from '../../../resources/reference/world-50m.json' with { type: 'json' };
import type { WorldMap } from '../../../shared/charts/index.ts';
import { shorten } from '../../../shared/format/index.ts';
import { answersOf, basisOf } from './answers.ts';
import { claimsOf } from './claims.ts';
import { shownSections } from './claims-places.ts';
import type { DataTable, ReportDocument, Section } from './document.ts';
import { type FigureToDraw, figureList } from './figure-list.ts';
import { type ReportInput, reportDate, reportDateWords } from './input.ts';
import { sectionOf } from './page.ts';
import { PAGES } from './pages/index.ts';
import { dataTables } from './tables.ts';

/** A report ready to be set: the document, its figures by file name, and the tables that stand beside `dataTables`: data of figures. */
export type ComposedReport = { document: ReportDocument; figures: Map<string, FigureToDraw>; tables: DataTable[] };

// type inference gives tuples of the file as arrays; tests/charts/map.test.ts holds the file to its shape
const map = world as unknown as WorldMap;

/** Sections that stand alone before the contents: findings, and the removal result where it is a single test. */
const alone = ({ removals }: ReportInput): readonly string[] => (removals.length > 1 ? ['findings'] : ['findings', 'removal']);

/** Sections in the order of the layout; limitations are always among them, empty ones are left out, appendices have letters. */
function sectionsOf(input: ReportInput, figures: ReturnType<typeof figureList>): Section[] {
  const { sections } = input.layout;
  const shown = shownSections(sections);
  const order = [
    ...sections.filter(({ kind }) => shown.has(kind)),
    ...(sections.some(({ kind }) => kind === 'limitations') ? [] : [{ kind: 'limitations' as const, shown: true, note: '' }]),
  ];
  const csvNames = dataTables(input).map(({ name }) => `${name}.csv`);
  const csv = (start: string): string => csvNames.find((name) => name.replace(/^SAMPLE-/, '').startsWith(start)) ?? '';
  const claims = claimsOf(input);
  let appendices = 0;
  return order.flatMap(({ kind, note }): Section[] => {
    if (kind === 'answer') return [];
    const { title, appendix, newPage = false, blocks } = PAGES[kind];
    const made = blocks({ input, claims, figures, csv, shown, note, map });
    if (made.length === 0 && note === '') return [];
    if (!appendix) return [sectionOf(kind, title, note, newPage, made)];
    const letter = String.fromCharCode(65 + appendices);
    appendices += 1;
    return [sectionOf(kind, `Appendix ${letter}. ${title}`, note, appendices === 1, made)];
  });
}

/**
 * Composes the report of a case by its layout: cover with the answer, sections, appendices.
 *
 * @param input views, removal tests, scorecards ... of the case; to be set, its texts must be printable with the report's fonts
 * @param bundle id of the evidence bundle that the report is part of; `null` = of none
 */
export function composeReport(input: ReportInput, bundle: string | null = null): ComposedReport {
  const { layout } = input;
  const figures = figureList(input.case.sample);
  const isAnswered = shownSections(layout.sections).has('answer');
  const answers = isAnswered ? answersOf(input) : [];
  const sections = sectionsOf(input, figures);
  const title = layout.title === '' ? input.case.title : layout.title;
  const standing = alone(input);
  const contentsBefore = sections.findIndex(({ kind }) => !standing.includes(kind));
  return {
    document: {
      title,
      running: shorten(title, 60),
      subtitle: input.case.sample ? 'SAMPLE of a fictional network' : 'Concentration and removal-resilience report',
      author: [layout.author, layout.organisation].filter((part) => part !== '').join(', '),
      status: layout.status,
      bundle: bundle === null ? null : bundle.slice(0, 16),
      date: reportDate(input),
      dated: reportDateWords(input),
      sample: input.case.sample,
      paper: input.paper,
      version: input.version,
      brief: layout.template === 'brief',
      cover: {
        question: input.case.question,
        answers,
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
    },
    figures: figures.map,
    tables: figures.tables,
  };
}
