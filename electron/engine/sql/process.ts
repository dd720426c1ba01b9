import type { SqlRequest } from './protocol.ts';
import { serveStatements } from './serve.ts';

/** The program of a child of Node that runs statements. */
process.once('disconnect', () => process.exit(0));
serveStatements({
  post: (reply) => new Promise((resolve) => process.send?.(reply, undefined, undefined, () => resolve())),
  listen: (hear) => process.on('message', (request) => hear(request as SqlRequest)),
});
