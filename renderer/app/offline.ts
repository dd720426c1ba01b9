import { create } from 'zustand';

type OfflineState = {
  /** requests of this page that went to another origin */
  left: number;
  /** requests to another origin that the content policy or the host stopped */
  stopped: number;
  /** addresses, newest last, at most 20 */
  addresses: string[];
};

/** The proof behind "0 requests left this computer": counted by the browser, not claimed. */
export const useOffline = create<OfflineState>()(() => ({ left: 0, stopped: 0, addresses: [] }));

function isElsewhere(address: string): boolean {
  try {
    const url = new URL(address, location.href);
    return /^(https?|wss?):$/.test(url.protocol) && url.host !== location.host;
  } catch {
    return false;
  }
}

const remember = (addresses: readonly string[], kind: 'left' | 'stopped') =>
  useOffline.setState((state) => ({
    ...state,
    [kind]: state[kind] + addresses.length,
    addresses: [...state.addresses, ...addresses].slice(-20),
  }));

/**
 * Starts counting, once. Every request that the browser made for this page (also before this call) is looked at.
 *
 * @param requestsBlocked how many requests the host stopped outside the page; `null` where the page sees all
 */
export function countRequests(requestsBlocked: (() => Promise<number>) | null): void {
  new PerformanceObserver((list) => {
    const elsewhere = list.getEntries().flatMap((entry) => (isElsewhere(entry.name) ? [entry.name] : []));
    if (elsewhere.length > 0) remember(elsewhere, 'left');
  }).observe({ type: 'resource', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => {
    if (isElsewhere(event.blockedURI)) remember([event.blockedURI], 'stopped');
  });
  if (!requestsBlocked) return;
  let byHost = 0;
  const ask = async () => {
    const now = await requestsBlocked().catch(() => byHost);
    if (now > byHost) useOffline.setState((state) => ({ ...state, stopped: state.stopped + now - byHost }));
    byHost = now;
  };
  void ask();
  setInterval(ask, 15_000);
}
