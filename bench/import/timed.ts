/** What one import took: wall time, processor time of all its threads, and the most memory that its process had. */
export type Cost = { milliseconds: number; processorMilliseconds: number; peakMegabytes: number };

/** Runs `work` and measures it; the start of the process counts only for the memory. */
export async function timed(work: () => void | Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds, processorMilliseconds: (user + system) / 1000, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}
