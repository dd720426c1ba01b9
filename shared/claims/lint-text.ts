import type { Claim } from '../evidence/claims-file.ts';
import { hasUnit, numbersOf, type StatedNumber, significantFigures, withoutNames } from './lint-numbers.ts';
import type { TextProblem } from './lint-problem.ts';
import { bannedWords, causalWords } from './lint-words.ts';

/** Names of entities in a claim's parameters, which may hold any word. */
export function namesOf(claim: Pick<Claim, 'parameters' | 'source'>): string[] {
  const texts = ['leaders', 'members', 'removed', 'absent'].flatMap((key) => {
    const value = claim.parameters[key];
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
  });
  return [...texts, claim.source];
}

const problem = (
  rule: TextProblem['rule'],
  { words, at }: { words: string; at: number | null },
  message: string,
  advice: string,
  instead: string | null = null,
): TextProblem => ({ rule, words, at, message, advice, instead });

/** Sentences of a text with where they begin; a point inside a number ends none. */
function sentencesWithPlaces(text: string): { text: string; at: number }[] {
  return [...text.matchAll(/[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*/g)].map((found) => ({ text: found[0], at: found.index }));
}

/** Sentences of a text; a point inside a number ends none. */
export const sentencesOf = (text: string): string[] => sentencesWithPlaces(text).map((each) => each.text);

/** The sentence of a text that a place is in. */
export const sentenceAt = (text: string, at: number): string =>
  sentencesWithPlaces(text).find((each) => at >= each.at && at < each.at + each.text.length)?.text ?? text;

/** Whether a percentage says what it is a part of: in its sentence, or because it is a tolerance, which is always of the demand. */
function hasDenominator(masked: string, { at, words }: StatedNumber): boolean {
  const before = masked.slice(0, at);
  if (/(?:tolerance|threshold|line|level)\s*(?:of|is|=|:)?\s*$/i.test(before)) return true;
  if (/^\s?(?:%|percent)\s*(?:points|line|level|tolerance|threshold)\b/i.test(masked.slice(at + words.length))) return true;
  return /\b(?:of|among)\s+(?:the\s+|its\s+|all\s+)?[\p{L}\p{N}]/u.test(sentenceAt(masked, at));
}

/** Numbers without unit, percentages without denominator and too many figures. */
function numberProblems(masked: string, numbers: readonly StatedNumber[], printed: ReadonlySet<string>): TextProblem[] {
  return numbers.flatMap((number) => {
    const found: TextProblem[] = [];
    const { words, decimals } = number;
    if (!hasUnit(masked, number))
      found.push(
        problem('unit', number, `"${words}" has no unit.`, 'Say right behind it what it counts or measures: points, GPUs, operators, %.'),
      );
    if (number.percent && !hasDenominator(masked, number))
      found.push(
        problem(
          'denominator',
          number,
          `"${words} %" does not say of what.`,
          `Write what it is a part of: "${words} % of the verified GPUs".`,
        ),
      );
    if (number.kind === 'digits' && decimals > 0 && significantFigures(words) > 3 && !printed.has(words) && number.value !== 100) {
      const short = Number(number.value.toPrecision(3));
      found.push(
        problem(
          'figures',
          number,
          `"${words}" has more than three significant figures.`,
          'Tables and CSV files hold the full number; a text keeps three figures. Whole counts are exempt.',
          String(short),
        ),
      );
    }
    return found;
  });
}

function wordProblems(masked: string, text: string, mayCause: boolean): TextProblem[] {
  const said = ({ words, at }: { words: string; at: number }) => text.slice(at, at + words.length);
  return [
    ...bannedWords(masked).map((found) =>
      problem('word', found, `"${said(found)}" is not said of a network.`, found.advice, found.instead),
    ),
    ...(mayCause
      ? []
      : causalWords(masked).map((found) =>
          problem('causal', found, `"${said(found)}" says why, and no removal result stands behind it.`, found.advice, found.instead),
        )),
  ];
}

/** What a text has to say about its numbers, whatever it is about: the rules on units, denominators, figures and words. */
export function lintPlainText(
  text: string,
  { names = [], printed = '', mayCause = false }: { names?: readonly string[]; printed?: string; mayCause?: boolean } = {},
): { problems: TextProblem[]; masked: string; numbers: StatedNumber[] } {
  const masked = withoutNames(text, names);
  const numbers = numbersOf(masked);
  const known = new Set(numbersOf(withoutNames(printed, names)).map(({ words }) => words));
  // a sentence that stands as the program prints it is taken as it is
  const own = numbers.filter(({ at }) => !printed.includes(sentenceAt(text, at).trim()));
  const problems = [...numberProblems(masked, own, known), ...wordProblems(masked, text, mayCause)];
  return { problems, masked, numbers };
}

const BASES = /\b(?:claimed|registered|online|verified|rentable|leased|supply base|base)\b/i;
const DAYS = /\bas of\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}\b/i;

/**
 * What the linter says of a free text, such as the note of a section: all rules but those that need a claim.
 *
 * A number in it needs base and date in the same text, since no claim gives them.
 */
export function lintNote(text: string, names: readonly string[] = []): TextProblem[] {
  const { problems, numbers } = lintPlainText(text, { names });
  const [first] = numbers.filter(({ kind }) => kind === 'digits');
  if (first === undefined) return problems;
  return [
    ...problems,
    ...(BASES.test(text)
      ? []
      : [
          problem(
            'base',
            first,
            'The numbers of this text have no supply base.',
            'Say which supply they are of: registered, online, verified ...',
          ),
        ]),
    ...(DAYS.test(text)
      ? []
      : [problem('date', first, 'The numbers of this text have no date.', 'Say when they hold: "as of 2026-11-20".')]),
  ];
}
