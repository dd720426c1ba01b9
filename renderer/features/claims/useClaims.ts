import { useQuery } from '@tanstack/react-query';
import type { NotApplicableClaim, ScorecardClaim } from '../../../shared/case/claims.ts';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCommand } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { askOf } from './ask.ts';

const undo = { label: 'Undo', run: () => void runCommand('edit.undo') };

/** What the scorecard is asked with: the dataset on show, the entity policy of the context bar, and the weight and filter chosen. */
function useSpec({ id }: Dataset) {
  const entities = useUi((state) => state.view?.entities ?? 'confirmed');
  const choice = useUi((state) => state.claims);
  return askOf(id, entities, choice);
}

/** The eight claims of a dataset. */
export function useScorecard(dataset: Dataset) {
  const client = useClient();
  const spec = useSpec(dataset);
  return useQuery({
    queryKey: [...queryKeys.case, 'scorecard', spec],
    queryFn: ({ signal }) => client.claims.scorecard(spec, { signal }),
  });
}

/** Fields to ask the network for. */
export function useRequests(dataset: Dataset) {
  const client = useClient();
  const spec = useSpec(dataset);
  return useQuery({
    queryKey: [...queryKeys.case, 'claim-requests', spec],
    queryFn: ({ signal }) => client.claims.requests(spec, { signal }),
  });
}

/** What several parties of a dataset share, the largest `most` of it. */
export function useDependencies(dataset: Dataset, most: number) {
  const client = useClient();
  const asked = useSpec(dataset);
  const spec = { ...asked, most };
  return useQuery({
    queryKey: [...queryKeys.case, 'dependencies', spec],
    queryFn: ({ signal }) => client.claims.dependencies(spec, { signal }),
  });
}

/** Says that a claim does not apply, and takes it back; both are steps that undo takes back. */
export function useApplicability() {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const set = useCommand((input: NotApplicableClaim) => client.claims.setNotApplicable(input), { title: 'The claim was not set aside' });
  const clear = useCommand((input: { dataset: string; claim: ScorecardClaim }) => client.claims.clearNotApplicable(input), {
    title: 'The decision was not taken back',
  });
  return {
    set: (input: NotApplicableClaim) =>
      set.mutate(input, { onSuccess: () => tell(`${input.claim} does not apply: ${input.reason}`, undo) }),
    clear: (dataset: string, claim: ScorecardClaim) =>
      clear.mutate({ dataset, claim }, { onSuccess: () => tell(`${claim} may apply again`, undo) }),
  };
}

export type ExportKind = 'scorecard' | 'requests' | 'request-text' | 'template' | 'dependencies';

/** Writes a list of the scorecard as a file and lets the person save it. */
export function useClaimFiles(dataset: Dataset) {
  const host = useHost();
  const spec = useSpec(dataset);
  return async (what: ExportKind): Promise<void> => {
    const { tell, fail } = useNotices.getState();
    try {
      const { ref, fileName } = await host.client.claims.export({ ...spec, what });
      if (await host.saveFile(ref, fileName)) tell(`Saved ${fileName}`);
    } catch (error) {
      fail('The file was not written', error);
    }
  };
}

/** Threshold packs of the case with what can be done with them. */
export function usePacks() {
  const host = useHost();
  const { client } = host;
  const tell = useNotices((state) => state.tell);
  const packs = useQuery({ queryKey: [...queryKeys.case, 'packs'], queryFn: ({ signal }) => client.packs.list(undefined, { signal }) });
  const choose = useCommand((input: { id: string; chosen: boolean }) => client.packs.choose(input), { title: 'Choose the pack' });
  const take = useCommand(async (file: File) => client.packs.import({ file: await host.uploadFile(file) }), {
    title: 'The pack was not imported',
    told: true,
  });
  const remove = useCommand((input: { id: string }) => client.packs.remove(input), { title: 'The pack was not removed' });
  return {
    packs: packs.data ?? [],
    choose: (id: string, chosen: boolean) => choose.mutate({ id, chosen }),
    /** the pack, or `null` where it was refused; `importError` says why */
    take: async (file: File): Promise<string | null> => {
      try {
        const { id } = await take.mutateAsync(file);
        tell(`Imported the pack ${id}`, undo);
        return id;
      } catch {
        return null;
      }
    },
    importError: take.error,
    /** what was refused was read */
    forgetError: () => take.reset(),
    remove: (id: string) => remove.mutate({ id }, { onSuccess: () => tell(`Removed the pack ${id}`, undo) }),
  };
}
