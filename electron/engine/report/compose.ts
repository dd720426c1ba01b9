import { OUTER_WORDS, shorten } from '../../../shared/format/index.ts';
import { answersOf, basisOf } from './answers.ts';
import { type Claim, claimsOf } from './claims.ts';
import type { Block, DataTable, Fact, ReportDocument, Section } from './document.ts';
import { type FigureToDraw, figureList } from './figure-list.ts';
import { type ReportInput, reportDate, reportDateWords } from './input.ts';
import { methodSection } from './method.ts';
import { removalBlocks } from './removal-pages.ts';
import { sourcesSection } from './sources-page.ts';
import { dataTables } from './tables.ts';
import { viewBlocks } from './view-pages.ts';

/** A report ready to be set: the document, its figures by file name, and the tables that stand beside `dataTables`: data of figures and of sections. */
export type ComposedReport = { document: ReportDocument; figures: Map<string, FigureToDraw>; tables: DataTable[] };

/** Claims of one view or test under its name, with their common context once. */
function claimGroups(claims: readonly Claim[]): Block[] {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.source, [...(groups.get(claim.source) ?? []), claim]);
  return [...groups].map(([title, members]) => ({
    type: 'claims',
    title,
    context: (members[0] as Claim).context,
    claims: members.map(({ id, statement, status }) => ({ id, text: statement, status })),
  }));
}

/**
 * Composes the report of a case: answer, findings, removal results, concentration, sources, method.
 *
 * @param input the case's views, removal tests and sources; to be set, its texts must be printable with the report's fonts
 */
export function composeReport(input: ReportInput): ComposedReport {
  const figures = figureList(input.case.sample);
  const csvNames = dataTables(input).map(({ name }) => `${name}.csv`);
  const csv = (start: string): string => csvNames.find((name) => name.replace(/^SAMPLE-/, '').startsWith(start)) ?? '';
  const claims = claimsOf(input);
  const answers = answersOf(input);
  // datasets that no answer speaks of stand below with what they are
  const facts: Fact[] = input.datasets
    .filter(({ name }) => answers.every(({ about }) => about !== name))
    .map((dataset) => ({ label: dataset.name, value: basisOf(dataset) }));
  const sections: Section[] = [
    {
      title: 'Findings',
      blocks: [
        {
          type: 'paragraph',
          text: [
            'Each number stands with its unit, base, date and the range that the unknown mass leaves. Ids refer to claims.json, which is attached to this file.',
            ...(input.removals.length === 0
              ? []
              : [
                  'The breaking point k* of a removal test is the smallest number of removed units that takes the service below its threshold.',
                ]),
            'At the right: computed = one value; bounded = unknown data leave a range; known-part = speaks of the known weight only.',
            ...(input.views.some(({ result }) => (result.outer ?? []).length > 0) ? [OUTER_WORDS] : []),
          ].join(' '),
        },
        ...claimGroups(claims),
      ],
    },
    ...input.removals.map((removal, index) => ({
      title: `Removal test: ${removal.name}`,
      blocks: removalBlocks(removal, index, figures, csv(`removal-${index + 1}-`)),
    })),
    ...input.views.map((view, index) => ({
      title: `Concentration: ${view.name}`,
      blocks: viewBlocks(view, index, figures, {
        ranking: csv(`view-${index + 1}-`),
        metrics: csv(`view-${index + 1}-metrics`),
        partial: csv(`view-${index + 1}-named-in-part`),
      }),
    })),
    sourcesSection(input, csv),
    methodSection(input),
  ];
  return {
    document: {
      title: input.case.title,
      running: shorten(input.case.title, 80),
      subtitle: input.case.sample ? 'SAMPLE of a fictional network' : 'Concentration and removal-resilience report',
      date: reportDate(input),
      dated: reportDateWords(input),
      sample: input.case.sample,
      paper: input.paper,
      version: input.version,
      cover: { question: input.case.question, answers, facts },
      sections,
    },
    figures: figures.map,
    tables: figures.tables,
  };
}
