// Numbers of a view beside numpy: `npm run bench -- metrics [ENTITIES ROUNDS]`. Both read the same integer weights and take turns; processor time.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { descendingOrder } from '../../shared/metrics/order.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';

const [entities = 1e6, rounds = 31] = process.argv.slice(2).map(Number);
const SEED = 7;
const WARM_UP = 10;

/** Two kinds of weights: small counts, heavy-tailed as GPUs per provider are, and amounts of up to 2^32 that are nearly all different. */
const SHAPES: Record<string, (uniform: number) => number> = {
  counts: (uniform) => Math.min(2 ** 24, Math.floor(1 / (uniform + 2 ** -25)) + 1),
  amounts: (uniform) => Math.floor(uniform * 2 ** 32) + 1,
};

function weightsOf(count: number, shape: (uniform: number) => number): Float64Array<ArrayBuffer> {
  const random = xoroshiro128plus(SEED);
  return Float64Array.from({ length: count }, () => shape((random.next() >>> 0) / 2 ** 32));
}

type Part = (weights: Float64Array) => number | null;

/** All stated numbers of a profile in one, so that each is checked against the peer. */
function profile(known: Float64Array): number {
  const found = concentrationProfile({ known, unknownMass: 0n, unknownUnit: null });
  const { q0, q1, q2, qInf } = found.effectiveNumber;
  const bounds = [
    found.hhi,
    found.cr1,
    found.cr4,
    ...Object.values(found.nakamoto),
    found.gini,
    found.theil,
    found.shannonBits,
    q0,
    q1,
    q2,
    qInf,
  ];
  return bounds.reduce((sum, { stated }) => sum + (stated ?? Number.NaN), 0);
}

/** Groups from the largest on, those of one weight as they stood: what the table of a view lists. */
function ordered(weights: Float64Array): Float64Array<ArrayBuffer> {
  const order = descendingOrder(weights);
  const sorted = new Float64Array(order.length);
  for (let place = 0; place < order.length; place++) sorted[place] = weights[order[place] as number] as number;
  return sorted;
}

/** The way of a view is `view`: order its groups, then every number of the ordered weights. `profile` is of weights in no order. */
const PARTS: Record<string, Part> = {
  order: (weights) => ordered(weights)[weights.length >> 1] as number,
  profile,
  view: (weights) => profile(ordered(weights)),
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

const { status } = spawnSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
if (status !== 0) {
  console.log('Skipped: python3 with numpy is not installed (Debian and Ubuntu: apt-get install python3-numpy).');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));
  try {
    for (const [name, shape] of Object.entries(SHAPES)) await compare(folder, name, weightsOf(entities, shape));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, shape: string, weights: Float64Array<ArrayBuffer>): Promise<void> {
  const path = join(folder, 'weights.f64');
  writeFileSync(path, new Uint8Array(weights.buffer));
  const peer = spawn('python3', [fileURLToPath(new URL('peer.py', import.meta.url)), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string[]> => String((await lines.next()).value).split(' ');
  const [, version] = await next();
  console.log(`${entities} entities, ${shape}, ${rounds} rounds in turns, median processor time, numpy ${version} on one thread`);
  for (const [name, part] of Object.entries(PARTS)) {
    const ours: number[] = [];
    const theirs: number[] = [];
    let apart = 0;
    for (let round = 0; round < rounds + WARM_UP; round++) {
      const start = process.cpuUsage();
      const mine = part(weights);
      const { user, system } = process.cpuUsage(start);
      peer.stdin.write(`${name}\n`);
      const [seconds = 0, other = Number.NaN] = (await next()).map(Number);
      apart = Math.abs((mine ?? Number.NaN) / other - 1);
      // the first rounds warm both up
      if (round < WARM_UP) continue;
      ours.push((user + system) / 1e6);
      theirs.push(seconds);
    }
    if (!(apart < 1e-9)) throw new Error(`${name}: the values differ by ${apart}`);
    const [a, b] = [median(ours), median(theirs)];
    console.log(`${name.padEnd(9)} ${(a / b).toFixed(2)} x numpy  (${(a * 1e3).toFixed(1)} ms beside ${(b * 1e3).toFixed(1)} ms)`);
  }
  peer.stdin.end();
}
