import { type MemoryUnit, memoryGib } from './memory.ts';

/** Unit of a CPU column whose cells bear none: thousandths of a core, or cores. */
export type CpuUnit = 'milli' | 'cores';

const CELL = /^(\d+(?:\.\d+)?(?:e\+?\d{1,2})?)\s*([a-z]*)$/i;
const THOUSANDTHS = /^(?:m|mcpu|milli|millicores?|millicpus?)$/i;
const CORES = /^(?:c|cores?|v?cpus?|threads?)$/i;
/** No host has as many cores: from here on numbers are thousandths. */
const MOST_CORES = 1000;
/** No host has less memory in MiB, and none more in GiB. */
const LEAST_MIB = 8192;
const LEAST_BYTES = 1e8;

/** Words of a header, camel case and underscores apart. */
const wordsOf = (header: string): string =>
  header
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\W]+/g, ' ')
    .toLowerCase();

type Cells = Iterable<readonly [cell: string, rows: number]>;

/** The unit that at least nine tenths of the bare numbers other than 0 speak for; `null` where they do not agree. */
function consensus<Unit>(cells: Cells, unitOf: (value: number) => Unit): Unit | null {
  const votes = new Map<Unit, number>();
  let all = 0;
  for (const [cell, rows] of cells) {
    const match = CELL.exec(cell.trim());
    if (match?.[2] !== '' || Number(match[1]) === 0) continue;
    const unit = unitOf(Number(match[1]));
    votes.set(unit, (votes.get(unit) ?? 0) + rows);
    all += rows;
  }
  for (const [unit, rows] of votes) if (10 * rows >= 9 * all) return unit;
  return null;
}

/**
 * Unit of the bare numbers of a CPU column: what its header says, else by their size (Kubernetes writes 64 cores as "64" or "64000m").
 *
 * @param cells distinct cells with the number of rows that hold each
 * @returns `null` where neither tells
 */
export function cpuUnitOf(header: string, cells: Cells): CpuUnit | null {
  const words = wordsOf(header);
  if (/\bmilli|\bmcpu|\bmcores?\b/.test(words)) return 'milli';
  if (/\b(cores?|threads?|vcpus?)\b/.test(words)) return 'cores';
  return consensus(cells, (value): CpuUnit => (value >= MOST_CORES ? 'milli' : 'cores'));
}

/** CPU of a cell in thousandths of a core: "64000m", "64 cores", "64"; `null` where it is none or its unit is not known. */
export function cpuMilli(raw: string, unit: CpuUnit | null): number | null {
  const match = CELL.exec(raw.trim());
  if (!match) return null;
  const word = match[2] as string;
  const read = word === '' ? unit : THOUSANDTHS.test(word) ? 'milli' : CORES.test(word) ? 'cores' : null;
  return read === null ? null : Number(match[1]) * (read === 'cores' ? 1000 : 1);
}

/**
 * Unit of the bare numbers of a column of host memory: bytes where their size leaves nothing else, else what the header says, else by their
 * size. Hosts have more memory than a GPU, so the limits are others than those of `memoryUnit`.
 */
export function hostMemoryUnitOf(header: string, cells: Cells): MemoryUnit | null {
  const bySize = consensus(cells, (value): MemoryUnit => (value >= LEAST_BYTES ? 'bytes' : value >= LEAST_MIB ? 'MiB' : 'GiB'));
  if (bySize === 'bytes') return bySize;
  const words = wordsOf(header);
  if (/\b(mib|mb|mi)\b/.test(words)) return 'MiB';
  if (/\b(gib|gb|gi)\b/.test(words)) return 'GiB';
  if (/\bbytes?\b/.test(words)) return 'bytes';
  return bySize;
}

/** Memory of a host in MiB: "256Gi", "262144"; `null` where it is no size or its unit is not known. */
export function hostMemoryMib(raw: string, unit: MemoryUnit | null): number | null {
  const gib = memoryGib(raw, unit);
  return gib === null ? null : gib * 1024;
}
