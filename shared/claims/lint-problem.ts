import { z } from 'zod';

/** Rules of the claim grammar (domain.md 9) by name. */
const LINT_RULES = [
  'unit',
  'base',
  'date',
  'denominator',
  'figures',
  'word',
  'causal',
  'verdict',
  'value',
  'range',
  'evidence',
  'pack',
  'claim',
] as const;
export const lintRuleSchema = z.enum(LINT_RULES);

/** Where in the report a text stands: the finding of a claim, the note of a section, the title, or a claim in the words of the program. */
export const lintPlaceSchema = z.object({ kind: z.enum(['finding', 'note', 'title', 'claim']), id: z.string() });
export type LintPlace = z.infer<typeof lintPlaceSchema>;

/** What the linter says of one place in a text: `error` = the report is not written with it, `warning` = it is, and the person should know. */
export const lintProblemSchema = z.object({
  rule: lintRuleSchema,
  severity: z.enum(['error', 'warning']),
  place: lintPlaceSchema,
  /** the words it is about, and where in the text they begin; empty and `null` = the text as a whole */
  words: z.string(),
  at: z.number().int().nullable(),
  message: z.string(),
  advice: z.string(),
  /** words that could stand instead; `null` = only the author can say it */
  instead: z.string().nullable(),
});
export type LintProblem = z.infer<typeof lintProblemSchema>;

/**
 * A text with the words that the linter offers: in the place of those that it does not take, or behind the text as a sentence of its own.
 *
 * @returns the text as it is where nothing is offered
 */
export function withOffered(text: string, { at, words, instead }: Pick<LintProblem, 'at' | 'words' | 'instead'>): string {
  if (instead === null) return text;
  if (at !== null) return text.slice(0, at) + instead + text.slice(at + words.length);
  const before = text.trimEnd();
  return before === '' ? instead : `${before}${/[.!?]$/.test(before) ? '' : '.'} ${instead}`;
}

/** A problem in a text before it is known where the text stands. */
export type TextProblem = Omit<LintProblem, 'place' | 'severity'>;
