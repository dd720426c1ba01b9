import type { IncomingMessage } from 'node:http';
import type { Access } from './access.ts';

/** Header that carries the secret of the page. */
const pageHeader = 'x-chokepoint-page';

export type Refusal = { status: number; message: string };

/** Refusal of a request that is not for our address or is not of a method that we know; asked before anything else. */
export function refuseStranger(request: IncomingMessage, host: string): Refusal | null {
  // rawHeaders: Node joins or drops repeated headers, and two Host headers are an attack
  const hosts = request.rawHeaders.filter((_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'host');
  if (hosts.length !== 1 || hosts[0] !== host) return { status: 403, message: 'This address is not served here.' };
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) return { status: 405, message: 'Only GET, HEAD and POST are served.' };
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation(request)) {
    return { status: 403, message: 'Only the workbench itself may ask for this.' };
  }
  return null;
}

/** Refusal of a call or a file transfer: the cookie and the page secret are needed, and for POST our origin. */
export function refuseCall(request: IncomingMessage, origin: string, access: Access): Refusal | null {
  if (!access.admits(request.headers.cookie)) return { status: 401, message: 'Open the workbench with its link first.' };
  if (request.method === 'POST') {
    if (request.headers.origin !== origin) return { status: 403, message: 'Only the workbench itself may ask for this.' };
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') return { status: 403, message: 'Only the workbench itself may ask for this.' };
  }
  if (!access.admitsPage(request.headers[pageHeader])) return { status: 403, message: 'This page is not known any more; reload it.' };
  return null;
}

/** Refusal of a body that is larger than `limit` bytes or does not say how large it is. */
export function refuseBody(request: IncomingMessage, limit: number): Refusal | null {
  const length = request.headers['content-length'];
  if (length === undefined) return { status: 411, message: 'The length of the body must be given.' };
  if (Number(length) > limit) return { status: 413, message: `At most ${limit} bytes are taken.` };
  return null;
}

function isNavigation(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
}
