#!/usr/bin/env node
import { runtimeComplaint } from '../engine/runtime.ts';
import { run } from './run.ts';

const complaint = runtimeComplaint();
if (complaint !== null) {
  console.error(complaint);
  process.exit(1);
}
// A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
// Native add-ons may keep the process alive: end it once the output is written.
const code = await run(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
