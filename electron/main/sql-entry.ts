import type { MessagePortMain, ParentPort } from 'electron';
import type { SqlRequest } from '../engine/sql/protocol.ts';
import { serveStatements } from '../engine/sql/serve.ts';

/** The program of a utility process that runs statements, started by sql-processes.ts; the port of the engine comes with the first message. */
const opened = new Promise<MessagePortMain>((resolve) => {
  (process.parentPort as ParentPort).once('message', ({ ports }) => resolve(ports[0] as MessagePortMain));
});
serveStatements({
  async post(reply) {
    (await opened).postMessage(reply);
    // the statement may begin once the message is out
    await new Promise((resolve) => setImmediate(resolve));
  },
  listen: (hear) =>
    void opened.then((port) => {
      port.on('message', ({ data }) => hear(data as SqlRequest));
      port.on('close', () => process.exit(0));
      port.start();
    }),
});
