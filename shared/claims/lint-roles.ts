import type { Claim } from '../evidence/claims-file.ts';
import { numbersOf, type StatedNumber, withoutNames } from './lint-numbers.ts';

/** Words between a number and what it counts that do not say what it is. */
const PASSED_OVER = new Set(
  'a an and are as at be by for from has have in is it its of on or over that the their these this to was were which with claimed registered online verified rentable leased known listed stated'.split(
    ' ',
  ),
);
const WORD = /\p{L}[\p{L}*]*/gu;
/** Words of a claim without which its number says something else. */
const LIMITING = new Set(['unknown', 'equal', 'moved', 'downtime', 'without', 'lost', 'draw', 'seed', 'merged']);
const SAME_WORDS: Readonly<Record<string, string>> = { tolerance: 'threshold', undisclosed: 'unknown', disclosed: 'unknown' };
const NEGATED = /\b(?:no|not|none|any|fewer|less)\b/i;
const ALL_OF = /(?:\b(?:of|among|all|over|in|from|the)|=)\s*$/i;
const LOSS_OF = /\b(?:loss|set|removal|group|minority|majority) of\s*$/i;
const BESIDE_LINE = /\b(?:above|below|exceeds?|more than|less than|fewer than|at least|at most|higher than|lower than)\s+(?:the\s+)?$/i;
const RANGE_TO_PERCENT = /^\s*(?:to|and|or|–|—|-)\s+\d[\d.,]*\s?(?:%|percent\b)/;

const plain = (word: string): string => {
  const one = word.toLowerCase().replace(/(?<=\p{L}{2})s$/u, '');
  return SAME_WORDS[one] ?? one;
};
const contentOf = (text: string): string[] =>
  [...text.matchAll(WORD)].map(([word]) => plain(word)).filter((word) => !PASSED_OVER.has(word));

/** What stands around a number: the first word behind it and the last before it that say what it is. */
type Around = { next: string | null; previous: string | null; lead: string; percent: boolean };

function aroundOf(masked: string, { at, words, percent }: StatedNumber): Around {
  const after = masked.slice(at + words.length).replace(/^\s?(?:%|percent\b)/, '');
  // past brackets and the other end of a range, as in `620 (510 to 830) points`
  const behind = after.replace(/^(?:\s*\([^)]*\)|\s*(?:to|and|or|–|—|-)\s+\d[\d.,]*(?<=\d)(?:\s?%)?|\s*\))+/, '');
  const lead = masked.slice(0, at);
  const clause = lead.slice(Math.max(...['. ', '; ', ': ', '(', ', '].map((end) => lead.lastIndexOf(end))) + 1);
  return {
    next: contentOf(behind.split(/[.;:,()](?!\d)/)[0] as string)[0] ?? null,
    previous: contentOf(clause).at(-1) ?? null,
    lead,
    percent: percent || RANGE_TO_PERCENT.test(masked.slice(at + words.length)),
  };
}

/** A number that a claim names beside its own, with the words that say what it is. */
type Role = Around & { number: StatedNumber; limits: readonly string[]; negated: boolean; isCount: boolean; isLine: boolean };

function rolesIn(text: string, names: readonly string[], isLine = false): Role[] {
  const masked = withoutNames(text, names);
  return numbersOf(masked).map((number) => {
    const around = aroundOf(masked, number);
    const from = Math.max(...['. ', '; ', ', ', ': '].map((end) => masked.lastIndexOf(end, number.at))) + 1;
    const until = masked.slice(number.at + number.words.length).search(/[.;,:](?:\s|$)/);
    const clause = masked.slice(from, until < 0 ? undefined : number.at + number.words.length + until);
    // what comes of another choice is said with that choice: `Weight by GPU memory: 2`
    const asked = /^(.*): [^:]*$/.exec(masked.slice(0, number.at + number.words.length))?.[1];
    const isAsked = !isLine && asked !== undefined && !/Base|filter|entities/.test(asked);
    return {
      ...around,
      number,
      limits: [...contentOf(clause).filter((word) => LIMITING.has(word)), ...(isAsked ? contentOf(withoutNumbers(asked)) : [])],
      negated: NEGATED.test(clause),
      isCount: /\bn = $/.test(around.lead) || /\bBase: [^.]*$/.test(around.lead),
      isLine,
    };
  });
}

const withoutNumbers = (text: string): string => text.replace(/\d[\d.,]*/g, ' ');

/** Every number that the words of a claim name, in its role. Its own value is among them. */
export function rolesOf({ statement, display, context, measure, lines = [], standing }: Claim, names: readonly string[]): Role[] {
  const values = new Set(numbersOf(withoutNames(display, names)).map(({ value }) => value));
  return [
    ...[statement, context, measure].flatMap((text) => rolesIn(text, names)).filter(({ number }) => !values.has(number.value)),
    ...lines.flatMap((text) => rolesIn(text, names, true)),
    ...(standing?.because ?? []).flatMap((text) => rolesIn(text, names)),
  ];
}

