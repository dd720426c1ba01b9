import { describe, expect, it } from 'vitest';
import { prepareRemoval } from '../../shared/resilience/removal-test.ts';
import { unservableReason } from '../../shared/resilience/unservable.ts';
import { inventoryOf, portfolioOf } from './build.ts';

/** Reason for rows of one unit each under one class of whole nodes of 8; the expected words follow from the rows by hand. */
function reasonOf(rows: Parameters<typeof inventoryOf>[0], known: readonly number[] | null = null, gpusPerNode = 8) {
  const inventory = { ...inventoryOf(rows), ...(known === null ? {} : { nodeSizeKnown: Uint8Array.from(known) }) };
  const portfolio = portfolioOf([{ name: 'node', a: gpusPerNode, d: 2 }]);
  const threshold = '9/10';
  return unservableReason(prepareRemoval(inventory, portfolio, { threshold }), { inventory, portfolio, threshold });
}

describe('why nothing is servable before any removal', () => {
  const totals = [
    { unit: 'a', gpus: 500 },
    { unit: 'b', gpus: 300 },
    { unit: 'c', gpus: 2 },
  ];

  it('is not asked where something is servable', () => {
    expect(reasonOf(totals)).toBeNull();
    expect(reasonOf(totals, [0, 0, 1], 1)).toBeNull();
  });

  it('names the records whose cut into nodes is unknown, where that is the cause', () => {
    expect(reasonOf(totals, [0, 0, 1])).toBe('2 of 3 records are totals without node sizes');
  });

  it('does not name them where no cut into nodes would serve the workload', () => {
    expect(
      reasonOf(
        [
          { unit: 'a', gpus: 5 },
          { unit: 'c', gpus: 2 },
        ],
        [0, 1],
      ),
    ).toBe('no record has what the workload asks for');
  });
});
