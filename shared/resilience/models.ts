/** Words behind a model name that make it another product, not a variant of the same one. */
const OTHER_PRODUCT = new Set(['ti', 'super', 'xt', 'xtx', 'gre', 'd', 'ada', 'blackwell', 'laptop', 'mobile', 'maxq']);

/**
 * Whether a GPU name of the data is one of the models of a class.
 *
 * Names are lower-cased and cut into words at everything but letters and digits. A list entry matches when its words, written without
 * gaps, equal a run of whole words of the name, written without gaps, that is not followed by a word that makes it another product
 * (ti, super, xt, xtx, gre, d, ada, blackwell, laptop, mobile, maxq). So "H100" matches "NVIDIA H100 80GB HBM3" and
 * "nvidia/h100-sxm-80", "RTX 4090" matches "GeForce RTX4090" and "rtx-4090"; "A10" does not match "A100", nor "RTX 4070" "RTX 4070 Ti".
 * A name that lists several models (cut at | , ; &) matches only when each of them does.
 *
 * @returns 2 = matches, 1 = some but not all of several listed models match, 0 = does not match
 */
export function matchesModel(name: string, entries: readonly string[]): 0 | 1 | 2 {
  const parts = name.split(/[|,;&]/).filter((part) => wordsOf(part).length > 0);
  const wanted = entries.map((entry) => wordsOf(entry).join(''));
  const hits = parts.filter((part) => wanted.some((entry) => containsRun(wordsOf(part), entry))).length;
  if (hits === 0) return 0;
  return hits === parts.length ? 2 : 1;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/max[\s-]?q/g, 'maxq')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function containsRun(words: string[], entry: string): boolean {
  return words.some((_, start) => {
    let run = '';
    for (let end = start; end < words.length && run.length < entry.length; end += 1) {
      run += words[end];
      if (run === entry) return !OTHER_PRODUCT.has(words[end + 1] ?? '');
    }
    return false;
  });
}
