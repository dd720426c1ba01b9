import { z } from 'zod';
import { flowsOf } from './flow.ts';
import type { PieceTable } from './pieces.ts';
import type { CompetingSupply } from './supply.ts';

const jobSchema = z.object({
  class: z.number().int(),
  name: z.string(),
  gpus: z.number(),
  cpuMilli: z.number(),
  memoryMib: z.number(),
  slots: z.number(),
  quantity: z.number(),
  price: z.number(),
});

const pieceLayoutSchema = z.object({
  units: z.number().int(),
  /** rows of the table: a unit and a set of jobs each */
  cells: z.number().int(),
  sets: z.array(z.array(z.number().int())),
  loss: z.number().nullable(),
});

/** What a page needs beside one array of numbers to bound what is served in competing mode, for both readings of missing data. */
export const competingTablesSchema = z.object({
  jobs: z.object({
    jobs: z.array(jobSchema),
    scale: z.number(),
    demand: z.number(),
    below: z.number(),
    volume: z.number(),
    uniform: z.boolean(),
    chain: z.boolean(),
  }),
  /** pessimistic, then optimistic; one reading where they are the same */
  readings: z.array(
    z.object({
      aloneMatters: z.boolean(),
      sizes: z.array(z.number()),
      pieces: pieceLayoutSchema,
      /** `null` = the same table as `pieces` */
      lower: pieceLayoutSchema.nullable(),
      /** served before any removal: for certain, and at most */
      start: z.object({ low: z.number(), high: z.number() }),
    }),
  ),
  /** largest-first: most that can be served after k removals, pessimistic */
  largestFirst: z.object({ k: z.array(z.number().int()), served: z.array(z.number()) }),
});
export type CompetingTables = z.infer<typeof competingTablesSchema>;

/** The part of a supply in competing mode from which bounds of any removal follow, without its nodes. */
export type CompetingBounds = Pick<CompetingSupply, 'jobs' | 'pieces' | 'lower' | 'sizes' | 'flow' | 'evenFlow' | 'aloneMatters'>;

type Layout = z.infer<typeof pieceLayoutSchema>;

const layoutOf = ({ units, amount, sets, loss }: PieceTable): Layout => ({
  units,
  cells: amount.length,
  sets: sets.map((set) => [...set]),
  loss,
});

const lengthOf = ({ units, cells, sets }: Layout): number => units + 1 + 2 * cells + 2 * sets.length;

/**
 * Tables of both readings as they are sent to a page: `openTables` reads them.
 *
 * @param readings pessimistic, then optimistic; one where they are the same
 */
export function packTables(readings: readonly Pick<CompetingSupply, 'jobs' | 'pieces' | 'lower' | 'sizes' | 'aloneMatters'>[]): {
  jobs: CompetingTables['jobs'];
  readings: Omit<CompetingTables['readings'][number], 'start'>[];
  numbers: Float64Array<ArrayBuffer>;
} {
  const tables = readings.flatMap(({ pieces, lower }) => (lower === pieces ? [pieces] : [pieces, lower]));
  const numbers = new Float64Array(tables.reduce((sum, table) => sum + lengthOf(layoutOf(table)), 0));
  let at = 0;
  for (const { first, setOf, amount, totals, unattributed } of tables)
    for (const part of [first, setOf, amount, totals, unattributed]) {
      numbers.set(part, at);
      at += part.length;
    }
  const { jobs } = readings[0] as (typeof readings)[number];
  return {
    jobs,
    readings: readings.map(({ pieces, lower, sizes, aloneMatters }) => ({
      aloneMatters,
      sizes: [...sizes],
      pieces: layoutOf(pieces),
      lower: lower === pieces ? null : layoutOf(lower),
    })),
    numbers,
  };
}

/**
 * Supplies of tables that were packed, ready to bound any removal.
 *
 * @param numbers as `packTables` gave them
 * @returns pessimistic, then optimistic; one where they are the same
 */
export function openTables({ jobs, readings }: Pick<CompetingTables, 'jobs' | 'readings'>, numbers: Float64Array): CompetingBounds[] {
  let at = 0;
  const take = (length: number): Float64Array => {
    at += length;
    return numbers.subarray(at - length, at);
  };
  const tableOf = ({ units, cells, sets, loss }: Layout): PieceTable => ({
    units,
    sets,
    first: Int32Array.from(take(units + 1)),
    setOf: Int32Array.from(take(cells)),
    amount: take(cells),
    totals: take(sets.length),
    unattributed: take(sets.length),
    loss,
  });
  return readings.map(({ aloneMatters, sizes, pieces: layout, lower: lowerLayout }) => {
    const pieces = tableOf(layout);
    const lower = lowerLayout === null ? pieces : tableOf(lowerLayout);
    return { jobs, pieces, lower, sizes, aloneMatters, ...flowsOf(pieces, lower, jobs.jobs, sizes) };
  });
}
