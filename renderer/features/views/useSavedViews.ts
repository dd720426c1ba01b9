import { useQuery } from '@tanstack/react-query';
import type { SavedView, ViewSpec } from '../../../shared/case/view.ts';
import type { ViewFileFormat } from '../../../shared/contract/views.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCommand } from '../../state/queries.ts';
import { freeName, sameView } from './spec.ts';

/** Saved views of the case, oldest first. */
export function useSavedViews() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.savedViews, queryFn: ({ signal }) => client.views.list(undefined, { signal }) });
}

/** Pinned results of the case, oldest first. */
export function usePins() {
  const client = useClient();
  return useQuery({ queryKey: queryKeys.pins, queryFn: ({ signal }) => client.views.pins(undefined, { signal }) });
}

const undo = { label: 'Undo', run: () => void runCommand('edit.undo') };

/** What can be done with saved views; each is a decision of the case that undo takes back. */
export function useSavedViewCommands() {
  const client = useClient();
  const { tell } = useNotices.getState();
  const taken = (useSavedViews().data ?? []).map(({ name }) => name);
  const save = useCommand((input: { id?: string; name: string; spec: ViewSpec }) => client.views.save(input), { title: 'Save the view' });
  const remove = useCommand((input: { id: string }) => client.views.remove(input), { title: 'Delete the saved view' });
  return {
    /** keeps a view under a name; with an id it takes the place of that view */
    save: (name: string, spec: ViewSpec, id?: string, then?: (saved: SavedView) => void) =>
      save.mutate(
        { id, name, spec },
        {
          onSuccess: (saved) => {
            tell(`View saved as "${name}"`);
            then?.(saved);
          },
        },
      ),
    rename: ({ id, name, spec }: SavedView, wanted: string) =>
      save.mutate({ id, name: wanted, spec }, { onSuccess: () => tell(`"${name}" is called "${wanted}" now`, undo) }),
    duplicate: ({ name, spec }: SavedView) => {
      const copy = freeName(`${name}, copy`, taken);
      save.mutate({ name: copy, spec }, { onSuccess: () => tell(`View saved as "${copy}"`, undo) });
    },
    remove: ({ id, name }: SavedView) => remove.mutate({ id }, { onSuccess: () => tell(`Saved view "${name}" deleted`, undo) }),
  };
}

/** Pins and unpins results; both are decisions of the case that undo takes back. */
export function usePinCommands() {
  const client = useClient();
  const { tell } = useNotices.getState();
  const pin = useCommand((spec: ViewSpec) => client.views.pin(spec), { title: 'Pin the result' });
  const unpin = useCommand((input: { id: string }) => client.views.unpin(input), { title: 'Unpin the result' });
  return {
    pin: (spec: ViewSpec) => pin.mutate(spec, { onSuccess: ({ finding }) => tell(`Pinned: ${finding}`, undo) }),
    unpin: (id: string) => unpin.mutate({ id }, { onSuccess: () => tell('Unpinned', undo) }),
  };
}

/** Takes views out of the program: as files that the engine writes, or as text in the clipboard. */
export function useViewFiles() {
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  return {
    exportView: async (name: string, spec: ViewSpec, format: ViewFileFormat) => {
      try {
        const { ref, fileName } = await host.client.views.export({ spec, name, format });
        if (await host.saveFile(ref, fileName)) tell(`Saved ${fileName}`);
      } catch (error) {
        fail('The view was not exported', error);
      }
    },
    copySpec: async (spec: ViewSpec) => {
      try {
        await navigator.clipboard.writeText(JSON.stringify(spec, null, 2));
        tell('View spec copied');
      } catch (error) {
        fail('Copy the view spec', error);
      }
    },
  };
}

/** The saved view that is the one on show, or `null`. */
export const savedAs = (saved: readonly SavedView[], spec: ViewSpec): SavedView | null =>
  saved.find((view) => sameView(view.spec, spec)) ?? null;

/** Files that a view can be written to, as items of a menu. */
export const EXPORTS: readonly { id: ViewFileFormat; label: string }[] = [
  { id: 'csv', label: 'Export ranking as CSV' },
  { id: 'spreadsheet-csv', label: 'Export ranking for spreadsheets' },
  { id: 'metrics-csv', label: 'Export indices as CSV' },
  { id: 'json', label: 'Export view as JSON' },
];
