import type { DataTable } from '../document.ts';
import type { ReportInput } from '../input.ts';
import { claimsBlock, type PageKind } from '../page.ts';
import { removalBlocks } from './removal-test.ts';

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

/** Removal tests: curve, sentence, workloads. */
export const removalPage: PageKind = {
  title: 'Removal result',
  newPage: true,
  blocks: ({ input, claims, figures, csv }) =>
    input.removals.flatMap((removal) => [
      { type: 'heading' as const, text: `Removal test: ${removal.name}`, listed: true },
      ...removalBlocks(
        removal,
        figures,
        csv(`removal-${removal.label}-curves`),
        csv(`removal-${removal.label}-workloads`),
        claimsBlock(
          '',
          claims.filter(({ id }) => id.startsWith(`R${removal.label}.`)),
        ),
      ),
    ]),
  tables: workloadTables,
};
