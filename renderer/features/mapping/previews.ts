import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { Dialect } from '../../../shared/case/dataset.ts';
import type { Host } from '../../host/host.ts';
import { useClient } from '../../state/client.tsx';
import { errorValue } from '../../state/errors.ts';
import type { PendingFile } from '../../state/ui.ts';
import { useAllDrafts } from './drafts.ts';

function previewOptions(client: Host['client'], ref: string, dialect: Partial<Dialect>) {
  return queryOptions({
    queryKey: ['preview', ref, dialect],
    queryFn: ({ signal }) => client.sources.preview({ file: ref, dialect }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** How a file is read with the dialect of its draft. */
export function usePreview(ref: string, dialect: Partial<Dialect>) {
  return useQuery(previewOptions(useClient(), ref, dialect));
}

/** Whether a file that waits can be imported; `reason` is what the person reads. */
export type FileState = { state: 'reading' } | { state: 'ready' } | { state: 'refused'; reason: string };

/** State of all files that wait, in their order. */
export function useFileStates(files: readonly PendingFile[]): FileState[] {
  const client = useClient();
  const draftOf = useAllDrafts();
  return useQueries({
    queries: files.map(({ ref }) => previewOptions(client, ref, draftOf(ref).dialect)),
    combine: (results) =>
      results.map(({ error, data }): FileState => {
        if (error) return { state: 'refused', reason: errorValue(error).message };
        return { state: data ? 'ready' : 'reading' };
      }),
  });
}
