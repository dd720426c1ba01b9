import type { Dataset } from '../../shared/case/dataset.ts';
import { formatCount } from '../../shared/format/index.ts';
import { useJobs } from '../state/jobs.ts';
import { useDatasets } from '../state/queries.ts';
import { useUi } from '../state/ui.ts';
import { Button, Progress } from './controls/index.ts';
import { Confirmation } from './Messages.tsx';
import styles from './shell.module.css';

/** What the footer says while a screen has no counts of its own. */
function caseCounts(datasets: readonly Dataset[]) {
  const rows = datasets.reduce((sum, dataset) => sum + dataset.rows, 0);
  return [
    { value: formatCount(datasets.length), label: `${datasets.length === 1 ? 'dataset' : 'datasets'} in the case` },
    { value: formatCount(rows), label: `${rows === 1 ? 'record' : 'records'} in ${datasets.length === 1 ? 'it' : 'them'}` },
  ];
}

/** Counts of the screen, and running work with Cancel. */
export function Footer() {
  const screenCounts = useUi((state) => state.footer);
  const datasets = useDatasets().data ?? [];
  const counts = screenCounts.length > 0 || datasets.length === 0 ? screenCounts : caseCounts(datasets);
  const jobs = useJobs((state) => state.jobs);
  const job = jobs.at(-1);
  return (
    <footer className={styles.footer} data-region="footer">
      {counts.map((count) => (
        <span key={count.label}>
          <strong>{count.value}</strong> {count.label}
        </span>
      ))}
      <span className={styles.grow} />
      <Confirmation />
      {job && (
        <div className={styles.job}>
          <span>
            {job.title}
            {job.phase && `: ${job.phase}`}
            {job.total ? ` ${formatCount(job.done)} of ${formatCount(job.total)}` : job.done > 0 ? ` ${formatCount(job.done)}` : ''}
            {jobs.length > 1 && ` (and ${jobs.length - 1} more)`}
          </span>
          <Progress label={job.title} done={job.done} total={job.total} hideLabel />
          <Button size="small" variant="link" onPress={job.cancel}>
            Cancel
          </Button>
        </div>
      )}
    </footer>
  );
}
