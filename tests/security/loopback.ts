import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoopbackOptions, type LoopbackServer, serveLoopback } from '../../electron/serve/server.ts';

export type Raw = { status: number; headers: IncomingHttpHeaders; body: string };

/** Sends a request exactly as written: path, headers and all, which `fetch` would correct. */
export function rawRequest(
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body,
  }: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

export type OpenedPage = LoopbackServer & {
  cookie: string;
  secret: string;
  assets: string;
  /** `fetch` with the cookie and the headers that a browser adds for this page */
  fetch: typeof fetch;
};

/** A loopback server with a tiny page, opened once with its link as a browser does. */
export async function openedPage(options: Pick<LoopbackOptions, 'engine'> & Partial<LoopbackOptions>): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'loopback-test-'));
  const assets = join(folder, 'page');
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(assets, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.json'), '{"secret":true}');
  await writeFile(
    join(assets, 'index.html'),
    '<!doctype html><html><head><meta property="csp-nonce" nonce="__STYLE_NONCE__"></head></html>',
  );
  await writeFile(join(assets, 'assets', 'page-1a2b.js'), 'export {};');
  const server = await serveLoopback({ assets, port: 0, log: () => {}, ...options });
  const link = new URL(server.newLink());
  const opened = await rawRequest(server.port, { path: link.pathname + link.search });
  const cookie = (opened.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  const page = await rawRequest(server.port, { headers: { cookie } });
  const secret = /<meta name="chokepoint-page" content="([^"]+)">/.exec(page.body)?.[1] ?? '';
  return {
    ...server,
    cookie,
    secret,
    assets,
    fetch: (input, init) => {
      const request = new Request(input, { ...init, ...(init?.body ? { duplex: 'half' } : {}) } as RequestInit);
      request.headers.set('cookie', cookie);
      request.headers.set('origin', server.origin);
      return fetch(request);
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
