/** A number in a text. */
export type StatedNumber = {
  /** as it stands there: `1,204`, `24.1`, `1/3`, `two` */
  words: string;
  at: number;
  value: number;
  /** digits behind the point */
  decimals: number;
  kind: 'digits' | 'fraction' | 'word';
  percent: boolean;
};

const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December';
/** What holds digits and is no number: days and months, and names such as H100, V1.hhi, M-07 or us-mg-2023. */
const NO_NUMBERS = new RegExp(
  [
    String.raw`\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?`,
    String.raw`(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:${MONTHS})(?:\s+\d{1,2},)?(?:\s+\d{4})?`,
    String.raw`(?<![\p{L}\p{N}])\p{L}[\p{L}\p{N}]*(?:[-._/]?\p{N}[\p{L}\p{N}]*)+(?:[-.][\p{L}\p{N}]+)*`,
    String.raw`\d+(?:st|nd|rd|th)\b`,
  ].join('|'),
  'gu',
);
const NUMBERS =
  /(?<![\p{L}\p{N}.,])(\d+\/\d+)(?![\p{N}/])|(?<![\p{L}\p{N}])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(\s?%|\s+percent\b)?/gu;
const WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] as const;
const NUMBER_WORDS = new RegExp(String.raw`\b(?:${WORDS.join('|')})\b`, 'gi');

/**
 * A text of the same length in which names, days and ids read as words, so that only its numbers hold digits.
 *
 * @param names names of entities, which may hold anything
 */
export function withoutNames(text: string, names: readonly string[] = []): string {
  let masked = text;
  for (const name of names.filter((each) => each.length > 1).sort((a, b) => b.length - a.length))
    masked = masked.replaceAll(name, 'x'.repeat(name.length));
  return masked.replace(NO_NUMBERS, (found) => 'x'.repeat(found.length));
}

/** The numbers of a text in their order; `masked` by `withoutNames`. */
export function numbersOf(masked: string): StatedNumber[] {
  const found: StatedNumber[] = [];
  for (const match of masked.matchAll(NUMBERS)) {
    const [, fraction, digits, percent] = match;
    const words = (fraction ?? digits) as string;
    const [numerator, denominator] = words.split('/').map((part) => Number(part.replaceAll(',', ''))) as [number, number?];
    found.push({
      words,
      at: match.index,
      value: fraction === undefined ? numerator : numerator / (denominator as number),
      decimals: fraction === undefined ? (words.split('.')[1]?.length ?? 0) : 0,
      kind: fraction === undefined ? 'digits' : 'fraction',
      percent: percent !== undefined,
    });
  }
  for (const match of masked.matchAll(NUMBER_WORDS))
    found.push({
      ...{ words: match[0], at: match.index, value: WORDS.indexOf(match[0].toLowerCase() as (typeof WORDS)[number]) + 2 },
      ...{ decimals: 0, kind: 'word' as const, percent: false },
    });
  return found.sort((a, b) => a.at - b.at);
}

/** Digits that say something: 3 of `24.1`, 4 of `0.06823`; those of a whole number are all taken as counted. */
export function significantFigures(words: string): number {
  return words.replaceAll(',', '').replace('.', '').replace(/^0+/, '').length;
}

/** Words that follow a number without saying what it counts. */
const NO_UNITS =
  /^(?:is|are|was|were|be|and|or|of|to|in|at|by|for|from|with|than|the|a|an|but|on|which|that|as|if|when|while|it|its|this|these|has|have|had|would|will|can|could|may|not|so|then|there|per|under|over|above|below|after|before|because|x+)$/i;
/** Measures and labels that need no unit behind their number. */
const PLAIN_BEFORE =
  /(?:\bHHI|\bGini|\bTheil|\bk\*?|\bn|\brank(?:ed)?|\bfigures?|\btables?|\bsections?|\bclaims?|\bpages?|\bappendix|\bversion|\bseed|\bcoefficient|\bedition)(?:\s+(?:is|was|of|at|lies|stays|rises? to|falls? to|at (?:most|least)|between|from))*\s*[=:≤≥<>]?\s*$/i;
/** Indices without a unit, however far before their number in the same sentence. */
const INDEX_BEFORE = /\b(?:Gini|Theil|Hoover)\b[^.;\d]{0,80}$/i;
const JOINED = /^\s*(?:to|and|or|–|—|-|of)\s+\d[\d,.]*(?<=\d)(?:\/\d+)?/;

/** Whether what follows a number names its unit, past brackets and further numbers: `(2,325 to 4,950) points`, `to 76 %`, `of 120 instances`. */
function unitFollows(after: string): boolean {
  let rest = after;
  for (let next = rest; ; rest = next) {
    next = rest.replace(/^\s*\([^)]*\)/, '').replace(JOINED, '');
    if (/^\s?%|^\s+percent\b|^\s+of (?:the|its) \p{L}/u.test(next)) return true;
    if (next === rest) return firstWord(rest) !== null;
  }
}

/**
 * Whether a number says what it counts or measures: a word behind it, behind the range or brackets it belongs to, or a measure before it that has no unit.
 *
 * @param masked text by `withoutNames`
 */
export function hasUnit(masked: string, { at, words, kind, percent }: StatedNumber): boolean {
  if (kind !== 'digits' || percent) return true;
  const before = masked.slice(0, at);
  const after = masked.slice(at + words.length);
  // the other end of a range: `k* between 11 and 16`
  if (PLAIN_BEFORE.test(before.replace(/\d[\d,.]*\s+(?:to|and|or)\s+$/, '')) || INDEX_BEFORE.test(before) || /[$€£]\s*$/.test(before))
    return true;
  const open = before.lastIndexOf('(');
  if (open <= before.lastIndexOf(')')) return unitFollows(after);
  // numbers in brackets speak of the unit of the number before them
  const close = after.indexOf(')');
  const lead = before.slice(0, open);
  return (
    unitFollows(after.slice(0, Math.max(0, close))) ||
    PLAIN_BEFORE.test(lead.replace(/[\d,.\s]+$/, ' ')) ||
    /\d\s?%\s*$|\d\s+\p{L}+\s*$/u.test(lead) ||
    unitFollows(after.slice(close + 1))
  );
}

/** The word right behind a number that says what it counts; `null` = there is none. */
function firstWord(after: string): string | null {
  const word = /^\s+[-×]?\s*([\p{L}][\p{L}-]*)/u.exec(after)?.[1];
  return word === undefined || NO_UNITS.test(word) ? null : word;
}
