import { readFileSync } from 'node:fs';

/** What one import took: wall time, processor time of all its threads, and the most memory that its process had. */
export type Cost = { milliseconds: number; processorMilliseconds: number; peakMegabytes: number };

/** Runs `work` and measures it; the start of the process counts only for the memory. */
export async function timed(work: () => void | Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, processorMilliseconds: (user + system) / 1000, peakMegabytes: peakMegabytes() };
}

/** Most memory of this process. What `resourceUsage` tells on Linux is no less than what its parent had when it started it. */
function peakMegabytes(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (peak) return Number(peak[1]) / 1024;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return process.resourceUsage().maxRSS / 1024;
}
