import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SqlResult } from '../../../shared/case/sql.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { plural } from '../../../shared/format/index.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCase } from '../../state/queries.ts';
import { markCaseStep } from '../../state/steps.ts';
import { useUi } from '../../state/ui.ts';
import { useConsole, withStatement } from './console.ts';

/** Runs the statement of the editor as a job, one at a time; a new one takes the place of one that runs. */
export function useStatement() {
  const client = useClient();
  const current = useCase().data;
  const stop = useRef<AbortController | null>(null);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const run = async () => {
    const { text, limit, seconds, history } = useConsole.getState();
    const statement = text.trim();
    if (statement === '' || !current) return;
    stop.current?.abort();
    const own = new AbortController();
    stop.current = own;
    setRunning(true);
    setError(null);
    useConsole.setState({ history: withStatement(history, statement) });
    try {
      const result = await runJob<SqlResult>('SQL statement', (signal) => client.sql.run({ statement: text, limit, seconds }, { signal }), {
        signal: own.signal,
        subject: 'sql',
      });
      if (stop.current === own) useConsole.setState({ result: { caseId: current.id, result } });
    } catch (failure) {
      if (stop.current === own && alive.current && !isCancelled(failure)) setError(failure);
    } finally {
      if (stop.current === own) {
        stop.current = null;
        if (alive.current) setRunning(false);
      }
    }
  };
  return { run, cancel: () => stop.current?.abort(), running, error };
}

/** Keeps the whole result of a statement as a dataset, and chooses it. */
export function useKeepResult() {
  const client = useClient();
  const queries = useQueryClient();
  const { tell, fail } = useNotices.getState();
  return async (statement: string, name: string) => {
    const { seconds } = useConsole.getState();
    try {
      const { dataset } = await runJob<ImportResult>(`Keep ${name}`, (signal) => client.sql.keep({ statement, name, seconds }, { signal }));
      markCaseStep();
      await queries.invalidateQueries({ queryKey: queryKeys.case });
      tell(`Kept ${plural(dataset.rows, 'row')} as ${dataset.name}`, {
        label: 'Look at it',
        run: () => {
          const { setDataset, setViewsTab } = useUi.getState();
          setDataset(dataset.id);
          setViewsTab('builder');
        },
      });
    } catch (failure) {
      if (!isCancelled(failure)) fail('The result was not kept as a dataset', failure);
    }
  };
}
