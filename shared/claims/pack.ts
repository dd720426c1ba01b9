import { z } from 'zod';
import { ChokepointError } from '../case/error.ts';
import type { Fraction } from '../metrics/exact.ts';
import { parseFraction } from '../metrics/exact.ts';
import type { Line, MetricLine, Range, Verdict } from './line.ts';
import { OPERATORS, parseMetricLine, passes, verdict } from './line.ts';
import { packProblems } from './pack-problems.ts';

const readable =
  <Value>(read: (text: string) => Value) =>
  (text: string): boolean => {
    try {
      read(text);
      return true;
    } catch (error) {
      if (error instanceof ChokepointError || error instanceof z.ZodError) return false;
      throw error;
    }
  };

const exactText = z.string().refine(readable(parseFraction), 'not an exact number or fraction');
const date = z.iso.date();

/**
 * Metrics that a line can be drawn on: HHI and its change in points; the largest share, any share, cumulative shares and the sum of the shares above
 * 5 %, 0..1; uptime 0..1; capacity that is left after the largest loss over demand; nodes of one provider in one site of one group of nodes.
 */
const LINE_METRICS = [
  'hhi_points',
  'delta_hhi_points',
  'cr1',
  'share',
  'cumulative_share',
  'sum_of_shares_above_5_percent',
  'uptime',
  'capacity_after_largest_loss_over_demand',
  'nodes_per_provider_and_site',
] as const;
export type LineMetric = (typeof LINE_METRICS)[number];

const metric = z.enum(LINE_METRICS);

/** What a line may be about beside any entity: a merge of entities, or the entities of one dimension. */
const LINE_SUBJECTS = ['entity_merge', 'connected_group', 'provider', 'site', 'country', 'validator'] as const;

const lineSchema = z.strictObject({
  metric,
  op: z.enum(OPERATORS),
  value: exactText,
  label: z.string().min(1),
  /** the event that the line is about; absent = any value of the metric */
  applies_to: z.enum(LINE_SUBJECTS).optional(),
  /** a second line that must pass as well, for example "delta_hhi_points > 100" */
  with: z
    .string()
    .refine(
      readable((text) => metric.parse(parseMetricLine(text).metric)),
      'not a line on a known metric',
    )
    .optional(),
});

const sharesTest = z.strictObject({ shares: z.array(exactText).min(1), hhi_points: exactText });
const mergeTest = z.strictObject({
  shares: z.array(exactText).min(1),
  merge: z.array(z.number().int().nonnegative()).min(2),
  delta_hhi_points: exactText,
});
const lineTest = z.strictObject({
  line: z.number().int().nonnegative(),
  passes: z.boolean(),
  ...Object.fromEntries(LINE_METRICS.map((name) => [name, exactText.optional()])),
} as { line: z.ZodNumber; passes: z.ZodBoolean } & Record<LineMetric, z.ZodOptional<typeof exactText>>);

const sourceSchema = z.strictObject({ instrument: z.string().min(1), section: z.string(), url: z.url() });

/** A dated, cited file of reference lines with its own tests. Lines never give verdicts about a network. */
export const packSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    jurisdiction: z.string().min(1),
    status: z.enum(['in_force', 'superseded', 'draft', 'proposed', 'convention', 'contract', 'practice', 'custom']),
    valid_from: date.nullable(),
    valid_to: date.nullable(),
    /** the day on which the official text was last read; `null` is printed in the report */
    text_read_on: date.nullable(),
    source: sourceSchema,
    /** further texts that state the same lines */
    further_sources: z.array(sourceSchema).optional(),
    /** who wrote a pack of status `custom`, and why its lines are what they are */
    author: z.string().min(1).optional(),
    reason: z.string().min(1).optional(),
    lines: z.array(lineSchema),
    designed_for: z.string().min(1),
    not_designed_for: z.string().min(1),
    wording: z.string().min(1),
    tests: z.array(z.union([sharesTest, mergeTest, lineTest])).min(3),
  })
  .refine(
    (pack) => pack.tests.every((test) => !('line' in test) || test.line < pack.lines.length),
    'a test names a line that does not exist',
  )
  .refine(({ status, author, reason }) => status !== 'custom' || (author && reason), 'a pack of status custom needs an author and a reason')
  .refine(({ valid_from: from, valid_to: to }) => from === null || to === null || from <= to, 'valid_to lies before valid_from');

/** A pack file as parsed and checked; values stay exact text. */
export type ThresholdPack = z.infer<typeof packSchema>;
export type PackLine = ThresholdPack['lines'][number];

/** Exact values that a line can be evaluated on. */
export type LineValues = Partial<Readonly<Record<LineMetric, Fraction>>>;

/** Problems of a file that are said in one message; all of them stand in its details. */
const MOST_TOLD = 5;

/**
 * Reads a threshold pack from parsed JSON.
 *
 * @throws ChokepointError `pack-invalid` with the places that do not fit
 */
export function readPack(json: unknown): ThresholdPack {
  const result = packSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = packProblems(json, result.error.issues);
  const more = problems.length - MOST_TOLD;
  throw new ChokepointError(
    'pack-invalid',
    `The file does not have the form of a threshold pack: ${problems.slice(0, MOST_TOLD).join('; ')}${more > 0 ? `; and ${more} more` : ''}. Its lines are not drawn.`,
    'Correct the file and import it again, or start from a pack that the program shows.',
    { problems },
  );
}

/** The exact line behind a pack line. */
export function lineOf({ metric, op, value }: PackLine): MetricLine {
  return { metric, op, value: parseFraction(value) };
}

/**
 * Whether exact values pass a line and the line that goes with it; a value of exactly the level of a strict line does not.
 *
 * @returns `null` when a value that the line needs is not given, for example a change of HHI where nothing is merged
 */
export function passesPackLine(line: PackLine, values: LineValues): boolean | null {
  const parts: MetricLine[] = [lineOf(line), ...(line.with === undefined ? [] : [parseMetricLine(line.with)])];
  const results = parts.map((part) => {
    const value = values[part.metric as LineMetric];
    return value === undefined ? null : passes(value, part);
  });
  if (results.includes(false)) return false;
  return results.includes(null) ? null : true;
}

/** Where a range of the line's own metric lies, without the line that may go with it: reference only, never a finding. */
export function positionOnLine(line: PackLine, range: Range): Verdict {
  const exact: Line = lineOf(line);
  return verdict(range, exact);
}
