import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Recipe } from '../../../shared/case/dataset.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { plural } from '../../../shared/format/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { isCancelled } from '../../state/errors.ts';
import { runJob, useJobs } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys } from '../../state/queries.ts';
import { markCaseStep } from '../../state/steps.ts';
import { type PendingFile, useUi } from '../../state/ui.ts';
import { leaveOut } from './drafts.ts';

/**
 * Runs the import of a file as a job. The engine decides whether a cancel still wins: what it says last is what the person reads.
 * The job outlives this screen; one that failed or was cancelled leaves nothing behind, and its file still waits.
 */
export function useFreeze(file: PendingFile, onImported: (result: ImportResult) => void) {
  const client = useClient();
  const queries = useQueryClient();
  const setDataset = useUi((state) => state.setDataset);
  const { tell, fail } = useNotices.getState();
  const job = useJobs((state) => state.jobs.find(({ subject }) => subject === file.ref) ?? null);
  const [error, setError] = useState<unknown>(null);
  const [cancelling, setCancelling] = useState(false);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const start = async (name: string, recipe: Recipe) => {
    const id = crypto.randomUUID();
    let asked = false;
    setError(null);
    setCancelling(false);
    try {
      const result = await runJob(
        `Import ${file.fileName}`,
        (signal) => client.sources.import({ file: file.ref, name, recipe, job: id }, { signal }),
        {
          subject: file.ref,
          askToCancel: () => {
            asked = true;
            setCancelling(true);
            return client.app.cancel({ job: id });
          },
        },
      );
      markCaseStep();
      await queries.invalidateQueries({ queryKey: queryKeys.case });
      setDataset(result.dataset.id);
      onImported(result);
      leaveOut(file.ref);
      const what = `${plural(result.dataset.rows, 'record')} as ${result.dataset.name}`;
      if (asked) tell(`The import had already finished: ${what}`, { label: 'Undo', run: () => void runCommand('edit.undo') });
      else tell(`Imported ${what}`);
    } catch (failure) {
      if (isCancelled(failure)) tell('Import cancelled; nothing was left behind');
      else if (alive.current) setError(failure);
      else fail(`${file.fileName} was not imported`, failure);
      // whatever happened, the screens show what the case holds
      await queries.invalidateQueries({ queryKey: queryKeys.case });
    }
  };
  return { job, cancelling, error, start };
}
