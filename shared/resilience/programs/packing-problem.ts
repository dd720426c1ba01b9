import { gpuMilliOf, type Job, kindsOf, type Machine, runsOn, WHOLE_GPU } from '../scheduling/cluster.ts';
import { type LinearProgram, programBuilder } from './linear-program.ts';

/** Machines of units and jobs that ask for GPUs, grouped by what a bound can tell apart. */
export type PackingProblem = {
  /** names of the units, ascending by code unit */
  units: readonly string[];
  /** distinct machines */
  types: readonly Machine[];
  /** machines of each type, row-major units x types */
  counts: Int32Array;
  /** machines of each type without a unit: they count only while nothing is removed */
  unattributed: Int32Array;
  /** distinct jobs that ask for a GPU */
  kinds: readonly Job[];
  /** value of one job of each kind, a whole number; of plain jobs its GPU thousandths */
  worth: readonly number[];
  quantity: Float64Array;
  /** types that a kind fits on, one machine empty */
  fits: readonly (readonly number[])[];
  /** value of all jobs */
  demand: number;
};

/** Prices of one unit of each resource of a machine type, as whole numbers over `PRICE_UNIT`. */
export type ShadowPrices = { cpu: bigint[]; memory: bigint[]; gpu: bigint[] };

/** Shadow prices are whole multiples of this part of a value. */
export const PRICE_UNIT = 1n << 40n;

/** Groups machines and jobs; jobs without a GPU are left out, because nothing is lost with them. */
export function packingProblem(machines: readonly (Machine & { unit: string })[], jobs: readonly Job[]): PackingProblem {
  const units = [...new Set(machines.map(({ unit }) => unit))].sort();
  const unitOf = new Map(units.map((unit, index) => [unit, index]));
  const typeOf = new Map<string, number>();
  const types: Machine[] = [];
  const typeOfMachine = machines.map(({ cpuMilli, memoryMib, gpus, model }) => {
    const key = `${cpuMilli} ${memoryMib} ${gpus} ${model}`;
    const known = typeOf.get(key);
    if (known !== undefined) return known;
    typeOf.set(key, types.length);
    return types.push({ cpuMilli, memoryMib, gpus, model }) - 1;
  });
  const counts = new Int32Array(units.length * types.length);
  machines.forEach(({ unit }, index) => {
    const cell = (unitOf.get(unit) as number) * types.length + (typeOfMachine[index] as number);
    counts[cell] = (counts[cell] as number) + 1;
  });
  const asking = jobs.filter(({ gpus }) => gpus > 0);
  const { kinds, kindOf } = kindsOf(asking);
  const quantity = new Float64Array(kinds.length);
  for (const kind of kindOf) quantity[kind] = (quantity[kind] as number) + 1;
  const fits = kinds.map((job) =>
    [...types.keys()].filter((type) => {
      const { cpuMilli, memoryMib, gpus, model } = types[type] as Machine;
      return cpuMilli >= job.cpuMilli && memoryMib >= job.memoryMib && gpus >= job.gpus && runsOn(job, model);
    }),
  );
  return {
    units,
    types,
    counts,
    unattributed: new Int32Array(types.length),
    kinds,
    worth: kinds.map(gpuMilliOf),
    quantity,
    fits,
    demand: asking.reduce((sum, job) => sum + gpuMilliOf(job), 0),
  };
}

/** Machines of each type that are left after units are removed (indices, each once). */
export function machinesLeft({ units, types, counts, unattributed }: PackingProblem, removed: readonly number[]): Int32Array {
  const gone = new Set(removed);
  const left = removed.length === 0 ? unattributed.slice() : new Int32Array(types.length);
  for (let unit = 0; unit < units.length; unit += 1) {
    if (gone.has(unit)) continue;
    for (let type = 0; type < types.length; type += 1) left[type] = (left[type] as number) + (counts[unit * types.length + type] as number);
  }
  return left;
}

