import { z } from 'zod';
import { measuresAskSchema, measuresSchema } from '../case/measures.ts';
import { pinSchema } from '../case/pin.ts';
import { spreadAskSchema, spreadSchema } from '../case/spread.ts';
import { savedViewSchema, togetherSchema, viewResultSchema, viewRowSchema, viewSpecSchema } from '../case/view.ts';
import { fileReferenceSchema, procedure, windowSchema } from './base.ts';

export const groupSortSchema = z.object({ column: z.enum(['key', 'value', 'rows']), direction: z.enum(['asc', 'desc']) });

export const viewFileFormatSchema = z.enum(['csv', 'spreadsheet-csv', 'metrics-csv', 'json']);
export type ViewFileFormat = z.infer<typeof viewFileFormatSchema>;

export const views = {
  /** Query: every number of a view, and a handle for its ranked table. */
  open: procedure.input(viewSpecSchema).output(viewResultSchema),
  /**
   * Query: a window of the table: groups in order, and behind each that is `expanded` (by its key, or `all`) the values of `split` inside it, sorted
   * alike. A handle that the engine has let go is recomputed, never an error.
   */
  rows: procedure
    .input(
      z.object({
        handle: z.string(),
        window: windowSchema,
        sort: groupSortSchema.optional(),
        search: z.string().default(''),
        expanded: z.union([z.literal('all'), z.array(z.string()).max(2000)]).default([]),
      }),
    )
    .output(z.object({ total: z.number().int(), rows: z.array(viewRowSchema) })),
  /** Query: what some groups of a view hold together, exactly; keys without a group count nothing. */
  together: procedure.input(z.object({ handle: z.string(), keys: z.array(z.string()).max(100_000) })).output(togetherSchema),
  /**
   * Query: what stands beside the numbers of a view: a card for each metric, Nakamoto sets at any fraction, Theil's split, the numbers of another
   * system's conventions, and intervals where the records are a sample.
   */
  measures: procedure.input(measuresAskSchema).output(measuresSchema),
  /** Query: spread of prices within GPU classes, or of uptime between and within providers (claims C4 and C6). */
  spread: procedure.input(spreadAskSchema).output(spreadSchema),
  /** Query: saved views. */
  list: procedure.output(z.array(savedViewSchema)),
  /** Command: saves a view under a name; the same id replaces. */
  save: procedure
    .input(z.object({ id: z.string().optional(), name: z.string().min(1).max(200), spec: viewSpecSchema }))
    .output(savedViewSchema),
  /** Command: removes a saved view. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.null()),
  /**
   * Query: writes a view as a file: its ranking as CSV, exact (`csv`) or for spreadsheets (`spreadsheet-csv`), its indices as CSV (`metrics-csv`),
   * or what it is made of as JSON (`json`).
   */
  export: procedure
    .input(z.object({ spec: viewSpecSchema, name: z.string().max(200).default(''), format: viewFileFormatSchema }))
    .output(z.object({ ref: fileReferenceSchema, fileName: z.string() })),
  /** Query: pinned results, oldest first, with the values that they had. */
  pins: procedure.output(z.array(pinSchema)),
  /** Command: pins the result of a view with its values and context. */
  pin: procedure.input(viewSpecSchema).output(pinSchema),
  /** Command: takes a pin off. */
  unpin: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
