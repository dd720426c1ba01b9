import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { AsyncIteratorClass, isAsyncIteratorObject } from '@orpc/shared';
import { Closing } from './errors.ts';
import type { Host } from './host.ts';

/** The contract over a MessagePort; calls that are open when the port closes reject with `engine-gone`, later ones at once. */
export function clientOfPort(port: MessagePort, closing: Closing = new Closing()): Host['client'] {
  port.addEventListener('close', () => closing.close('The engine of Chokepoint has ended.'));
  const link = new RPCLink({
    port,
    interceptors: [
      async ({ next }) => {
        const result = await closing.orGone(async () => next());
        return isAsyncIteratorObject(result) ? streamOrGone(result, closing) : result;
      },
    ],
  });
  port.start?.();
  return createORPCClient(link);
}

function streamOrGone(stream: AsyncIterator<unknown, unknown, void>, closing: Closing) {
  return new AsyncIteratorClass(
    () => closing.orGone(() => stream.next()),
    async () => {
      if (closing.reason === null) await stream.return?.();
    },
  );
}
