import { createContext, type ReactNode, useContext } from 'react';
import type { Host } from '../host/host.ts';

const HostContext = createContext<Host | null>(null);

/** Gives the page its host: the typed client, and what only a host can do (take a file, save a file). */
export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  return <HostContext.Provider value={host}>{children}</HostContext.Provider>;
}

/** The host of this page. */
export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error('useHost needs a HostProvider above it');
  return host;
}

/** The typed client of the contract; every call takes `{ signal }` as second argument. */
export function useClient(): Host['client'] {
  return useHost().client;
}
