#!/usr/bin/env node
import { runtimeComplaint } from '../engine/runtime.ts';
import { run } from './run.ts';

const complaint = runtimeComplaint();
if (complaint !== null) {
  console.error(complaint);
  process.exit(1);
}
// Native add-ons may keep the process alive: end it once the output is written.
const code = await run(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
