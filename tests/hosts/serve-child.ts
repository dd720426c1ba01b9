import { runServe } from '../../electron/serve/run.ts';

/** The loopback host over a page that a test made, so that no build is needed: `serve-child.ts CASES PAGE`. */
const [caseDirectory = '', assets = ''] = process.argv.slice(2);
await runServe({ port: 0, caseDirectory, assets, open: false, idleMinutes: null, print: (line) => console.log(line) });
process.exit(0);
