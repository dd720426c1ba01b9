import { parentPort } from 'node:worker_threads';
import { FuzzImport } from './check.ts';

// Runs seeds one by one on demand, so that its owner can end it when a file takes too long.
const fuzz = new FuzzImport();
parentPort?.on('message', (seed: number | null) => {
  if (seed === null) {
    fuzz.close();
    process.exit(0);
  }
  try {
    parentPort?.postMessage({ seed, outcome: fuzz.run(seed), failure: null });
  } catch (error) {
    parentPort?.postMessage({ seed, outcome: null, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
