#!/usr/bin/env node
import { run } from './run.ts';

// Native add-ons may keep the process alive: end it once the output is written.
const code = await run(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
