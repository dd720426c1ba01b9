import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { CommandId } from '../../shared/commands/index.ts';

type Entry = { run: () => void; enabled: boolean };
type HandlersState = { handlers: Partial<Record<CommandId, Entry>> };

/** What each command does right now; a command without an entry is not available on the screen on show. */
export const useHandlers = create<HandlersState>()(() => ({ handlers: {} }));

/**
 * Gives a command of the registry its action while the calling component is mounted; the latest mounted one wins.
 *
 * @param options `enabled: false` greys it out in menus and palette
 */
export function useCommandHandler(id: CommandId, run: () => void, options: { enabled?: boolean } = {}): void {
  const enabled = options.enabled ?? true;
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const entry: Entry = { run: () => latest.current(), enabled };
    const before = useHandlers.getState().handlers[id];
    useHandlers.setState(({ handlers }) => ({ handlers: { ...handlers, [id]: entry } }));
    return () =>
      useHandlers.setState(({ handlers }) => {
        if (handlers[id] !== entry) return { handlers };
        const { [id]: _gone, ...rest } = handlers;
        return { handlers: before && before !== entry ? { ...rest, [id]: before } : rest };
      });
  }, [id, enabled]);
}

/** Runs a command by its id; `false` when it is not available. */
export function runCommand(id: CommandId): boolean {
  const entry = useHandlers.getState().handlers[id];
  if (!entry?.enabled) return false;
  entry.run();
  return true;
}
