// `npm run bench -- evidence [PROVIDERS ROUNDS]`: export of a report with its bundle, and its verification, beside unzipping and hashing the bundle.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../electron/cli/run.ts';
import { createEngine } from '../electron/engine/index.ts';

const [providers = '20000', rounds = '3'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'chokepoint-evidence-'));
const silent = { out: () => undefined, err: (text: string) => void process.stderr.write(text), json: false };
const network = join(folder, 'network.csv');
const casePath = join(folder, 'network.chokepoint');

type Job<Result> = AsyncIterable<{ type: 'progress' } | { type: 'done'; result: Result }>;

async function resultOf<Result>(job: Promise<Job<Result>>): Promise<Result> {
  for await (const event of await job) if (event.type === 'done') return event.result;
  throw new Error('the job ended without a result');
}

type Spent = { wall: number; processor: number };

/** Seconds by the clock and of the processor, all threads of this process. */
async function timed<Result>(work: () => Promise<Result>): Promise<Spent & { result: Result }> {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - start) / 1000, processor: (user + system) / 1e6, result };
}

/** What any verification has to do: unpack the files and hash them. */
function unzipAndHash(bundle: string): number {
  const out = join(folder, 'unpacked');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const start = performance.now();
  execFileSync('python3', ['-c', 'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])', bundle, out]);
  execFileSync('sha256sum', ['--quiet', '-c', 'manifest-sha256.txt'], { cwd: out });
  return (performance.now() - start) / 1000;
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

try {
  await run(['sample', '--network', 'northgrid', '--providers', providers, '--out', network], silent);
  await run(['import', network, '--case', casePath], silent);
  const exports: Spent[] = [];
  const verifications: Spent[] = [];
  const least: number[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    const engine = createEngine({
      caseDirectory: folder,
      host: 'test',
      actor: 'bench',
      now: () => '2026-11-20T12:00:00.000Z',
      log: (message, error) => process.stderr.write(`${message} ${String(error)}\n`),
    });
    await engine.client.cases.open({ ref: engine.files.adopt(casePath).ref });
    const exported = await timed(() => resultOf(engine.client.report.export({ bundle: true })));
    const { bundle } = exported.result;
    if (bundle?.verification.status !== 'match') throw new Error('the bundle does not verify');
    const path = join(folder, 'bundle.zip');
    copyFileSync(engine.files.path(bundle.ref), path);
    const verified = await timed(() => resultOf(engine.client.evidence.verify({ file: bundle.ref })));
    if (verified.result.status !== 'match') throw new Error('the bundle does not verify');
    await engine.close();
    exports.push(exported);
    verifications.push(verified);
    least.push(unzipAndHash(path));
    if (round === 0) process.stdout.write(`${providers} providers: bundle of ${(statSync(path).size / 2 ** 20).toFixed(1)} MiB\n`);
  }
  const base = middle(least);
  for (const [name, spent] of [
    ['export with bundle and self-check', exports],
    ['verify', verifications],
  ] as const) {
    const wall = middle(spent.map((each) => each.wall));
    const processor = middle(spent.map((each) => each.processor));
    process.stdout.write(
      `${name}: ${wall.toFixed(1)} s (processor ${processor.toFixed(1)} s), ${(wall / base).toFixed(1)} x unzip and sha256sum (${base.toFixed(2)} s)\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
