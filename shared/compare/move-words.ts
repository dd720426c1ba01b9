import type { ComparedChange, MatchedEntity, Move, Part } from '../case/compare.ts';
import { formatShare } from '../format/index.ts';
import { formatShareChange, PART_WORDS } from './headline.ts';

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

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Name of a part of the change: `Exit` between snapshots of one network, `Only in A` between two networks. */
export function partLabel(part: Part, inTime: boolean, later = 'B'): string {
  if (inTime || part === 'reattribution') return PART_WORDS[part].label;
  if (part === 'exit') return capital(moveWords('left', inTime, later));
  if (part === 'entry') return capital(moveWords('entered', inTime, later));
  return part === 'own_growth' ? 'In both' : 'Totals';
}

/** The finding of the largest change of share: `Kvasir is only in A, with 17.1 %`, `Borealis changed most, by +4.1 points`. */
export function largestWords({ largest, inTime }: Pick<ComparedChange, 'largest' | 'inTime'>, later = 'B'): string {
  const [first] = largest;
  if (!first) return 'No entity has weight on either side';
  return `${first.key} ${moveOf(first, inTime, later)}`;
}

function moveOf({ a, b, shareChange }: MatchedEntity, inTime: boolean, later: string): string {
  if (a === null) return `${inTime ? 'entered with' : `is only in ${later}, with`} ${formatShare(b?.share ?? null)}`;
  if (b === null) return `${inTime ? 'left with' : 'is only in A, with'} ${formatShare(a.share)}`;
  return `${inTime ? 'changed most, by' : 'differs most, by'} ${formatShareChange(shareChange)}`;
}

/** What a part of the change reads as, in a table. */
export function partReads(part: Part, inTime: boolean, later = 'B'): string {
  if (inTime) return PART_WORDS[part].reads;
  if (part === 'exit') return moveWords('left', inTime, later);
  if (part === 'entry') return moveWords('entered', inTime, later);
  if (part === 'own_growth') return 'those in both have more or less';
  return part === 'total_effect' ? 'the totals around them differ' : PART_WORDS[part].reads;
}
