import type { ViewSpec } from '../../../shared/case/view.ts';
import { dimensionNoun, weightNoun } from '../../../shared/format/index.ts';

/** Whether two views are the same in all that they are made of. */
export function sameView(a: ViewSpec, b: ViewSpec): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof ViewSpec>;
  return [...keys].every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
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
