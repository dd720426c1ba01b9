/**
 * Levenshtein distance in UTF-16 units: fewest insertions, deletions and replacements.
 *
 * Source: Levenshtein 1966; two rows of Wagner and Fischer 1974.
 */
export function levenshtein(a: string, b: string): number {
  if (a === b) return 0;
  let previous = new Uint16Array(b.length + 1).map((_, index) => index);
  let current = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    current[0] = i;
    const unit = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] as number) + (unit === b.charCodeAt(j - 1) ? 0 : 1);
      current[j] = Math.min(replaced, (previous[j] as number) + 1, (current[j - 1] as number) + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length] as number;
}

/** 1 - distance / longer length, in 0..1; two empty texts are equal. */
export function levenshteinSimilarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - levenshtein(a, b) / longer;
}

/**
 * Jaro similarity in 0..1: matches within half the longer length, and transpositions among them.
 *
 * Source: Jaro 1989; Winkler 1990.
 */
export function jaro(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenOfB = new Uint8Array(b.length);
  const matchedOfA: number[] = [];
  for (let i = 0; i < a.length; i += 1) {
    const unit = a.charCodeAt(i);
    const end = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < end; j += 1) {
      if (takenOfB[j] === 1 || b.charCodeAt(j) !== unit) continue;
      takenOfB[j] = 1;
      matchedOfA.push(unit);
      break;
    }
  }
  const matches = matchedOfA.length;
  if (matches === 0) return 0;
  let outOfOrder = 0;
  for (let j = 0, next = 0; j < b.length; j += 1) {
    if (takenOfB[j] === 0) continue;
    if (b.charCodeAt(j) !== matchedOfA[next]) outOfOrder += 1;
    next += 1;
  }
  return (matches / a.length + matches / b.length + (matches - outOfOrder / 2) / matches) / 3;
}

/**
 * Jaro-Winkler similarity in 0..1: Jaro, raised by a common beginning of up to four characters (0.1 each).
 *
 * Source: Winkler 1990.
 */
export function jaroWinkler(a: string, b: string): number {
  const similarity = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charAt(prefix) === b.charAt(prefix)) prefix += 1;
  return similarity + prefix * 0.1 * (1 - similarity);
}

/** How rare words are among the names of a case. */
export type Rarity = {
  readonly names: number;
  /** number of names that hold the word */
  count(word: string): number;
  /** log2(1 + names / count): "cloud", "gpu", "network" weigh little where many names hold them */
  bits(word: string): number;
};

/** Counts the names that hold each word; a word inside one name counts once. */
export function rarityOf(names: readonly (readonly string[])[]): Rarity {
  const counts = new Map<string, number>();
  for (const words of names) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const count = (word: string): number => counts.get(word) ?? 0;
  const total = Math.max(1, names.length);
  return { names: names.length, count, bits: (word) => Math.log2(1 + total / Math.max(1, count(word))) };
}

const ALMOST = 0.9;

/**
 * Similarity of two sets of words in 0..1: shared rarity over all rarity, where words that almost agree count in part.
 *
 * Words agree almost at a Jaro-Winkler similarity of at least 0.9, without digits: "node-1" and "node-2" are two machines.
 * Source: soft TF-IDF of Cohen, Ravikumar, Fienberg 2003, as a weighted Jaccard index.
 */
export function wordSimilarity(a: readonly string[], b: readonly string[], rarity: Rarity): number {
  const left = new Set(a);
  const right = new Set(b);
  let shared = 0;
  let all = 0;
  const restOfLeft: string[] = [];
  for (const word of left) {
    if (right.has(word)) {
      const bits = rarity.bits(word);
      shared += bits;
      all += bits;
    } else restOfLeft.push(word);
  }
  let restOfRight = [...right].filter((word) => !left.has(word));
  const pairs = restOfLeft
    .flatMap((word) => restOfRight.map((other) => ({ word, other, like: /\d/.test(word + other) ? 0 : jaroWinkler(word, other) })))
    .filter(({ like }) => like >= ALMOST)
    .sort((x, y) => y.like - x.like || (x.word + x.other < y.word + y.other ? -1 : 1));
  const done = new Set<string>();
  for (const { word, other, like } of pairs) {
    if (done.has(word) || !restOfRight.includes(other)) continue;
    done.add(word);
    restOfRight = restOfRight.filter((each) => each !== other);
    const bits = (rarity.bits(word) + rarity.bits(other)) / 2;
    shared += like * bits;
    all += bits;
  }
  for (const word of restOfLeft) if (!done.has(word)) all += rarity.bits(word);
  for (const word of restOfRight) all += rarity.bits(word);
  return all === 0 ? 0 : shared / all;
}
