import type { Dataset } from '../../../shared/case/dataset.ts';
import { DataTable, EmptyState, Panel } from '../../app/controls/index.ts';
import styles from './sources.module.css';

/** What the imports noticed, dataset by dataset: what happened, its effect and what to do. */
export function FindingsTable({ datasets }: { datasets: readonly Dataset[] }) {
  const rows = datasets.flatMap((dataset) => dataset.findings.map((finding) => ({ dataset, finding })));
  if (rows.length === 0)
    return (
      <Panel className={styles.tabBody}>
        <EmptyState title="No findings">The imports noticed nothing that needs a decision.</EmptyState>
      </Panel>
    );
  return (
    <Panel flush className={styles.tabBody}>
      <DataTable
        label="Findings of the imports"
        rows={rows}
        rowKey={(_row, index) => index}
        columns={[
          { id: 'dataset', header: 'Dataset', rowHeader: true, cell: ({ dataset }) => dataset.name },
          { id: 'what', header: 'What', wrap: true, cell: ({ finding }) => finding.message },
          { id: 'advice', header: 'What to do', wrap: true, cell: ({ finding }) => finding.advice },
        ]}
      />
    </Panel>
  );
}
