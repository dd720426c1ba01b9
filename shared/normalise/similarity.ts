/** Spellings with what they stand for, made ready to be compared with many texts. */
export type SimilarityIndex = {
  spellings: readonly (readonly [spelling: string, label: string])[];
  /** pair of neighbouring characters -> spellings that have it, and how often */
  pairs: ReadonlyMap<string, readonly { place: number; count: number }[]>;
};

/** Look-up of spellings by their pairs of characters. */
export function similarityIndex(spellings: Iterable<readonly [spelling: string, label: string]>): SimilarityIndex {
  const all = [...spellings];
  let pairs: SimilarityIndex['pairs'] | null = null;
  return {
    spellings: all,
    // few of those who make an index ever ask for something similar
    get pairs() {
      pairs ??= pairsOf(all);
      return pairs;
    },
  };
}

function pairsOf(spellings: SimilarityIndex['spellings']): SimilarityIndex['pairs'] {
  const pairs = new Map<string, { place: number; count: number }[]>();
  for (const [place, [spelling]] of spellings.entries()) {
    for (const [pair, count] of bigrams(spelling)) {
      const places = pairs.get(pair);
      if (places) places.push({ place, count });
      else pairs.set(pair, [{ place, count }]);
    }
  }
  return pairs;
}

/**
 * The `limit` labels with a spelling most like the text and at least `least` alike (0 to 1), best first, ties by label.
 *
 * Source: Sørensen-Dice coefficient over pairs of neighbouring characters, with repetitions; one blank is set before each text so that
 * first characters count.
 */
export function mostSimilar(text: string, { spellings, pairs }: SimilarityIndex, limit = 3, least = 0.6): readonly string[] {
  const shared = new Map<number, number>();
  for (const [pair, count] of bigrams(text)) {
    for (const other of pairs.get(pair) ?? []) shared.set(other.place, (shared.get(other.place) ?? 0) + Math.min(count, other.count));
  }
  const best = new Map<string, number>();
  for (const [place, count] of shared) {
    const [spelling, label] = spellings[place] as readonly [string, string];
    const score = (2 * count) / (text.length + spelling.length);
    if (score >= least && score > (best.get(label) ?? 0)) best.set(label, score);
  }
  return [...best]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([label]) => label);
}

function bigrams(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const padded = ` ${text}`;
  for (let place = 0; place + 1 < padded.length; place += 1) {
    const pair = padded.slice(place, place + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}
