import { type MessagePort, parentPort } from 'node:worker_threads';
import { RPCHandler } from '@orpc/server/message-port';
import { connectPage } from '../../electron/main/engine-port.ts';
import { createProbe } from './probe.ts';

/** The probe in a thread of its own, as the engine is in its process. */
const { router } = createProbe();
const handler = new RPCHandler(router);
parentPort?.on('message', ({ port }: { port: MessagePort }) => connectPage(handler, port as never, {}));
