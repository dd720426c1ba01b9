import type { ComparedChange, Move, Part } from '../case/compare.ts';
import { PART_WORDS } from './headline.ts';

/**
 * What became of an entity, in words: of change between snapshots of one network (`entered`, `shrank`), of comparison between two networks
 * (`only in B`, `less`), where nobody came or went.
 *
 * @param later name of the second side, such as its letter
 * @param earlier name of the first side
 */
export function moveWords(move: Move, inTime: boolean, later = 'B', earlier = 'A'): string {
  if (inTime || move === 'same') return move;
  if (move === 'entered') return `only in ${later}`;
  if (move === 'left') return `only in ${earlier}`;
  return move === 'grew' ? 'more' : 'less';
}

/** How many entities are in one side and in both: `1 entered, 2 left, 5 in both`; `1 only in B, 2 only in A, 5 in both` for two networks. */
export function movesWords(
  { counts, inTime }: Pick<ComparedChange, 'counts' | 'inTime'>,
  number: (count: number) => string,
  later = 'B',
): string {
  const words = (move: Move) => `${number(counts[move])} ${moveWords(move, inTime, later)}`;
  return `${words('entered')}, ${words('left')}, ${number(counts.matched)} in both`;
}

/** What a part of the change reads as, in a table. */
export function partReads(part: Part, inTime: boolean, later = 'B'): string {
  if (inTime) return PART_WORDS[part].reads;
  if (part === 'exit') return moveWords('left', inTime, later);
  if (part === 'entry') return moveWords('entered', inTime, later);
  if (part === 'own_growth') return 'those in both have more or less';
  return part === 'total_effect' ? 'the totals around them differ' : PART_WORDS[part].reads;
}
