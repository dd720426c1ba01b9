import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { PreparedRemoval } from '../../shared/resilience/removal-test.ts';

export type PeerAnswer = { seconds: number; value: number | null };

export type Peer = {
  version: string;
  ask: (kind: string, prepared: PreparedRemoval, more?: Record<string, unknown>) => Promise<PeerAnswer>;
  close: () => void;
};

/** Starts the Python peer on one thread, or gives `null` where python3 with numpy and scipy is not installed. */
export async function startPeer(): Promise<Peer | null> {
  if (spawnSync('python3', ['-c', 'import numpy, scipy.optimize'], { stdio: 'ignore' }).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));
  const peer = spawn('python3', [fileURLToPath(new URL('peer.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  return {
    version: await next(),
    ask: async (kind, { pessimistic, terms }, more = {}) => {
      const path = join(folder, 'kappa.i32');
      writeFileSync(path, Int32Array.from(pessimistic.capacity));
      const { units, classes } = pessimistic;
      const request = { kind, path, units, classes, quantity: [...terms.quantity], value: [...terms.value], below: terms.below, ...more };
      peer.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse(await next());
    },
    close: () => {
      peer.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
