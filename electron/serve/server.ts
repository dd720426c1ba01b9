import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import type { StandardHandleResult } from '@orpc/server/standard';
import type { ErrorLog } from '../engine/errors.ts';
import type { FileRegistry } from '../engine/files.ts';
import { Access } from './access.ts';
import { readAsset } from './assets.ts';
import { contentPolicy, isolationHeaders, nonceMark } from './content-policy.ts';
import { sendFile, takeFile } from './file-routes.ts';
import { type Refusal, refuseBody, refuseCall, refuseStranger } from './guard.ts';

export type LoopbackOptions = {
  /** what is served: an engine, or in tests a router of their own */
  engine: { router: AnyRouter; context: object; files: FileRegistry };
  /** folder of the built page, with index.html */
  assets: string;
  /** 0 for a free one */
  port: number;
  log: ErrorLog;
  /** milliseconds without a request after which `onIdle` is called; absent = never */
  idleAfter?: number;
  onIdle?: () => void;
  limits?: Partial<LoopbackLimits>;
};

export type LoopbackLimits = {
  /** bytes of a call's input; files go another way */
  callBytes: number;
  uploadBytes: number;
  headerBytes: number;
  /** milliseconds in which the headers of a request must have come */
  headerTime: number;
  /** milliseconds in which a whole request must have come */
  requestTime: number;
  connections: number;
  openCalls: number;
};

const usualLimits: LoopbackLimits = {
  callBytes: 8 * 1024 ** 2,
  uploadBytes: 8 * 1024 ** 3,
  headerBytes: 16 * 1024,
  headerTime: 10_000,
  requestTime: 30 * 60_000,
  connections: 128,
  openCalls: 64,
};

export type LoopbackServer = {
  origin: string;
  port: number;
  /** an address that opens the workbench once; the one before stops working when it was not used */
  newLink(): string;
  close(): Promise<void>;
};

