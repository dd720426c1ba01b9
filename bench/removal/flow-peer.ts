import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { take } from '../../shared/resilience/competing/flow.ts';
import type { CompetingSupply } from '../../shared/resilience/competing/supply.ts';

export type FlowAnswer = { version: string; seconds: number; flows: number[] };

/** GPUs of each set that are left after the first units of an order, at each of some numbers of removals. */
export function leftAlong({ pieces }: CompetingSupply, order: ArrayLike<number>, ks: readonly number[]): Float64Array[] {
  const left = pieces.totals.slice();
  let removed = 0;
  return ks.map((k) => {
    for (; removed < k; removed += 1) take(pieces, left, order[removed] as number);
    return left.slice();
  });
}

/** GPUs that networkx serves of what is left, by maximum flow; `null` where python3 with networkx is not installed. */
export function networkxFlows({ jobs, pieces }: CompetingSupply, left: readonly Float64Array[]): FlowAnswer | null {
  if (spawnSync('python3', ['-c', 'import networkx'], { stdio: 'ignore' }).status !== 0) return null;
  const wanted = jobs.jobs.map(({ gpus, slots, quantity }) => gpus * slots * quantity);
  const request = { wanted, sets: pieces.sets, left: left.map((amounts) => [...amounts]) };
  const { stdout } = spawnSync('python3', [fileURLToPath(new URL('flow_peer.py', import.meta.url))], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout) as FlowAnswer;
}
