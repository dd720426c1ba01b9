import type { Claim } from '../evidence/claims-file.ts';
import { numbersOf, type StatedNumber, withoutNames } from './lint-numbers.ts';
import type { TextProblem } from './lint-problem.ts';
import { misplacedNumbers, percentOf } from './lint-roles.ts';
import { lintPlainText, namesOf, sentenceAt, sentencesOf } from './lint-text.ts';

/** Whether a claim states a part of a whole, which texts say in percent. */
const isPart = ({ unit }: Pick<Claim, 'unit'>): boolean => /share|uptime/.test(unit);

type Ends = { low: number | null; high: number | null };

/** Whether the claim is a result of the removal test, which may say what follows from a removal. */
const isRemoval = ({ id }: Pick<Claim, 'id'>) => /^R(?:D?\d)/.test(id);

/** Low and high end of a claim in the unit that a text states it in: shares in percent. */
function endsOf({ value, unit }: Pick<Claim, 'value' | 'unit'>): Ends {
  const stated = 'stated' in value ? value.stated : null;
  const times = isPart({ unit }) ? 100 : 1;
  const scaled = (end: number | null) => (end === null ? null : end * times);
  return { low: scaled(value.low ?? stated), high: scaled(value.high ?? stated) };
}

/** Whether a number of a text is one of the claim's, as printed or rounded to fewer digits. */
function isOf({ value, decimals, words }: StatedNumber, known: readonly number[]): boolean {
  return known.some((each) => {
    if (Math.abs(each - value) < 1e-9) return true;
    const figures = words.replace(/[^\d]/g, '').replace(/^0+/, '').length;
    // rounded half up or down, with at least two figures left
    return figures >= 2 && !Number.isInteger(each) && Math.abs(each - value) <= 0.5 * 10 ** -decimals + 1e-9;
  });
}

/** The numbers that a claim states: as it prints them, and its ends in full. */
function valuesOf(claim: Claim, names: readonly string[]): { value: number; percent: boolean }[] {
  const { display, value, unit } = claim;
  const percent = isPart(claim);
  const { low, high } = endsOf({ value, unit });
  const stated = 'stated' in value && value.stated !== null ? value.stated * (percent ? 100 : 1) : null;
  const masked = withoutNames(display, names);
  return [
    ...numbersOf(masked).map((number) => ({ value: number.value, percent: percentOf(masked, number) })),
    ...[low, stated, high].flatMap((end) => (end === null ? [] : [{ value: end, percent }])),
  ];
}

/** Sentences of the program about a claim: where an author leaves one as it is, its numbers are in their places. */
function printedSentences({ statement, display, context, lines = [], standing }: Claim): Set<string> {
  const texts = [statement, display, context, ...lines, ...(standing?.because ?? [])];
  return new Set([...texts, ...texts.flatMap(sentencesOf)].map((each) => each.trim().replace(/\.$/, '')));
}

/** Numbers of an author's own sentences. */
function ownNumbers(claim: Claim, text: string, numbers: readonly StatedNumber[]): StatedNumber[] {
  const printed = printedSentences(claim);
  return numbers.filter(({ at }) => !printed.has(sentenceAt(text, at).trim()));
}

/** Numbers that are not the claim's, and those of the claim that are left out. */
function valueProblems(
  claim: Claim,
  names: readonly string[],
  text: string,
  masked: string,
  numbers: readonly StatedNumber[],
): TextProblem[] {
  const own = ownNumbers(claim, text, numbers);
  const around = (at: number) => sentenceAround(masked, at);
  const foreign = misplacedNumbers(
    claim,
    names,
    valuesOf(claim, names),
    { masked, numbers: own, sentenceAround: around },
    (number, value) => isOf(number, [value]),
  ).map(
    ({ words, at }): TextProblem => ({
      ...{ rule: 'value', words, at, instead: null },
      message: `"${words}" is no number of ${claim.id}, which states ${claim.display}.`,
      advice: 'Take the number of the claim, or choose the claim that states this one.',
    }),
  );
  const printed = numbersOf(withoutNames(claim.display, names)).filter(({ kind }) => kind !== 'word');
  const said = (number: StatedNumber) => numbers.some((each) => isOf(each, [number.value]) || isOf(number, [each.value]));
  const left = printed.filter((number) => !said(number));
  if (left.length === 0) return foreign;
  const isRange = left.length < printed.length;
  return [
    ...foreign,
    {
      ...{ rule: isRange ? 'range' : 'value', words: '', at: null, instead: claim.display },
      message: isRange
        ? `The text leaves out ${left.map(({ words, percent }) => `${words}${percent ? ' %' : ''}`).join(' and ')}: ${claim.id} is ${claim.display}.`
        : `The text does not state the number of ${claim.id}: ${claim.display}.`,
      advice: 'A finding states its number with its whole range.',
    },
  ];
}

const HEDGED = /\b(?:may|might|could|undetermined|depending|depends|not settled|open|crosses|on both sides)\b/i;
const ABOVE = /\b(?:above|exceeds?|exceeded|more than|at least|higher than|greater than)\s+(?:the\s+)?$/i;
const BELOW = /\b(?:below|less than|fewer than|at most|lower than|smaller than)\s+(?:the\s+)?$/i;
const VERDICT_ON_LINE =
  /\b(?:above|below|over|under|exceeds?|meets?|met|not met|passes|fails?|within)\b[^.;]{0,40}\b(?:line|threshold|tolerance|reference level)\b|\b(?:line|threshold|tolerance|reference level)\b[^.;]{0,40}\b(?:met|not met|exceeded|passed|crossed)\b/i;

