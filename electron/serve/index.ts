import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runtimeComplaint } from '../engine/runtime.ts';
import { builtPage, runServe, usualCaseDirectory } from './run.ts';

const complaint = runtimeComplaint();
if (complaint !== null) {
  console.error(complaint);
  process.exit(1);
}
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'case-dir': { type: 'string', default: usualCaseDirectory },
    'idle-minutes': { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  },
});

const port = Number(values.port);
const idleMinutes = values['idle-minutes'] === undefined ? null : Number(values['idle-minutes']);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port ${values.port}: a port is a whole number from 0 (any free one) to 65535.`);
  process.exit(2);
}
if (idleMinutes !== null && !(idleMinutes > 0)) {
  console.error(`--idle-minutes ${values['idle-minutes']}: give a number of minutes above 0.`);
  process.exit(2);
}
try {
  await runServe({
    port,
    caseDirectory: resolve(values['case-dir']),
    assets: builtPage,
    open: !values['no-open'],
    idleMinutes,
    print: (line) => console.log(line),
  });
  process.exit(0); // native add-ons may keep the process alive
} catch (error) {
  const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(inUse ? `Port ${port} is in use. Choose another one with --port, or leave it out.` : error);
  process.exit(inUse ? 2 : 1);
}