/**
 * The most value that fits when jobs may be cut and machines of a type are one heap of CPU, memory and GPUs (removal-test.md 4.9). Rows:
 * jobs of each kind first, then CPU, memory and GPU of each type.
 */
export function packingProgram(problem: PackingProblem, left: ArrayLike<number>): LinearProgram {
  const { types, kinds, worth, quantity, fits } = problem;
  const builder = programBuilder('maximise');
  const onType: [column: number, job: Job][][] = types.map(() => []);
  kinds.forEach((job, kind) => {
    const columns = (fits[kind] as number[]).map((type) => {
      const column = builder.column({ cost: worth[kind] as number });
      (onType[type] as [number, Job][]).push([column, job]);
      return [column, 1] as const;
    });
    builder.row(-Infinity, quantity[kind] as number, columns);
  });
  types.forEach(({ cpuMilli, memoryMib, gpus }, type) => {
    const nodes = left[type] as number;
    const jobs = onType[type] as [number, Job][];
    builder.row(
      -Infinity,
      nodes * cpuMilli,
      jobs.map(([column, job]) => [column, job.cpuMilli] as const),
    );
    builder.row(
      -Infinity,
      nodes * memoryMib,
      jobs.map(([column, job]) => [column, job.memoryMib] as const),
    );
    builder.row(
      -Infinity,
      nodes * gpus * WHOLE_GPU,
      jobs.map(([column, job]) => [column, gpuMilliOf(job)] as const),
    );
  });
  return builder.build();
}

/** Shadow prices from the duals of `packingProgram`, rounded to whole multiples; any prices that are not negative give a valid bound. */
export function shadowPrices({ kinds, types }: PackingProblem, duals: ArrayLike<number>): ShadowPrices {
  const price = (place: number): bigint => {
    const dual = Math.abs(duals[place] as number);
    return Number.isFinite(dual) ? BigInt(Math.round(dual * Number(PRICE_UNIT))) : 0n;
  };
  const of = (resource: number) => types.map((_, type) => price(kinds.length + 3 * type + resource));
  return { cpu: of(0), memory: of(1), gpu: of(2) };
}

/**
 * What can be served at most by shadow prices: value that jobs bring beyond the price of what they take, plus the price of all that is
 * there. Weak duality in exact integers: it holds whatever prices are given.
 *
 * @returns value of jobs beyond their price (`jobs`) and of one machine of each type (`machine`), in parts of `PRICE_UNIT`
 */
export function priced(problem: PackingProblem, { cpu, memory, gpu }: ShadowPrices): { jobs: bigint; machine: bigint[] } {
  const { types, kinds, worth, quantity, fits } = problem;
  let jobs = 0n;
  kinds.forEach((job, kind) => {
    let surplus = 0n;
    for (const type of fits[kind] as number[]) {
      const taken =
        BigInt(job.cpuMilli) * (cpu[type] as bigint) +
        BigInt(job.memoryMib) * (memory[type] as bigint) +
        BigInt(gpuMilliOf(job)) * (gpu[type] as bigint);
      const own = BigInt(worth[kind] as number) * PRICE_UNIT - taken;
      if (own > surplus) surplus = own;
    }
    jobs += surplus * BigInt(quantity[kind] as number);
  });
  const machine = types.map(
    ({ cpuMilli, memoryMib, gpus }, type) =>
      BigInt(cpuMilli) * (cpu[type] as bigint) +
      BigInt(memoryMib) * (memory[type] as bigint) +
      BigInt(gpus * WHOLE_GPU) * (gpu[type] as bigint),
  );
  return { jobs, machine };
}

/** The bound of `priced` after a removal, rounded down to a whole value. */
export function boundOf({ jobs, machine }: { jobs: bigint; machine: readonly bigint[] }, left: ArrayLike<number>): number {
  let sum = jobs;
  for (const [type, price] of machine.entries()) sum += price * BigInt(left[type] as number);
  return Number(sum / PRICE_UNIT);
}