function sentenceAround(text: string, at: number): string {
  const from = Math.max(text.lastIndexOf('. ', at), text.lastIndexOf('; ', at)) + 1;
  const ends = [text.indexOf('. ', at), text.indexOf('; ', at)].filter((end) => end >= 0);
  return text.slice(from, ends.length > 0 ? Math.min(...ends) : undefined);
}

/** Verdicts over a line: refused where the range has both sides of it, and where the whole range says otherwise. */
function verdictProblems(claim: Claim, masked: string, numbers: readonly StatedNumber[]): TextProblem[] {
  const { low, high } = endsOf(claim);
  if (low === null || high === null) return [];
  const isShare = isPart(claim);
  const found: TextProblem[] = [];
  for (const { at, words, value, percent, kind } of numbers) {
    if (kind !== 'digits' || percent !== isShare) continue;
    const before = masked.slice(0, at);
    const side = ABOVE.test(before) ? 'above' : BELOW.test(before) ? 'below' : null;
    // "more than 40 operators" says nothing of points
    if (/^points/.test(claim.unit) && !/^\s*(?:points|line|level)\b/.test(masked.slice(at + words.length))) continue;
    if (side === null || HEDGED.test(sentenceAround(masked, at))) continue;
    const name = `${words}${percent ? ' %' : ''}`;
    if (low < value && value < high)
      found.push({
        ...{ rule: 'verdict', words, at, instead: null },
        message: `The text decides on ${name}, and the range of ${claim.id} has both sides of it: ${claim.display}.`,
        advice: `Say that it is undetermined over the range, or leave the verdict out.`,
      });
    else if (side === 'above' ? high < value : low > value)
      found.push({
        ...{ rule: 'value', words, at, instead: null },
        message: `${claim.id} is not ${side} ${name}: it is ${claim.display}.`,
        advice: 'Say on which side the whole range lies.',
      });
  }
  if (found.length > 0) return found;
  const verdict = VERDICT_ON_LINE.exec(masked);
  if (!verdict || HEDGED.test(sentenceAround(masked, verdict.index))) return found;
  const { below } = claim.parameters;
  const crossesTolerance = isRemoval(claim) && typeof below === 'number' && low < below && below <= high && /by-hand/.test(claim.id);
  const crossing = (claim.lines ?? []).find((line) => /undetermined|on both sides/.test(line));
  if (!crossesTolerance && crossing === undefined) return found;
  return [
    {
      ...{ rule: 'verdict', words: verdict[0], at: verdict.index, instead: null },
      message: `The text decides on a line that lies inside the range of ${claim.id}: ${claim.display}.`,
      advice: crossing === undefined ? 'Say that the tolerance is undetermined over the range.' : `Say it as the claim does: ${crossing}`,
    },
  ];
}

const NOT_ENOUGH = /\b(?:no|not|none|any|fewer|still|met)\b/i;

/** One less than the smallest breaking point is what does not break the test: it may be named for that, never as a breaking point. */
function tooFewProblems(claim: Claim, masked: string, numbers: readonly StatedNumber[]): TextProblem[] {
  const { low } = endsOf(claim);
  if (!claim.id.endsWith('.breaking-point') || low === null) return [];
  return numbers
    .filter(({ value, percent, at }) => !percent && value === low - 1 && !NOT_ENOUGH.test(sentenceAround(masked, at)))
    .map(({ words, at }) => ({
      ...{ rule: 'value', words, at, instead: null },
      message: `A loss of ${words} does not break the test: ${claim.id} is ${claim.display}.`,
      advice: 'Take the number of the claim, or say that this many are not enough.',
    }));
}

/** A search that is not closed is not called proven. */
function proofProblems(claim: Claim, text: string): TextProblem[] {
  const said = /\bproven\b/i.exec(text);
  if (!said || claim.parameters.proven !== false) return [];
  const at = said.index;
  return [
    {
      ...{ rule: 'value', words: said[0], at, instead: null },
      message: `${claim.id} is not proven: the search left ${claim.display}.`,
      advice: 'Leave the word out, or let the search run longer in the removal test.',
    },
  ];
}

/** Base and date of the claim; where its dataset states none, its words cannot give them. */
function contextProblems({ stamp }: Claim, numbers: readonly StatedNumber[]): TextProblem[] {
  if (numbers.length === 0) return [];
  const advice = `Describe the dataset "${stamp.dataset}" on the screen Sources.`;
  return [
    ...(stamp.base === null
      ? [
          {
            rule: 'base' as const,
            words: '',
            at: null,
            instead: null,
            advice,
            message: `Nobody has said which supply base "${stamp.dataset}" is.`,
          },
        ]
      : []),
    ...(stamp.asOf === null
      ? [
          {
            rule: 'date' as const,
            words: '',
            at: null,
            instead: null,
            advice,
            message: `Nobody has said as of which day "${stamp.dataset}" is.`,
          },
        ]
      : []),
  ];
}

/**
 * What the linter says of a finding in the words of its author.
 *
 * Its numbers have to be those of its claim, with their whole range; base and date are printed with the claim and so come from its stamp.
 *
 * @param claim the claim that the finding states
 * Source: domain.md 9.
 */
export function lintFinding(text: string, claim: Claim): TextProblem[] {
  const names = namesOf(claim);
  const { problems, masked, numbers } = lintPlainText(text, {
    names,
    printed: [claim.statement, claim.display, claim.context].join(' '),
    mayCause: isRemoval(claim),
  });
  return [
    ...problems,
    ...valueProblems(claim, names, text, masked, numbers),
    ...verdictProblems(claim, masked, ownNumbers(claim, text, numbers)),
    ...tooFewProblems(claim, masked, numbers),
    ...proofProblems(claim, masked),
    ...contextProblems(claim, numbers),
  ];
}
