/**
 * Smallest whole number in (fails, limit] at which a condition holds, by halving; the condition must not fail again once it holds.
 *
 * @param fails a number at which it is known to fail
 * @returns `null` where it fails at the limit too
 */
export function smallestWhere(fails: number, limit: number, holds: (size: number) => boolean): number | null {
  if (limit <= fails || !holds(limit)) return null;
  let [low, high] = [fails, limit];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
