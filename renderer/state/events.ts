import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useClient } from './client.tsx';
import { queryKeys } from './queries.ts';
import { noteTouched } from './report-facts.ts';
import { useUi } from './ui.ts';

/** Refreshes what the page knows about the case when a command ran, wherever it came from. Mounted once, in the shell. */
export function useLiveRefresh(): void {
  const client = useClient();
  const queries = useQueryClient();
  useEffect(() => {
    const leave = new AbortController();
    const listen = async () => {
      let pause = 500;
      while (!leave.signal.aborted) {
        try {
          for await (const event of await client.app.events(undefined, { signal: leave.signal })) {
            pause = 500;
            if (event.type !== 'case.changed' || useUi.getState().opening) continue;
            noteTouched(event.touched);
            void queries.invalidateQueries({ queryKey: queryKeys.case });
          }
        } catch {
          // The stream ends when the engine restarts; it is opened again below, and the notice comes from the call that failed.
        }
        if (leave.signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 10_000);
      }
    };
    void listen();
    return () => leave.abort();
  }, [client, queries]);
}
