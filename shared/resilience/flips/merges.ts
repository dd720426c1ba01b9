import type { CodedColumn, Inventory } from '../inventory.ts';
import type { Checkpoint } from '../orders.ts';
import type { PointRange } from './point.ts';

/** A decision on entities turned round: an accepted merge rejected, or a proposed one accepted. */
export type MergeChange = { id: string; kind: 'accept' | 'reject'; label: string; unit: CodedColumn };

/** What one decision does to the breaking point. */
export type MergeFlip = { id: string; kind: MergeChange['kind']; label: string; before: PointRange; after: PointRange; flips: boolean };

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
