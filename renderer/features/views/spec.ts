import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { dimensionNoun, weightNoun } from '../../../shared/format/index.ts';

/** Whether two views are the same in all that they are made of. */
export function sameView(a: ViewSpec, b: ViewSpec): boolean {
  return JSON.stringify(wholeSpec(a)) === JSON.stringify(wholeSpec(b));
}

/** Places for dimensions, in the order in which Alt+Up and Alt+Down move them. */
export const SHELVES = [
  { id: 'by', label: 'rows' },
  { id: 'split', label: 'then by' },
  { id: 'columns', label: 'across' },
] as const;
export type ShelfId = (typeof SHELVES)[number]['id'];

/**
 * The view with the dimension of a place and that of the place before (-1) or after (+1) exchanged.
 *
 * @returns `null` where there is nothing to move, no place to move to, or where rows would be left empty
 */
export function shelfMoved(spec: ViewSpec, id: ShelfId, step: -1 | 1): ViewSpec | null {
  const whole = wholeSpec(spec);
  const other = SHELVES[SHELVES.findIndex((shelf) => shelf.id === id) + step]?.id;
  if (other === undefined || whole[id] === '') return null;
  const moved = { ...spec, [id]: whole[other], [other]: whole[id] };
  return moved.by === '' ? null : moved;
}

/** What a view is called while nobody gave it a name: `GPUs by operator`. */
export function viewTitle(spec: ViewSpec): string {
  const { by, split, columns, weight } = wholeSpec(spec);
  const nested = split === '' ? '' : ` and ${dimensionNoun(split, 1)}`;
  return `${weightNoun(weight)} by ${dimensionNoun(by, 1)}${nested}${columns === '' ? '' : `, ${dimensionNoun(columns, 1)} across`}`;
}

/** A name that is not in use: the wanted one, or the same with a number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}
