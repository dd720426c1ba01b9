import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Progress as ProgressValue } from '../../../../shared/contract/base.ts';
import { ErrorNotice, Progress } from '../../../app/controls/index.ts';
import { isCancelled } from '../../../state/errors.ts';
import { type JobMessage, runJob } from '../../../state/jobs.ts';
import { queryKeys } from '../../../state/queries.ts';
import styles from './tabs.module.css';

type Props<Answer> = {
  /** what runs, for footer and progress, e.g. `Lose every operator in turn` */
  title: string;
  /** name of the procedure, and everything that its answer depends on */
  question: readonly unknown[];
  start: (signal: AbortSignal) => AsyncIterable<JobMessage<Answer>> | Promise<AsyncIterable<JobMessage<Answer>>>;
  children: (answer: Answer) => ReactNode;
};

/** Runs a job while it is on screen and shows how far it is, what went wrong, or its answer. */
export function Study<Answer>({ title, question, start, children }: Props<Answer>) {
  const [progress, setProgress] = useState<ProgressValue | null>(null);
  const answer = useQuery({
    queryKey: [...queryKeys.case, 'removal-study', ...question],
    queryFn: ({ signal }) => runJob(title, start, { signal, onProgress: setProgress }),
    retry: false,
  });
  if (answer.data !== undefined) return children(answer.data);
  if (answer.error && !isCancelled(answer.error)) return <ErrorNotice error={answer.error} effect="Nothing is shown here." />;
  if (answer.error) return <p className={styles.quiet}>Cancelled. Open the tab again to run it.</p>;
  return <Progress label={title} done={progress?.done ?? 0} total={progress?.total ?? null} />;
}
