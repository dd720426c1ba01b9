// `npm run fuzz [-- COUNT [FIRST SEED]]`: imports that many damaged files; `npm run fuzz -- kill [MOMENTS]`: kills that many imports.
import { join } from 'node:path';
import { runCampaign } from '../tests/fuzz/campaign.ts';
import { ROOT } from './build.ts';
import { runForeground } from './run.ts';

const FILES = 20_000;
const MOMENTS = 50;

const [first = String(FILES), second] = process.argv.slice(2);
if (first === 'kill') {
  process.env.CHOKEPOINT_KILL_MOMENTS = second ?? String(MOMENTS);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  process.exitCode = await runForeground(process.execPath, [vitest, 'run', 'tests/cli/kill.test.ts'], { cwd: ROOT });
} else {
  const count = Number(first);
  const start = Number(second ?? 1);
  const { imported, refused, failures } = await runCampaign(start, count, (done) => {
    if (done % 1000 === 0) process.stderr.write(`${done} of ${count} files\n`);
  });
  const codes = Object.entries(refused).sort((a, b) => b[1] - a[1]);
  console.log(`${count} files, seeds ${start} to ${start + count - 1}: ${imported} imported, ${failures.length} failed, refused:`);
  for (const [code, times] of codes) console.log(`  ${times} ${code}`);
  for (const { seed, reason } of failures) console.log(`seed ${seed} (again: npm run fuzz -- 1 ${seed}): ${reason}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