/** Serves the workbench on 127.0.0.1, to whoever has opened it with its link and to nobody else. Errors: those of `listen`. */
export async function serveLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  const limits = { ...usualLimits, ...options.limits };
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerTime,
    requestTimeout: limits.requestTime,
    connectionsCheckingInterval: Math.min(1000, limits.headerTime),
    keepAliveTimeout: 5000,
    requireHostHeader: true,
  });
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const site: Site = { ...options, limits, host, origin: `http://${host}`, access: new Access(port), openCalls: 0 };
  const calls = new RPCHandler(options.engine.router, { rootInterceptors: [inOnePiece] });
  const idle = idleWatch(options);
  server.on('request', (request, response) => {
    idle.begin();
    response.once('close', idle.end);
    answer(site, calls, request, response).catch((error) => {
      options.log('A request to the loopback host failed', error);
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, message: 'The workbench could not answer this request.' });
    });
  });
  return {
    origin: site.origin,
    port,
    newLink: () => `${site.origin}/?token=${site.access.issueToken()}`,
    async close() {
      idle.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * An answer of several parts as one run of bytes. Node makes a stream of the parts that goes on filling itself after it was given up,
 * which it is when the caller leaves just before the answer is ready; that would end the process.
 */
async function inOnePiece({ next }: { next(): Promise<StandardHandleResult> }): Promise<StandardHandleResult> {
  const result = await next();
  const parts = result.response?.body;
  if (!(result.matched && parts instanceof FormData)) return result;
  const whole = new Response(parts);
  const headers = { ...result.response.headers, 'content-type': whole.headers.get('content-type') ?? '' };
  return { ...result, response: { ...result.response, headers, body: (await whole.blob()).stream() } };
}

type Site = LoopbackOptions & { limits: LoopbackLimits; host: string; origin: string; access: Access; openCalls: number };

async function answer(site: Site, calls: RPCHandler<object>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  response.setHeader('Content-Security-Policy', contentPolicy(randomBytes(16).toString('base64')));
  response.setHeader('Cache-Control', 'no-store');
  const stranger = refuseStranger(request, site.host);
  if (stranger !== null) return refuse(response, stranger);
  const target = request.url ?? '';
  const [path = ''] = target.split('?', 1);
  if (path === '/rpc' || path.startsWith('/rpc/')) return answerCall(site, calls, request, response);
  if (path === '/files' || path.startsWith('/files/')) return answerFile(site, path, request, response);
  if (request.method === 'POST') return refuse(response, { status: 405, message: 'This address is read only.' });
  if (path === '/' && target.startsWith('/?token=')) return exchangeToken(site, target.slice('/?token='.length), request, response);
  if (!site.access.admits(request.headers.cookie)) return refuse(response, needsLink);
  if (path === '/' || path === '/index.html') return sendPage(site, response);
  const asset = await readAsset(site.assets, path);
  if (asset === null) return refuse(response, { status: 404, message: 'There is nothing at this address.' });
  // names under /assets/ hold a hash of the content
  if (path.startsWith('/assets/')) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
  send(response, 200, asset.mediaType, asset.body);
}

const needsLink: Refusal = {
  status: 401,
  message: 'Open the workbench with the link that Chokepoint printed when it started. A link works once; press Enter there for a new one.',
};

async function exchangeToken(site: Site, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET') return refuse(response, { status: 405, message: 'A link is opened with GET.' });
  const cookie = site.access.redeem(token);
  if (cookie !== null) response.setHeader('Set-Cookie', cookie);
  else if (!site.access.admits(request.headers.cookie)) return refuse(response, needsLink);
  response.writeHead(303, { Location: '/' }).end();
}

async function sendPage(site: Site, response: ServerResponse): Promise<void> {
  const page = await readAsset(site.assets, '/index.html');
  if (page === null) {
    return refuse(response, { status: 503, message: 'The page is not built yet. Run "npm run build", then reload.' });
  }
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('Content-Security-Policy', contentPolicy(nonce));
  const secret = `<meta name="chokepoint-page" content="${site.access.issuePageSecret()}">`;
  const html = page.body.toString('utf8').replaceAll(nonceMark, nonce).replace('<head>', `<head>${secret}`);
  send(response, 200, page.mediaType, Buffer.from(html));
}

async function answerCall(site: Site, calls: RPCHandler<object>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return refuse(response, { status: 405, message: 'Calls are made with POST.' });
  const refusal = refuseCall(request, site.origin, site.access) ?? refuseBody(request, site.limits.callBytes);
  if (refusal !== null) return refuse(response, refusal);
  if (site.openCalls >= site.limits.openCalls) return refuse(response, { status: 503, message: 'Too many calls are open.' });
  site.openCalls++;
  response.once('close', () => {
    site.openCalls--;
  });
  const { matched } = await calls.handle(request, response, { prefix: '/rpc', context: site.engine.context });
  if (!matched) refuse(response, { status: 404, message: 'The contract has no such call.' });
}

async function answerFile(site: Site, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refuseCall(request, site.origin, site.access);
  if (refusal !== null) return refuse(response, refusal);
  if (request.method === 'POST' && path === '/files') {
    const tooLarge = refuseBody(request, site.limits.uploadBytes);
    if (tooLarge !== null) return refuse(response, tooLarge);
    return takeFile(site.engine.files, request, response);
  }
  if (request.method === 'GET' && path.startsWith('/files/')) return sendFile(site.engine.files, path.slice('/files/'.length), response);
  refuse(response, { status: 405, message: 'Files are sent with POST and fetched with GET.' });
}

function send(response: ServerResponse, status: number, mediaType: string, body: Buffer): void {
  response.writeHead(status, { 'Content-Type': mediaType, 'Content-Length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** A refusal never reads the body: the connection is closed instead. */
function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response.setHeader('Connection', 'close');
  send(response, status, 'text/plain; charset=utf-8', Buffer.from(`${message}\n`));
}

function idleWatch({ idleAfter, onIdle }: LoopbackOptions) {
  let open = 0;
  let timer: NodeJS.Timeout | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const wait = () => {
    stop();
    if (idleAfter !== undefined && onIdle !== undefined) timer = setTimeout(onIdle, idleAfter);
  };
  wait();
  return {
    begin() {
      open++;
      stop();
    },
    end() {
      open--;
      if (open === 0) wait();
    },
    stop,
  };
}
