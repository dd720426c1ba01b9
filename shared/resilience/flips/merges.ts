import type { CodedColumn, Inventory } from '../inventory.ts';
import type { Checkpoint } from '../orders.ts';
import type { PointRange } from './point.ts';

/** A decision on entities turned round: an accepted merge rejected, or a proposed one accepted. */
export type MergeChange = { id: string; kind: 'accept' | 'reject'; label: string; unit: CodedColumn };

/** What one decision does to the breaking point. */
export type MergeFlip = { id: string; kind: MergeChange['kind']; label: string; before: PointRange; after: PointRange; flips: boolean };

/**
 * The removal units after several of them are taken as one.
 *
 * @param members labels of `unit`; those that it does not hold are passed over
 * @param name of the merged unit; may be the name of a member
 */
export function mergedUnits(unit: CodedColumn, members: readonly string[], name: string): CodedColumn {
  const wanted = new Set(members);
  const into = new Map<string, number>();
  const labels: string[] = [];
  const codeOf = unit.labels.map((label) => {
    const key = wanted.has(label) ? name : label;
    let code = into.get(key);
    if (code === undefined) {
      code = labels.length;
      labels.push(key);
      into.set(key, code);
    }
    return code;
  });
  return { codes: unit.codes.map((code) => (code < 0 ? -1 : (codeOf[code] as number))), labels };
}

/**
 * The removal units after one of them falls back into the accounts that it was made of.
 *
 * @param accounts account of each row, as the data state it; rows without one stay with the unit
 */
export function splitUnits(unit: CodedColumn, name: string, accounts: CodedColumn): CodedColumn {
  const code = unit.labels.indexOf(name);
  const labels = [...unit.labels];
  const place = new Map(labels.map((label, index) => [label, index]));
  const codes = unit.codes.map((own, row) => {
    const account = accounts.codes[row] as number;
    if (own !== code || code < 0 || account < 0) return own;
    const label = accounts.labels[account] as string;
    // An account named like another unit is not that unit.
    const key = label !== name && unit.labels.includes(label) ? `${label} (account)` : label;
    let found = place.get(key);
    if (found === undefined) {
      found = labels.length;
      labels.push(key);
      place.set(key, found);
    }
    return found;
  });
  return { codes, labels };
}

/**
 * The breaking point after each decision is turned round by itself, each a test of its own.
 *
 * @param solve breaking point of an inventory, in any mode
 * @returns in the order of `changes`
 */
export function mergeFlips(
  inventory: Inventory,
  changes: readonly MergeChange[],
  before: PointRange,
  solve: (inventory: Inventory) => PointRange,
  checkpoint?: Checkpoint,
): MergeFlip[] {
  return changes.map(({ id, kind, label, unit }, index) => {
    checkpoint?.(index, changes.length);
    const after = solve({ ...inventory, unit });
    return { id, kind, label, before, after, flips: after.low !== before.low || after.high !== before.high };
  });
}
