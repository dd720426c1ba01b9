import { create } from 'zustand';
import { useUi } from '../../state/ui.ts';

type LiveState = { removed: readonly string[] };

/**
 * The removed units while a gesture runs. Only the marks that must follow the pointer read it (chart mark, readout, slider); everything
 * else reads the shared state, which follows when the gesture rests.
 */
export const useLive = create<LiveState>()(() => ({ removed: useUi.getState().removal.removed }));

const REST = 160;
let timer: ReturnType<typeof setTimeout> | null = null;
let held = false;

/** Shows a removal at once and shares it with the rest of the page when no newer one came for a moment, or when a held gesture ends. */
export function showRemoved(removed: readonly string[]): void {
  useLive.setState({ removed });
  if (timer) clearTimeout(timer);
  timer = held ? null : setTimeout(() => shareRemoved(removed), REST);
}

/** A pointer or a key is down: nothing is shared before it is let go, however long it rests. */
export function holdRemoved(): void {
  held = true;
}

/** Shares a removal with the whole page now. */
export function shareRemoved(removed: readonly string[]): void {
  if (timer) clearTimeout(timer);
  timer = null;
  held = false;
  useLive.setState({ removed });
  if (useUi.getState().removal.removed !== removed) useUi.getState().setRemoval({ removed, k: removed.length });
}

/** Takes over a removal that was set elsewhere (views, scenario), unless a gesture runs. */
export function followShared(removed: readonly string[]): void {
  if (timer === null && !held && useLive.getState().removed !== removed) useLive.setState({ removed });
}
