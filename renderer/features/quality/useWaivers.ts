import type { Dataset } from '../../../shared/case/dataset.ts';
import type { QualityResult } from '../../../shared/case/quality.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';

/** Waives checks of a dataset and takes waivers back; both are steps that undo takes back. */
export function useWaivers({ id }: Dataset) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const waive = useCommand(client.quality.waive, { title: 'The finding was not waived' });
  const unwaive = useCommand(client.quality.unwaive, { title: 'The waiver was not taken back' });
  const undo = { label: 'Undo', run: () => void runCommand('edit.undo') };
  return {
    waive: ({ id: check, title }: QualityResult, reason: string, name: string) =>
      waive.mutate({ dataset: id, check, reason, name }, { onSuccess: () => tell(`Waived: ${title}`, undo) }),
    unwaive: ({ id: check, title }: QualityResult) =>
      unwaive.mutate({ dataset: id, check }, { onSuccess: () => tell(`Counts again: ${title}`, undo) }),
  };
}
