import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import type { Recipe } from '../../../shared/case/dataset.ts';
import { SURE_FIT } from '../../../shared/case/preset.ts';
import type { Host } from '../../host/host.ts';
import { useClient } from '../../state/client.tsx';
import { errorValue } from '../../state/errors.ts';
import type { PendingFile } from '../../state/ui.ts';
import { type Draft, useAllDrafts } from './drafts.ts';

type Reading = Pick<Draft, 'dialect' | 'preset' | 'steps'>;

/** A file as the draft reads it; where nothing was chosen, the preset that surely fits proposes. */
async function previewWith({ sources }: Host['client'], file: string, { dialect, preset, steps }: Reading, signal: AbortSignal) {
  if (preset !== undefined) return sources.preview({ file, dialect, preset, ...(steps ? { steps: [...steps] } : {}) }, { signal });
  const plain = await sources.preview({ file, dialect, ...(steps ? { steps: [...steps] } : {}) }, { signal });
  const best = plain.presets.find(({ fit }) => fit >= SURE_FIT);
  return best && !steps ? sources.preview({ file, dialect, preset: best.id }, { signal }) : plain;
}

function previewOptions(client: Host['client'], ref: string, { dialect, preset, steps }: Reading) {
  return queryOptions({
    queryKey: ['preview', ref, dialect, preset, steps],
    queryFn: ({ signal }) => previewWith(client, ref, { dialect, preset, steps }, signal),
    placeholderData: keepPreviousData,
  });
}

/** How a file is read with the dialect, preset and steps of its draft. */
export function usePreview(ref: string, draft: Reading) {
  return useQuery(previewOptions(useClient(), ref, draft));
}

/** What the recipe makes of the first texts of each column; what was shown stays until the next is there. */
export function useSampleValues(file: string, { dialect, mapping, types, unknownTokens, steps, ...rest }: Recipe) {
  const { sources } = useClient();
  return useQuery({
    queryKey: ['case', 'sampleValues', file, dialect, mapping, types, unknownTokens, steps],
    queryFn: ({ signal }) =>
      sources.sampleValues({ file, recipe: { ...rest, dialect, mapping, types, unknownTokens, ...(steps ? { steps } : {}) } }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Whether a file that waits can be imported; `reason` is what the person reads. */
export type FileState = { state: 'reading' } | { state: 'ready' } | { state: 'refused'; reason: string };

/** State of all files that wait, in their order. */
export function useFileStates(files: readonly PendingFile[]): FileState[] {
  const client = useClient();
  const draftOf = useAllDrafts();
  return useQueries({
    queries: files.map(({ ref }) => previewOptions(client, ref, draftOf(ref))),
    combine: (results) =>
      results.map(({ error, data }): FileState => {
        if (error) return { state: 'refused', reason: errorValue(error).message };
        return { state: data ? 'ready' : 'reading' };
      }),
  });
}
