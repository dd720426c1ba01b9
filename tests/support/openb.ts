import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, Machine } from '../../shared/resilience/scheduling/cluster.ts';

/** Folder of the openb trace beside the repository. */
export const OPENB = join(import.meta.dirname, '../../../shared/data/gpu-cluster-trace');

/** Whether the trace is there; says so where it is not. */
export function hasOpenb(): boolean {
  if (existsSync(OPENB)) return true;
  console.warn(`skipped: the folder ${OPENB} is missing`);
  return false;
}

/** The files have no quoted cells. */
function rowsOf(file: string): string[][] {
  return readFileSync(join(OPENB, file), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** Machines in file order. */
export function openbMachines(): Machine[] {
  return rowsOf('openb_node_list_gpu_node.csv').map(([, cpu, memory, gpus, model]) => ({
    cpuMilli: Number(cpu),
    memoryMib: Number(memory),
    gpus: Number(gpus),
    model: model as string,
  }));
}

/** Jobs in file order. */
export function openbJobs(file: 'openb_pod_list_default.csv' | 'openb_pod_list_gpuspec33.csv'): Job[] {
  return rowsOf(file).map(([, cpu, memory, gpus, milli, models]) => ({
    cpuMilli: Number(cpu),
    memoryMib: Number(memory),
    gpus: Number(gpus),
    gpuMilli: Number(milli),
    models: models ? models.split('|') : [],
  }));
}
