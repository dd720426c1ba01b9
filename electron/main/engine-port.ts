import type { RPCHandler } from '@orpc/server/message-port';

/** What a page's port needs to be able to do: MessagePortMain of Electron, MessagePort of Node and of the web alike. */
export type PagePort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0] & { start?(): void };

/**
 * Serves the contract on the port of a page, until the page closes it. Answers are posted by clone: a buffer that is transferred to
 * Electron's MessagePortMain arrives empty (electron #34905).
 *
 * @param afterCall told after each answered call
 */
export function connectPage<Context extends object>(
  handler: RPCHandler<Context>,
  port: PagePort,
  context: Context,
  afterCall: () => void = () => {},
): void {
  const post = port.postMessage.bind(port) as (message: unknown) => void;
  const watched = new Proxy(port, {
    get(target, key) {
      if (key === 'postMessage') {
        return (message: unknown) => {
          post(message);
          afterCall();
        };
      }
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  handler.upgrade(watched, { context } as never);
  port.start?.();
}
