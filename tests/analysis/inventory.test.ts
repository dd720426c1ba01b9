import { describe, expect, it } from 'vitest';
import { buildInventory } from '../../electron/engine/analysis/inventory.ts';
import type { Dataset, Field, Grain } from '../../shared/case/dataset.ts';
import { errorValueOf } from '../../shared/case/error.ts';
import type { Column, ColumnTable } from '../../shared/columns/table.ts';

const number = (name: string, values: (number | null)[], scale = 0): Column => ({
  type: 'number',
  name,
  scale,
  values: Float64Array.from(values, (value) => (value === null ? Number.NaN : value)),
});
const text = (name: string, values: (string | null)[]): Column => {
  const dictionary = [...new Set(values.filter((value) => value !== null))];
  return { type: 'text', name, dictionary, codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))) };
};

function build(columns: Column[], grain: Grain = 'node', rows: Int32Array | null = null) {
  const table: ColumnTable = { rows: 3, columns: new Map(columns.map((column) => [column.name, column])) };
  const dataset = {
    id: 'D1',
    name: 'Test',
    grain,
    columns: columns.map(({ name, type }) => ({ name, header: name, field: name === 'unit' ? null : (name as Field), type })),
  } as Dataset;
  return buildInventory(table, dataset, table.columns.get('unit') as Column, rows);
}

const unit = text('unit', ['a', 'b', null]);

describe('supply for the removal test', () => {
  it('reads a record as one host, and says so where no node id shows it', () => {
    const { inventory, notes } = build([unit, number('gpu_count', [8, 4, 2])]);
    expect(Array.from(inventory.gpus.low)).toEqual([8, 4, 2]);
    expect(Array.from(inventory.nodeSizeKnown ?? [])).toEqual([1, 1, 1]);
    expect(Array.from(inventory.unit.codes)).toEqual([0, 1, -1]);
    expect(notes.join(' ')).toContain('read as one host each');
    expect(build([unit, number('gpu_count', [8, 4, 2]), text('node_id', ['x', 'y', 'z'])]).notes).toEqual([]);
  });

  it('does not know the node sizes of provider totals, nor of a record with more GPUs than a host can hold', () => {
    expect(Array.from(build([unit, number('gpu_count', [8, 4, 2])], 'provider').inventory.nodeSizeKnown ?? [])).toEqual([0, 0, 0]);
    const { inventory, notes } = build([unit, number('gpu_count', [8, 128, 129])]);
    expect(Array.from(inventory.nodeSizeKnown ?? [])).toEqual([1, 1, 0]);
    expect(notes.join(' ')).toContain('1 of 3 records are totals without node sizes');
  });

  it('cuts a total into equal nodes where node_count divides it', () => {
    const { inventory } = build([unit, number('gpu_count', [64, 65, 16]), number('node_count', [8, 8, null])], 'provider');
    expect(Array.from(inventory.gpus.low)).toEqual([8, 65, 16]);
    expect(Array.from(inventory.nodes)).toEqual([8, 1, 1]);
    expect(Array.from(inventory.nodeSizeKnown ?? [])).toEqual([1, 0, 0]);
  });

  it('takes a missing GPU count as none to any number and names it; float noise is no fraction; a real fraction leaves a range', () => {
    // 30000.000000000004 as it comes from a double, 2.5, none
    const { inventory, notes } = build([
      unit,
      { type: 'exact', name: 'gpu_count', dictionary: ['30000.000000000004', '2.5'], codes: Int32Array.of(0, 1, -1) },
    ]);
    expect(Array.from(inventory.gpus.low)).toEqual([30000, 2, 0]);
    expect(Array.from(inventory.gpus.high)).toEqual([30000, 3, Number.NaN]);
    expect(notes.join(' ')).toContain('1 of 3 records have no GPU count');
    expect(notes.join(' ')).toContain('1 records have a GPU count that is not whole');
  });

  it('decides percent or fraction by the column, and takes cells of the other scale as unknown', () => {
    const uptime = (values: number[]) =>
      Array.from(build([unit, number('gpu_count', [1, 1, 1]), number('uptime', values, 2)]).inventory.uptime ?? []);
    expect(uptime([99, 50, 100])).toEqual([0.99, 0.5, 1]);
    expect(uptime([9950, 9000, 97])).toEqual([0.995, 0.9, Number.NaN]);
    expect(uptime([99, 97, 9950])).toEqual([0.99, 0.97, Number.NaN]);
  });

  it('reads verified flags in words and leaves other words unknown', () => {
    expect(
      Array.from(build([unit, number('gpu_count', [1, 1, 1]), text('verified', ['Yes', 'f', 'perhaps'])]).inventory.verified ?? []),
    ).toEqual([1, 0, -1]);
  });

  it('takes the selected rows only', () => {
    const { inventory } = build([unit, number('gpu_count', [8, 4, 2])], 'node', Int32Array.of(2, 0));
    expect(inventory.rows).toBe(2);
    expect(Array.from(inventory.gpus.low)).toEqual([2, 8]);
    expect(Array.from(inventory.unit.codes)).toEqual([-1, 0]);
  });

  it('refuses a dataset without GPU counts and says how to map them', () => {
    try {
      build([unit]);
      expect.unreachable();
    } catch (error) {
      expect(errorValueOf(error)).toMatchObject({ code: 'gpu-count-missing', advice: expect.stringContaining('--map gpu_count=') });
    }
  });
});
