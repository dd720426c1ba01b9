import type { TrialTables } from '../tables.ts';
import type { Walk } from '../walk.ts';
import { WASM } from './wasm.ts';

type Exports = {
  memory: WebAssembly.Memory;
  setNumbers(
    units: number,
    stride: number,
    base: number,
    points: number,
    last: number,
    shift: number,
    buckets: number,
    start: number,
    demand: number,
    below: number,
  ): void;
  setInputs(identities: number, capacity: number, totals: number, quantity: number, value: number, ks: number): void;
  setScratch(keys: number, order: number, ends: number, available: number, before: number): void;
  setCounts(bins: number, sums: number, failures: number, crossings: number): void;
  walk(from: number, count: number): void;
};

type Numbers = Int32Array | Uint32Array | Float64Array;

const PAGE = 2 ** 16;

/**
 * Random removal by the compiled kernel: the same numbers as `createWalk`, bit for bit.
 *
 * @returns `null` where capacities do not fit 32 bits or WebAssembly with vectors is not to be had
 */
export function createCompiledWalk(tables: TrialTables): Walk | null {
  const { capacity, totals, quantity } = tables;
  if (!(capacity instanceof Int32Array && totals instanceof Int32Array && quantity instanceof Int32Array)) return null;
  const bytes = Uint8Array.from(atob(WASM), (letter) => letter.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  const run = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
  const { memory } = run;

  let end = PAGE;
  const place = (length: number, width: number): number => {
    const at = end;
    end += Math.ceil((length * width) / 16) * 16;
    return at;
  };
  const half = tables.identities.length / 2;
  const inputs: [Numbers, number][] = [tables.identities, capacity, totals, quantity, tables.value, tables.ks].map((values) => [
    values,
    place(values.length, values.BYTES_PER_ELEMENT),
  ]);
  const counts: [Numbers, number][] = [tables.bins, tables.sums, tables.failures, tables.crossings].map((values) => [
    values,
    place(values.length, values.BYTES_PER_ELEMENT),
  ]);
  const scratch = [half, half, tables.buckets, tables.stride, tables.stride].map((length) => place(length, 4));
  memory.grow(Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE);
  const view = (values: Numbers, at: number): Numbers =>
    values instanceof Float64Array ? new Float64Array(memory.buffer, at, values.length) : new Int32Array(memory.buffer, at, values.length);
  for (const [values, at] of [...inputs, ...counts]) view(values, at).set(values);
  const addresses = (list: readonly [Numbers, number][]) => list.map(([, at]) => at);
  run.setNumbers(
    tables.units,
    tables.stride,
    tables.base,
    tables.ks.length,
    tables.crossings.length - 2,
    tables.shift,
    tables.buckets,
    tables.start,
    tables.demand,
    tables.below,
  );
  run.setInputs(...(addresses(inputs) as Parameters<Exports['setInputs']>));
  run.setScratch(...(scratch as Parameters<Exports['setScratch']>));
  run.setCounts(...(addresses(counts) as Parameters<Exports['setCounts']>));
  return (from, count) => {
    run.walk(from, count);
    for (const [values, at] of counts) values.set(view(values, at));
  };
}
