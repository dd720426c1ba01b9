import type { WorkloadClass } from '../case/portfolio.ts';
import { listOf } from '../format/index.ts';
import type { Inventory } from './inventory.ts';
import { knowsNodeSize } from './inventory.ts';

/** What one slot of a class takes of CPU and memory, where the data state them: 0 = nothing is asked, or the data do not say. */
export type HostAmounts = { cpuMilli: number; memoryMib: number };

/** What a class asks of each node beside GPUs and the data can answer. */
export function hostAmountsOf(inventory: Inventory, workload: WorkloadClass): HostAmounts {
  return {
    cpuMilli: inventory.cpuMilli === undefined ? 0 : (workload.cpu_milli_per_node ?? 0),
    memoryMib: inventory.memoryMib === undefined ? 0 : (workload.memory_mib_per_node ?? 0),
  };
}

/** Whether a class takes CPU or memory that the data state. */
export const takesHost = ({ cpuMilli, memoryMib }: HostAmounts): boolean => cpuMilli > 0 || memoryMib > 0;

const times = (column: Float64Array | undefined, row: number, amount: number): { low: number; high: number } => {
  if (amount === 0) return { low: Infinity, high: Infinity };
  const stated = column?.[row] ?? Number.NaN;
  // what is not stated may be nothing, and may be any amount
  if (Number.isNaN(stated)) return { low: 0, high: Infinity };
  const whole = Math.floor(stated / amount);
  return { low: whole, high: whole };
};

/**
 * Slots of a class that one node of a row holds: the least of what its GPUs, CPU and memory allow (removal-test.md 4.2, 4.9).
 *
 * A total whose cut into nodes is unknown holds none for certain, unless a slot is a single GPU and takes nothing else.
 *
 * @param answer of `eligibilityOf` for the row: 0 = no, 1 = depends on what is unknown, 2 = yes
 */
export function slotsOf(inventory: Inventory, row: number, workload: WorkloadClass, answer: number): { low: number; high: number } {
  if (answer === 0) return { low: 0, high: 0 };
  const gang = workload.gpus_per_node;
  const host = hostAmountsOf(inventory, workload);
  const cpu = times(inventory.cpuMilli, row, host.cpuMilli);
  const memory = times(inventory.memoryMib, row, host.memoryMib);
  const stated = inventory.gpus.low[row] as number;
  const gpusLow = Number.isNaN(stated) ? 0 : stated;
  const gpusHigh = inventory.gpus.high[row] as number;
  const low = Math.min(gang === 0 ? Infinity : Math.floor(gpusLow / gang), cpu.low, memory.low);
  const high = Math.min(gang === 0 || Number.isNaN(gpusHigh) ? Infinity : Math.floor(gpusHigh / gang), cpu.high, memory.high);
  const counted = answer === 2 && ((gang === 1 && !takesHost(host)) || knowsNodeSize(inventory, row));
  return { low: counted && low !== Infinity ? low : 0, high };
}

const ASKED = [
  ['CPU', 'cpu_milli', 'cpuMilli', 'cpu_milli_per_node'],
  ['memory', 'memory_mib', 'memoryMib', 'memory_mib_per_node'],
] as const;

/** What a person must know about CPU and memory that classes ask for: that the data do not state them, or for some records only. */
export function hostNotes(inventory: Inventory, classes: readonly WorkloadClass[]): string[] {
  return ASKED.flatMap(([name, field, column, asked]) => {
    const asking = classes.filter((workload) => workload[asked] !== undefined).map(({ name: own }) => `"${own}"`);
    if (asking.length === 0) return [];
    const values = inventory[column];
    const one = asking.length === 1;
    if (values === undefined)
      return [
        `${one ? 'Class' : 'Classes'} ${listOf(asking, 3)} ${one ? 'ignores' : 'ignore'} ${name}: no column of the dataset serves the field ${field}.`,
      ];
    const missing = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
    if (missing === 0) return [];
    return [
      `${missing} of ${inventory.rows} records state no ${name}; for classes that ask for it they hold none in the adverse reading and enough in the favourable one.`,
    ];
  });
}
