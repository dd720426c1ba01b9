import { randomBytes } from 'node:crypto';
import { protocol, type Session } from 'electron';
import { readAsset } from '../serve/assets.ts';
import { contentPolicy, isolationHeaders, nonceMark } from '../serve/content-policy.ts';
import { isOurs, workbenchScheme } from './origin.ts';

/** Declares `workbench://`; once, before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: workbenchScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page at `workbench://app/` in a session. */
export function serveScheme(session: Session, assets: string): void {
  session.protocol.handle(workbenchScheme, (request) => answerRequest(assets, request));
}

/** GET of a file of the page, with the policy; everything else is refused. */
export async function answerRequest(assets: string, request: Pick<Request, 'method' | 'url'>): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const headers = { ...isolationHeaders, 'Content-Security-Policy': contentPolicy(nonce), 'Cache-Control': 'no-store' };
  if (request.method !== 'GET') return new Response(null, { status: 405, headers });
  if (!isOurs(request.url)) return new Response(null, { status: 403, headers });
  const { pathname } = new URL(request.url);
  const path = pathname === '/' ? '/index.html' : pathname;
  const asset = await readAsset(assets, path);
  if (asset === null) return new Response(null, { status: 404, headers });
  const body = path === '/index.html' ? asset.body.toString('utf8').replaceAll(nonceMark, nonce) : new Uint8Array(asset.body);
  return new Response(body, { status: 200, headers: { ...headers, 'Content-Type': asset.mediaType } });
}
