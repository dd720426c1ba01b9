/** Words that are never written about a network, with what is said instead (domain.md 9, experience.md 6). */
const BANNED: readonly (readonly [words: RegExp, instead: string | null, advice: string])[] = [
  [
    /\b(?:un)?saf(?:e|er|est|ely|ety)\b|\b(?:in)?secure(?:d|ly)?\b|\btrustless(?:ly|ness)?\b/gi,
    null,
    'Name the measured property and its value.',
  ],
  [/\b(?:de|re)?-?centrali[sz]ed\b/gi, null, 'Name the metric and its value, such as HHI or the smallest set above one half.'],
  [/\bprove[sd]?\b/gi, 'shows, under the stated conditions,', 'A measurement shows something under its stated conditions.'],
  [/\bguarantee(?:s|d|ing)?\b/gi, 'shows, under the stated conditions,', 'A measurement shows something under its stated conditions.'],
  [/\bcertifie[sd]\b/gi, 'shows, under the stated conditions,', 'Say what was measured and under which conditions.'],
  [/\billegal(?:ly|ity)?\b|\bunlawful(?:ly)?\b/gi, null, 'Say above or below which line of which pack.'],
  [/\b(?:non-?)?compl(?:iant|iance|ies|y)\b/gi, null, 'Say above or below which line of which pack.'],
  [/\bviolat(?:e|es|ed|ing|ion|ions)\b/gi, null, 'Say above or below which line of which pack.'],
  [/\bfake[sd]?\b|\bfraud(?:s|ulent|ulently)?\b/gi, 'not verified', 'Say that it is not verified, or that sources disagree.'],
  [/\b(?:missing|hidden|concealed|concealing|conceals?)\b/gi, 'not disclosed', 'Nothing is known of why a value is not there.'],
  [/\b(?:legal )?limits?\b/gi, 'reference level', 'Lines of packs are reference levels.'],
  [/\bsurviv(?:e|es|ed|ing|al)\b/gi, 'would remain servable', 'The test says what would remain servable.'],
  [/\bcollaps(?:e|es|ed|ing)\b/gi, 'falls below the tolerance', 'The test says when the service falls below its tolerance.'],
  [
    /\bcartels?\b|\bcollu(?:de|des|ded|sion|sive)\b|\bmonopol(?:y|ies|ist|ists|istic)\b/gi,
    'largest share',
    'Say the largest share, or the size of the smallest set.',
  ],
  [/\bwhales?\b/gi, 'operator', 'Name the kind of entity.'],
  [/\balways\b|\bnever\b/gi, null, 'Say in how many of how many cases.'],
  // "all classes", "all 41 operators" and "all plausible" are counts or names of settings
  [/(?<!\b(?:at|of|above) )\ball\b(?! (?:\d|classes|plausible|other|of (?:the )?\d|records))/gi, null, 'Say n of N.'],
  [/!+(?!=)/g, '.', 'A report neither praises nor blames.'],
];

const CAUSAL =
  /\b(?:caus(?:e|es|ed|ing)|leads? to|led to|leading to|results? in|resulted in|resulting in|brings? about|brought about|triggers?|triggered|because of|due to|owing to|thanks to|drives?|driven by)\b/gi;

/** A word of a text that the grammar does not take. */
export type FoundWord = { words: string; at: number; instead: string | null; advice: string };

/** Words of a masked text that are never written about a network. */
export function bannedWords(masked: string): FoundWord[] {
  return BANNED.flatMap(([pattern, instead, advice]) =>
    [...masked.matchAll(pattern)].map((found) => ({ words: found[0], at: found.index, instead, advice })),
  ).sort((a, b) => a.at - b.at);
}

/** Verbs that say why something happened. */
export function causalWords(masked: string): FoundWord[] {
  return [...masked.matchAll(CAUSAL)].map((found) => ({
    words: found[0],
    at: found.index,
    instead: 'comes with',
    advice: 'Only a removal result shows what follows from what: choose its claim, or say that both were measured.',
  }));
}
