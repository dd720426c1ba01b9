import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPreview, evaluate, moveTo, type Preview } from '../../renderer/features/removal/preview.ts';
import type { RemovalModel } from '../../shared/contract/removal.ts';

type Instance = { gpus: number[]; low: number[][]; extra: number[][]; unowned: number[]; quantity: number[]; value: number[] };

function previewOf({ gpus, low, extra, unowned, quantity, value }: Instance): Preview {
  const high = low.map((row, unit) => row.map((cell, index) => cell + (extra[unit]?.[index] ?? 0)));
  const sum = (rows: number[][], index: number): number => rows.reduce((total, row) => total + (row[index] ?? 0), 0);
  const demand = quantity.reduce((total, count, index) => total + count * (value[index] ?? 0), 0);
  const model: RemovalModel = {
    stamp: {
      dataset: 'd',
      base: null,
      asOf: null,
      by: 'operator',
      weight: 'gpu_count',
      where: '',
      unknownPolicy: 'bounds',
      entities: null,
      merged: 0,
      sample: false,
    },
    units: gpus.map((count, unit) => ({ id: `u${unit}`, gpus: count, rows: 1 })),
    classes: quantity.map((count, index) => ({
      name: `c${index}`,
      quantity: count,
      value: value[index] ?? 0,
      capacityLow: sum(low, index) + (unowned[index] ?? 0),
      capacityHigh: sum(high, index) + (unowned[index] ?? 0),
    })),
    kappa: new Blob(),
    mode: 'independent',
    metric: 'value',
    competing: null,
    pieces: new Blob(),
    largestFirst: gpus.map((_, unit) => unit).sort((a, b) => (gpus[b] ?? 0) - (gpus[a] ?? 0) || a - b),
    demand,
    below: Math.ceil(demand * 0.9),
    threshold: '9/10',
    unservable: null,
    unknownUnit: { rows: 0, gpus: 0 },
    notes: [],
  };
  return createPreview(model, Float64Array.from([...low.flat(), ...high.flat()]).buffer, new ArrayBuffer(0));
}

const CLASSES = 2;
const row = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: CLASSES, maxLength: CLASSES });
const instance = fc.integer({ min: 1, max: 8 }).chain((units) =>
  fc.record({
    gpus: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: units, maxLength: units }),
    low: fc.array(row, { minLength: units, maxLength: units }),
    extra: fc.array(row, { minLength: units, maxLength: units }),
    unowned: row,
    quantity: row,
    value: row,
  }),
);

describe('removal as the page evaluates it', () => {
  it('serves per class the lesser of demand and remaining capacity, by definition, for any removed set', () => {
    fc.assert(
      fc.property(instance, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (given, gone) => {
        const preview = previewOf(given);
        const removed = given.gpus.map((_, unit) => unit).filter((unit) => gone[unit]);
        const served = (side: 'low' | 'high'): number =>
          given.quantity.reduce((total, quantity, index) => {
            let capacity = 0;
            for (const [unit, cells] of given.low.entries())
              if (!gone[unit]) capacity += (cells[index] ?? 0) + (side === 'high' ? (given.extra[unit]?.[index] ?? 0) : 0);
            // without an owner: pessimistically gone with the first removal, optimistically always there
            if (side === 'high' || removed.length === 0) capacity += given.unowned[index] ?? 0;
            return total + (given.value[index] ?? 0) * Math.min(quantity, capacity);
          }, 0);
        const evaluation = evaluate(
          preview,
          removed.map((unit) => `u${unit}`),
        );
        expect(evaluation.served).toEqual({ low: served('low'), most: served('low'), high: served('high') });
        expect(evaluation.count).toBe(removed.length);
      }),
    );
  });
  it('answers the same after any steps as it does at once, also with unknown and repeated names', () => {
    const name = fc.constantFrom('u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'nobody');
    fc.assert(
      fc.property(instance, fc.array(fc.array(name, { maxLength: 10 }), { minLength: 1, maxLength: 6 }), (given, steps) => {
        const stepping = previewOf(given);
        for (const removed of steps) expect(evaluate(stepping, removed)).toEqual(evaluate(previewOf(given), removed));
      }),
    );
  });
  it('agrees with its own largest-first curve at every k', () => {
    fc.assert(
      fc.property(instance, (given) => {
        const preview = previewOf(given);
        for (let k = 0; k <= given.gpus.length; k += 1)
          expect(evaluate(preview, moveTo(preview, [], k)).served.low).toBe(preview.largestFirst.served[k]);
      }),
    );
  });
  it('keeps what was removed by hand when the slider moves on, and brings back the last removed first', () => {
    const preview = previewOf({
      gpus: [5, 9, 7],
      low: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      extra: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      unowned: [0, 0],
      quantity: [3, 3],
      value: [1, 1],
    });
    expect(moveTo(preview, ['u0'], 2)).toEqual(['u0', 'u1']);
    expect(moveTo(preview, ['u0', 'u1'], 1)).toEqual(['u0']);
    expect(moveTo(preview, ['nobody'], 1)).toEqual(['u1']);
  });
});

describe('what a unit hosts', () => {
  it('has no upper end where GPU counts are missing, whatever the demand is', () => {
    const { model } = previewOf({
      gpus: [9, 1],
      low: [
        [9, 9],
        [1, 1],
      ],
      extra: [
        [0, 0],
        [0, 0],
      ],
      unowned: [0, 0],
      quantity: [5, 5],
      value: [1, 1],
    });
    const open = createPreview(model, Float64Array.from([9, 9, 1, 1, Infinity, 9, 1, 1]).buffer, new ArrayBuffer(0));
    // more is hosted for certain than is wanted: the demand is no upper end
    expect(open.capacity(0, 0)).toEqual({ low: 9, high: null });
    expect(open.capacity(0, 1)).toEqual({ low: 9, high: 9 });
  });
});