/** Parameters that a text may name by the word that says what they are. */
const PARAMETER_WORDS: Readonly<Record<string, RegExp>> = {
  demand: /\bdemand|\bof\s+\d/i,
  below: /\bbelow\b|\bless than\b|\bfails?\b|\bneeds?\b/i,
  served0: /\bserved\b|\bwithout removals\b|\bbefore\b/i,
  merged: /\bmerged?\b|\baccounts?\b|\blinks?\b/i,
  a: /\bfrom\b|\bA\b|\bbefore\b/,
  b: /\bto\b|\bB\b|\bafter\b/,
};

/** Words that count what the claim itself counts or measures: a further number before them has to say that it is another one. */
function ownNouns({ unit, stamp }: Claim, roles: readonly Role[]): Set<string> {
  if (unit !== stamp.by) return new Set(contentOf(unit).slice(0, 1));
  const counted = roles.filter(({ isCount }) => isCount).flatMap(({ next }) => next ?? []);
  return new Set(['operator', 'holder', 'unit', 'entity', ...contentOf(unit), ...counted.slice(0, 1)]);
}

/** Words that count what the claim does not: `operators` and `GPUs` where it states points. */
const foreignNouns = (claim: Claim, roles: readonly Role[], own: ReadonlySet<string>): Set<string> =>
  new Set(
    claim.unit === claim.stamp.by ? [] : roles.flatMap(({ next, isCount }) => (isCount && next !== null && !own.has(next) ? [next] : [])),
  );

/** Whether a number is one of percent, also as the first end of a range: both of `24.1 to 28.2 %`. */
export const percentOf = (masked: string, number: StatedNumber): boolean => aroundOf(masked, number).percent;

/** Whether two numbers are alike: equal, or one rounded to two figures or more. */
export type Alike = (stated: StatedNumber, value: number) => boolean;

/**
 * Which numbers of an author's text are neither the number of the claim, with its range, nor one that the claim names in the same role.
 *
 * Roles are the value with its ends; n and base, before what they count; the lines of packs, beside which a value is placed; thresholds, unknown
 * weight, equal holders, what does not suffice, what another choice would give: those with the word behind them (else before them) and the words that
 * limit them in the claim.
 *
 * @param values numbers of the claim itself, in percent where `percent`
 */
export function misplacedNumbers(
  claim: Claim,
  names: readonly string[],
  values: readonly { value: number; percent: boolean }[],
  text: { masked: string; numbers: readonly StatedNumber[]; sentenceAround: (at: number) => string },
  alike: Alike,
): StatedNumber[] {
  const roles = rolesOf(claim, names);
  const own = ownNouns(claim, roles);
  const foreign = foreignNouns(claim, roles, own);
  const fractions = [
    claim.statement,
    claim.context,
    claim.measure,
    ...Object.values(claim.parameters).filter((each) => typeof each === 'string'),
  ]
    .flatMap((each) => numbersOf(withoutNames(each, names)))
    .filter(({ kind }) => kind === 'fraction');
  return text.numbers.filter((number) => {
    if (number.kind === 'fraction') return !fractions.some(({ value }) => value === number.value);
    const { next, previous, lead, percent } = aroundOf(text.masked, number);
    const isForeign = !percent && next !== null && foreign.has(next);
    if (!isForeign && values.some((each) => each.percent === percent && alike(number, each.value))) return false;
    const sentence = text.sentenceAround(number.at);
    const said = new Set(contentOf(sentence));
    const inRole = (role: Role): boolean => {
      if (role.percent !== percent || !alike(number, role.number.value)) return false;
      if (role.negated && !NEGATED.test(sentence)) return false;
      if (!role.limits.every((word) => said.has(word))) return false;
      if (role.isLine && BESIDE_LINE.test(lead)) return true;
      if (role.next === null) return role.previous !== null && role.previous === previous;
      if (role.next !== next) return false;
      if (!own.has(role.next) || percent) return true;
      if (role.isCount) return ALL_OF.test(lead) && !LOSS_OF.test(lead);
      return role.lead.trimEnd().split(/\s+/).at(-1) === lead.trimEnd().split(/\s+/).at(-1);
    };
    if (roles.some(inRole)) return false;
    return !Object.entries(claim.parameters).some(
      ([key, value]) =>
        typeof value === 'number' && !percent && !isForeign && alike(number, value) && (PARAMETER_WORDS[key]?.test(sentence) ?? false),
    );
  });
}
