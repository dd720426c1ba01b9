import { z } from 'zod';

const columnName = z.string().min(1).max(500);
const reason = z.string().min(1).max(500);

/** A decimal number as it is written, such as 0.000000001. */
const factorSchema = z.string().regex(/^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/, 'a decimal number such as 0.001 or 1e-9');

/**
 * What a recipe may do to records before they are mapped: a closed list. The first four add a column behind those of the file, the other
 * two leave records out, which are kept with their text and counted. Nothing of the file is changed.
 */
export const stepSchema = z.discriminatedUnion('step', [
  /** one part of a cell, or that part with all that follow it; `part` counts from 1, from the end when negative */
  z.object({
    step: z.literal('part'),
    from: columnName,
    by: z.string().min(1).max(10),
    part: z
      .number()
      .int()
      .refine((part) => part !== 0, 'parts are counted from 1, or from -1 at the end'),
    onwards: z.boolean().optional(),
    as: columnName,
  }),
  /** a number times a constant, exactly */
  z.object({ step: z.literal('scale'), from: columnName, by: factorSchema, as: columnName }),
  /** the value under a key of an object, or of a list of `{ key, value }` */
  z.object({ step: z.literal('member'), from: columnName, key: z.string().min(1).max(200), as: columnName }),
  /**
   * one name for each object of a list, its members in this order with blanks between; several names stand with strokes between them, as a
   * set. `within` names a member that holds all of them as a path, such as `vendor/nvidia/model/a100`.
   */
  z.object({
    step: z.literal('names'),
    from: columnName,
    members: z.array(z.string().min(1)).min(1).max(8),
    within: z.string().optional(),
    as: columnName,
  }),
  /** records that do not match are left out; names are headers of the file */
  z.object({ step: z.literal('keep'), where: z.string().min(1).max(4000), reason }),
  /** of all records with the same `per`, the one with the largest `of` counts; the first of several */
  z.object({ step: z.literal('largest'), per: columnName, of: columnName, reason }),
]);
export type Step = z.infer<typeof stepSchema>;

/** A step that adds a column. */
export type ColumnStep = Extract<Step, { as: string }>;

/** Whether a step adds a column; the others leave records out. */
export function addsColumn(step: Step): step is ColumnStep {
  return 'as' in step;
}

/** Headers that a step reads; those of a condition are in its text. */
export function headersOfStep(step: Step): readonly string[] {
  if (addsColumn(step)) return [step.from];
  return step.step === 'largest' ? [step.per, step.of] : [];
}

/** A step in words, as it stands on screen and in a report. */
export function stepText(step: Step): string {
  switch (step.step) {
    case 'part': {
      const place = step.part > 0 ? `part ${step.part}` : step.part === -1 ? 'last part' : `part ${-step.part} from the end`;
      const by = step.by === ' ' ? 'a blank' : `"${step.by}"`;
      return `${step.as}: ${place}${step.onwards ? ' and all that follow' : ''} of ${step.from}, split by ${by}`;
    }
    case 'scale':
      return `${step.as}: ${step.from} times ${step.by}`;
    case 'member':
      return `${step.as}: "${step.key}" of ${step.from}`;
    case 'names':
      return `${step.as}: ${step.members.join(', ')} of each element of ${step.from}`;
    case 'keep':
      return `Only records where ${step.where}`;
    case 'largest':
      return `One record per ${step.per}: that with the largest ${step.of}`;
  }
}
