import type { Recipe } from '../../../../shared/case/dataset.ts';
import { addsColumn, type ColumnStep, stepText } from '../../../../shared/case/steps.ts';
import { stepCell } from './cells.ts';

type Read = Pick<Recipe, 'dialect' | 'steps'>;

/** Headers of the columns that the steps of a recipe make, with their step. */
export function madeColumns({ steps = [] }: Pick<Recipe, 'steps'>): ReadonlyMap<string, ColumnStep> {
  return new Map(steps.filter(addsColumn).map((step) => [step.as, step]));
}

/** The column of the file from which a column is made, through all steps between them; itself where no step makes it. */
export function sourceOfMade(header: string, made: ReadonlyMap<string, ColumnStep>): string {
  const step = made.get(header);
  return step === undefined ? header : sourceOfMade(step.from, made);
}

/** Cells of a record with those that the steps make of them; what stood in the columns that steps make is replaced. */
export function withMadeCells(cells: Readonly<Record<string, string>>, { dialect, steps = [] }: Read): Record<string, string> {
  const all = new Map(Object.entries(cells));
  for (const step of steps) if (addsColumn(step)) all.set(step.as, stepCell(step, all.get(step.from) ?? '', dialect));
  return Object.fromEntries(all);
}

/** Cells of columns that steps make, written otherwise than their step makes them: they follow other cells. */
export function writtenOver(cells: Readonly<Record<string, string>>, recipe: Read): { column: string; reason: string; fix: string }[] {
  const computed = withMadeCells(cells, recipe);
  return [...madeColumns(recipe)].flatMap(([header, step]) => {
    const written = (cells[header] ?? '').trim();
    if (written === '' || written === computed[header]?.trim()) return [];
    return [
      {
        column: header,
        reason: `"${header}" is made by a step (${stepText(step)}), and would be ${JSON.stringify(computed[header])}.`,
        fix: `Correct "${step.from}" instead, and leave "${header}" empty.`,
      },
    ];
  });
}
