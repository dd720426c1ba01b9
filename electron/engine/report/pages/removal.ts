import { formatCount, formatThreshold } from '../../../../shared/format/index.ts';
import { breakingPointWords } from '../../../../shared/resilience/readings.ts';
import { answeringTests } from '../answers.ts';
import type { Block, DataTable } from '../document.ts';
import type { ReportInput, ReportRemoval } from '../input.ts';
import { claimsBlock, type Page, type PageKind } from '../page.ts';
import { curveOf, removalBlocks } from './removal-test.ts';

/** Workloads of each removal test with the breaking point of each alone. */
function workloadTables({ removals }: ReportInput): DataTable[] {
  return removals.map(({ name, label, portfolio, classes }) => ({
    name: `removal-${label}-workloads`,
    title: `${name}: workloads of the portfolio ${portfolio.title}`,
    columns: [
      { name: 'class', description: 'name of the workload class' },
      { name: 'shape', description: 'GPUs and nodes of one instance' },
      { name: 'constraints', description: 'what a node needs' },
      { name: 'instances', description: 'instances that are wanted' },
      {
        name: 'k_low',
        description: 'smallest number of removed units that breaks this class alone, adverse reading; empty = none or not computed',
      },
      { name: 'k_high', description: 'the same in the favourable reading' },
      { name: 'k_proven', description: '1 = proven, 0 = the search left a range; empty = not computed' },
    ],
    rows: portfolio.classes.map(({ name: of, shape, constraints, quantity }, at) => {
      const point = classes[at];
      return [of, shape, constraints, quantity, point?.low ?? null, point?.high ?? null, point === undefined ? null : point.proven ? 1 : 0];
    }),
  }));
}

const claimsOf = ({ claims }: Page, { label }: ReportRemoval) => claims.filter(({ id }) => id.startsWith(`R${label}.`));

/** The test that the body shows: the one that answers for the first dataset of the cover. */
const shownTest = ({ input }: Page): number => [...answeringTests(input, 1)][0] ?? 0;

/** All tests in one table, since the body draws one of them. */
function testsTable(page: Page): Block[] {
  const { input, csv } = page;
  if (input.removals.length < 2) return [];
  return [
    {
      type: 'table',
      id: 'Table R',
      caption: 'Breaking point of each removal test: the smallest number of units whose loss takes the service below the threshold',
      columns: [
        { label: 'Test', align: 'left', width: 'wide' },
        { label: 'Breaking point', align: 'left', width: 'auto' },
        { label: 'Units', align: 'right', width: 'auto' },
        { label: 'Threshold', align: 'right', width: 'auto' },
        { label: 'Standing', align: 'left', width: 'auto' },
      ],
      rows: input.removals.map(({ name, label, result }) => [
        `R${label}. ${name}`,
        breakingPointWords(result.breakingPoint, result.units),
        formatCount(result.units),
        formatThreshold(result.threshold),
        page.claims.find(({ id }) => id === `R${label}.breaking-point`)?.standing?.word ?? '—',
      ]),
      source: csv('claims'),
    },
  ];
}

/** Removal tests: the curve and the sentence of the test that answers, all tests in a table; the rest of each in full. */
export const removalPage: PageKind = {
  title: 'Removal result',
  blocks: (page) => {
    const { input, figures, csv } = page;
    const at = shownTest(page);
    const removal = input.removals[at];
    if (removal === undefined) return [];
    return [
      ...(input.removals.length > 1 ? [{ type: 'heading' as const, text: `R${removal.label}: ${removal.name}`, listed: true }] : []),
      curveOf(removal, figures, csv(`removal-${removal.label}-curves`)),
      ...claimsBlock('', claimsOf(page, removal)),
      ...testsTable(page),
    ];
  },
  more: (page) => {
    const { input, figures, csv } = page;
    const at = shownTest(page);
    return input.removals.flatMap((removal, index) => [
      { type: 'heading' as const, text: `Removal test R${removal.label}: ${removal.name}`, listed: true },
      ...(index === at
        ? []
        : [curveOf(removal, figures, csv(`removal-${removal.label}-curves`)), ...claimsBlock('', claimsOf(page, removal))]),
      ...removalBlocks(removal, csv(`removal-${removal.label}-curves`), csv(`removal-${removal.label}-workloads`)),
    ]);
  },
  tables: workloadTables,
};
