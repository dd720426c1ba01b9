import { type ViewSpec, wholeSpec } from '../../../shared/case/view.ts';
import { dimensionNoun, weightNoun } from '../../../shared/format/index.ts';

/** Whether two views are the same in all that they are made of. */
export function sameView(a: ViewSpec, b: ViewSpec): boolean {
  return JSON.stringify(wholeSpec(a)) === JSON.stringify(wholeSpec(b));
}

/** What a view is called while nobody gave it a name: `GPUs by operator`. */
export function viewTitle(spec: ViewSpec): string {
  return `${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}`;
}

/** A name that is not in use: the wanted one, or the same with a number behind it. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}
