import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { AsyncIteratorClass, isAsyncIteratorObject } from '@orpc/shared';
import { errorFromValue } from '../../shared/case/error.ts';
import { zipOf } from './archive.ts';
import { Closing, engineGone } from './errors.ts';
import type { Host } from './host.ts';

export type BrowserOptions = {
  /** address of the loopback host, without a slash at the end */
  origin: string;
  /** secret that the server wrote into this page */
  pageSecret: string;
  fetch?: typeof fetch;
};

/** Header that carries the secret of the page; the same name as in electron/serve/guard.ts. */
const pageHeader = 'x-chokepoint-page';

const restartAdvice = 'Start Chokepoint again and open the link that it prints; every decision is in the case file.';

/** What the loopback host wrote into index.html. */
export function pageOptions(page: Document = document): BrowserOptions {
  const pageSecret = page.querySelector<HTMLMetaElement>('meta[name="chokepoint-page"]')?.content ?? '';
  return { origin: page.location.origin, pageSecret };
}

/**
 * Rejects when a caller leaves a stream, and closes it: an abort that comes after the answer began may not reach its connection, as the request
 * that listens for it may be collected by then.
 */
function leftBy(signal: AbortSignal, leave: () => Promise<void>): Promise<never> {
  const left = new Promise<never>((_, reject) => {
    const go = () => {
      reject(signal.reason);
      leave().catch(() => undefined);
    };
    if (signal.aborted) go();
    else signal.addEventListener('abort', go, { once: true });
  });
  // A stream that is not read any more has nobody to tell.
  left.catch(() => undefined);
  return left;
}

/** The host of a page that the loopback server served. */
export function connectBrowser({ origin, pageSecret, fetch: given }: BrowserOptions): Host {
  const closing = new Closing();
  const headers = { [pageHeader]: pageSecret };
  /** A connection that breaks is a `TypeError` everywhere: before the answer, in its body, and within a stream. */
  const orGone = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closing.reason !== null) throw engineGone(closing.reason, restartAdvice);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof Error && error.cause instanceof TypeError)) throw error;
      closing.close('Chokepoint has ended, or this page lost its connection to it.');
      throw engineGone(closing.reason ?? '', restartAdvice);
    }
  };
  const send = (address: string, init: RequestInit) => orGone(() => (given ?? fetch)(address, init));
  const link = new RPCLink({
    url: `${origin}/rpc`,
    headers,
    fetch: (request, init) => (given ?? fetch)(request, init),
    interceptors: [
      async ({ next, signal }) => {
        const result = await orGone(async () => next());
        if (!isAsyncIteratorObject(result)) return result;
        const leave = async () => {
          if (closing.reason === null) await result.return?.();
        };
        const left = signal && leftBy(signal, leave);
        return new AsyncIteratorClass(() => orGone(() => (left ? Promise.race([result.next(), left]) : result.next())), leave);
      },
    ],
  });
  const contentOf = async (ref: string): Promise<Blob> => {
    const response = await send(`${origin}/files/${encodeURIComponent(ref)}`, { headers });
    if (!response.ok) throw await refusalOf(response);
    return response.blob();
  };
  let blocked = 0;
  globalThis.document?.addEventListener('securitypolicyviolation', () => {
    blocked++;
  });
  return {
    kind: 'browser',
    client: createORPCClient(link),
    async uploadFile(file) {
      const response = await send(`${origin}/files?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file, headers });
      if (!response.ok) throw await refusalOf(response);
      return ((await response.json()) as { ref: string }).ref;
    },
    async saveFile(ref, name) {
      offerDownload(await contentOf(ref), name);
      return true;
    },
    // A page may offer one download for each gesture; a browser drops some of a dozen.
    async saveFiles(files, name) {
      const contents = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await (await contentOf(file.ref)).arrayBuffer()) })),
      );
      offerDownload(new Blob([zipOf(contents)], { type: 'application/zip' }), `${name}.zip`);
      return true;
    },
    requestsBlocked: async () => blocked,
    onClosed: (listener) => closing.listen(listener),
  };
}

function offerDownload(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function refusalOf(response: Response): Promise<Error> {
  const text = await response.text();
  try {
    return errorFromValue(JSON.parse(text));
  } catch {
    return errorFromValue({
      code: 'host-refused',
      message: text.trim() || `The host answered with status ${response.status}.`,
      advice: 'Reload the page, or open the workbench with a new link.',
      details: { status: response.status },
    });
  }
}
