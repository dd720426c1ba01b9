import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded source of whole numbers: the only chance in a sample. */
export type Dice = {
  /** whole number from 0 (inclusive) to `sides` (exclusive) */
  below: (sides: number) => number;
  /** true in `part` of `whole` cases */
  chance: (part: number, whole: number) => boolean;
  /** one of the choices, each equally likely */
  pick: <T>(choices: readonly T[]) => T;
  /** one of the choices in proportion to its whole-number weight */
  pickWeighted: <T extends { weight: number }>(choices: readonly T[]) => T;
  /** the same elements in random order, as a new array */
  shuffle: <T>(elements: readonly T[]) => T[];
};

/** Dice that fall the same way for the same seed (xoroshiro128+). */
export function diceOf(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  const below = (sides: number) => uniformInt(generator, 0, sides - 1);
  const at = <T>(choices: readonly T[], index: number): T => {
    if (index >= choices.length) throw new RangeError('nothing to pick from');
    return choices[index] as T;
  };
  return {
    below,
    chance: (part, whole) => below(whole) < part,
    pick: (choices) => at(choices, below(choices.length)),
    pickWeighted: (choices) => {
      let left = below(choices.reduce((sum, { weight }) => sum + weight, 0));
      const index = choices.findIndex(({ weight }) => {
        left -= weight;
        return left < 0;
      });
      return at(choices, index);
    },
    shuffle: (elements) => {
      const shuffled = [...elements];
      for (let i = shuffled.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [shuffled[i], shuffled[j]] = [at(shuffled, j), at(shuffled, i)];
      }
      return shuffled;
    },
  };
}
