import { withoutLegalForm } from './legal-forms.ts';

const NOT_ASCII = /[^\x20-\x7e]/;
/** Letters that decomposition leaves whole, as OpenRefine's fingerprint writes them. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŋ: 'n',
  þ: 'th',
  ŧ: 't',
};

function fold(name: string): string {
  const lower = name.trim().toLowerCase();
  if (!NOT_ASCII.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøđðħıłŋþŧ]/g, (letter) => WHOLE_LETTERS[letter] as string)
    .toLowerCase();
}

function withoutPunctuation(folded: string): string {
  return NOT_ASCII.test(folded) ? folded.replace(/[\p{P}\p{S}\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '') : folded.replace(/[!-/:-@[-`{-~]/g, '');
}

function sortedUnique(words: readonly string[]): readonly string[] {
  if (words.length < 2) return words;
  const sorted = [...words].sort();
  for (let index = 1; index < sorted.length; index += 1)
    if (sorted[index] === sorted[index - 1]) return sorted.filter((word, each) => word !== sorted[each - 1]);
  return sorted;
}

/** Words of a name in their order: lower case, without accents; hyphens and underscores part words, other punctuation falls away. */
export function wordsOf(name: string): string[] {
  return withoutPunctuation(fold(name).replace(/[-_‐-―/|·•]+/g, ' '))
    .split(/\s+/)
    .filter((word) => word !== '');
}

/**
 * Fingerprint of a name: trim, lower case, accents and punctuation away, split, sort, unique.
 *
 * @returns words with a blank between; empty for a name without letters or digits
 * Source: OpenRefine, "Clustering in depth", fingerprint.
 */
export function fingerprint(name: string): string {
  return sortedUnique(withoutPunctuation(fold(name)).split(/\s+/).filter(Boolean)).join(' ');
}

/**
 * n-gram fingerprint: every run of n characters of the name without blanks and punctuation, sorted, unique, joined.
 *
 * @param n length of a run, 1 or 2 in use; a shorter name is its own fingerprint
 * Source: OpenRefine, "Clustering in depth", n-gram fingerprint ("Paris" with n = 1: "aiprs", with n = 2: "arispari").
 */
export function ngramFingerprint(name: string, n: number): string {
  return gramsOf(withoutPunctuation(fold(name)).replace(/\s+/g, ''), n);
}

/** Runs as numbers sort like the runs as text, and much faster. */
function gramsOf(squeezed: string, n: number): string {
  if (squeezed.length <= n) return squeezed;
  if (n > 2) return sortedUnique(Array.from({ length: squeezed.length - n + 1 }, (_, start) => squeezed.slice(start, start + n))).join('');
  const grams = new Uint32Array(squeezed.length - n + 1);
  for (let start = 0; start < grams.length; start += 1)
    grams[start] = n === 1 ? squeezed.charCodeAt(start) : squeezed.charCodeAt(start) * 65_536 + squeezed.charCodeAt(start + 1);
  grams.sort();
  const units: number[] = [];
  for (let index = 0; index < grams.length; index += 1) {
    const gram = grams[index] as number;
    if (index > 0 && gram === grams[index - 1]) continue;
    if (n === 2) units.push(gram >>> 16);
    units.push(gram & 65_535);
  }
  return String.fromCharCode(...units);
}

const SOUNDEX_CODES = '01230120022455012623010202';

/**
 * American Soundex of one word: first letter and three digits; a word with other characters than a to z is its own code.
 *
 * Source: US National Archives, "The Soundex Indexing System": equal codes side by side, or with h or w between, count once.
 */
export function soundex(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const codeAt = (index: number): string => SOUNDEX_CODES[word.charCodeAt(index) - 97] as string;
  let code = word.charAt(0).toUpperCase();
  let previous = codeAt(0);
  for (let index = 1; index < word.length && code.length < 4; index += 1) {
    const letter = word.charAt(index);
    if (letter === 'h' || letter === 'w') continue;
    const digit = codeAt(index);
    if (digit !== '0' && digit !== previous) code += digit;
    previous = digit;
  }
  return code.padEnd(4, '0');
}

/** A name made ready for comparison, once; every key but `fingerprint` is without the legal form. */
export type ComparedName = {
  readonly name: string;
  /** with the legal form, as OpenRefine makes it */
  readonly fingerprint: string;
  /** words in their order */
  readonly words: readonly string[];
  /** words in their order without a blank */
  readonly squeezed: string;
  /** fingerprint without the legal form */
  readonly core: string;
  readonly bigrams: string;
  readonly letters: string;
  /** the Soundex codes of its words, sorted, unique */
  readonly phonetic: string;
  /** the words without digits at their ends and without numbers, sorted, unique */
  readonly unnumbered: readonly string[];
};

/** Prepares a name for comparison. */
export function compareName(name: string): ComparedName {
  const words = withoutLegalForm(wordsOf(name));
  const squeezed = words.join('');
  const sorted = sortedUnique(words);
  return {
    name,
    fingerprint: fingerprint(name),
    words,
    squeezed,
    core: sorted.join(' '),
    bigrams: gramsOf(squeezed, 2),
    letters: gramsOf(squeezed, 1),
    phonetic: sortedUnique(words.map(soundex)).join(' '),
    unnumbered: /\d/.test(squeezed) ? sortedUnique(sorted.map((word) => word.replace(/\d+$/, '')).filter((word) => word !== '')) : sorted,
  };
}
