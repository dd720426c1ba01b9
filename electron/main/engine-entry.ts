import { copyFile, mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { RPCHandler } from '@orpc/server/message-port';
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron';
import { createEngine } from '../engine/index.ts';
import { openFirstCase } from '../engine/start.ts';
import type { EngineNews, EngineRequest } from './engine-messages.ts';
import { connectPage } from './engine-port.ts';
import { EngineSql } from './engine-sql.ts';

/** The engine process of the desktop host: plain Node, started by engine-process.ts. */
const main = process.parentPort as ParentPort;
const { values } = parseArgs({ options: { 'case-dir': { type: 'string' }, actor: { type: 'string' } } });
const caseDirectory = values['case-dir'];
if (caseDirectory === undefined) throw new Error('The engine process needs --case-dir');
await mkdir(caseDirectory, { recursive: true });

const tell = (news: EngineNews) => main.postMessage(news);
const sql = new EngineSql(tell);
const engine = createEngine({
  caseDirectory,
  host: 'desktop',
  actor: values.actor ?? 'unknown',
  now: () => new Date().toISOString(),
  log: (message, error) => console.error(message, error),
  startSql: sql.start,
});
const handler = new RPCHandler(engine.router);

let told: string | null = null;
const tellCase = () => {
  const path = engine.context.session.openCase?.path ?? null;
  if (path === told) return;
  told = path;
  tell({ type: 'case', path });
};

async function answer(request: EngineRequest, ports: readonly MessagePortMain[]): Promise<void> {
  if (request.type === 'close') {
    await engine.close();
    process.exit(0); // native add-ons may keep the process alive
  }
  if (request.type === 'connect') {
    for (const port of ports) connectPage(handler, port, engine.context, tellCase);
    await openFirstCase(engine);
    tellCase();
    return;
  }
  if (request.type === 'sql-port') {
    for (const port of ports) sql.take(request.id, port);
    return;
  }
  try {
    tell({ type: 'answer', id: request.id, value: await carryOut(request) });
    tellCase();
  } catch (error) {
    tell({ type: 'refusal', id: request.id, message: error instanceof Error ? error.message : String(error) });
  }
}

async function carryOut(request: Exclude<EngineRequest, { type: 'connect' | 'sql-port' | 'close' }>): Promise<string | null> {
  if (request.type === 'adopt') return engine.files.adopt(request.path).ref;
  if (request.type === 'save') {
    await copyFile(engine.files.path(request.ref), request.path);
    return null;
  }
  await engine.client.cases.open({ ref: engine.files.adopt(request.path).ref });
  return null;
}

main.on('message', ({ data, ports }: MessageEvent) => void answer(data as EngineRequest, ports));
