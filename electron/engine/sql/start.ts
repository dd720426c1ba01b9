import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SqlPort, SqlReply } from './protocol.ts';

/** The program beside this one: source under Node's type stripping, `sql.js` in a bundle. */
const url = import.meta.url.endsWith('.ts') ? new URL('./process.ts', import.meta.url) : new URL('./sql.js', import.meta.url);

/** Starts the process as a child of this one; for hosts that are Node. */
export function startAsChild(): SqlPort {
  const child = fork(fileURLToPath(url), [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let heard: () => void = () => {};
  let replied: (reply: SqlReply) => void = () => {};
  const end = () => heard();
  child.on('message', (reply) => replied(reply as SqlReply));
  child.once('exit', end);
  child.once('error', end);
  return {
    send: (request) => child.send(request),
    onReply: (hear) => {
      replied = hear;
    },
    onEnd: (hear) => {
      heard = hear;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
