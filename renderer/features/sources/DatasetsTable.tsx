import { EyeOff, Link2, PencilLine } from 'lucide-react';
import { useState } from 'react';
import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import { baseWords, formatCount, samplingWords } from '../../../shared/format/index.ts';
import { Badge, Button, DataTable, IconButton, Panel } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { useUi } from '../../state/ui.ts';
import { DescribeDialog } from './DescribeDialog.tsx';
import { JoinDialog } from './JoinDialog.tsx';
import styles from './sources.module.css';

/** What one record is, and below it census or sample where that was said. */
function GrainCell({ dataset }: { dataset: Dataset }) {
  return (
    <>
      one {dataset.grain}
      {dataset.sampling && <div className={styles.from}>{samplingWords(dataset).replace(' of events', '')}</div>}
    </>
  );
}

/** Datasets of the case, with what may be said anew and exclude; both can be undone. */
export function DatasetsTable(props: { datasets: readonly Dataset[]; sources: readonly Source[]; onRejects: (dataset: string) => void }) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const { setDataset, go } = useUi();
  const [editing, setEditing] = useState<Dataset | null>(null);
  const [joining, setJoining] = useState<Dataset | null>(null);
  const exclude = useCommand(client.datasets.exclude, { title: 'The dataset was not excluded' });
  return (
    <Panel flush className={styles.tabBody}>
      <DataTable
        label="Datasets"
        rows={props.datasets}
        rowKey={(dataset) => dataset.id}
        columns={[
          {
            id: 'name',
            header: 'Dataset',
            rowHeader: true,
            cell: (dataset) => (
              <>
                {dataset.name} {dataset.sample && <Badge tone="warning">SAMPLE</Badge>}
              </>
            ),
          },
          {
            id: 'source',
            header: 'From',
            cell: (dataset) => (
              <span className={styles.from}>{props.sources.find((source) => source.id === dataset.sourceId)?.fileName ?? '—'}</span>
            ),
          },
          { id: 'grain', header: 'One record is', cell: (dataset) => <GrainCell dataset={dataset} /> },
          { id: 'rows', header: 'Records', align: 'right', cell: (dataset) => formatCount(dataset.rows) },
          {
            id: 'rejected',
            header: 'Not imported',
            align: 'right',
            cell: (dataset) =>
              dataset.rejected > 0 ? (
                <Button variant="link" size="small" onPress={() => props.onRejects(dataset.id)}>
                  {formatCount(dataset.rejected)}
                </Button>
              ) : (
                '0'
              ),
          },
          {
            id: 'base',
            header: 'Base',
            cell: (dataset) => (dataset.base ? baseWords(dataset.base) : <span className={styles.warn}>not stated</span>),
          },
          { id: 'asOf', header: 'As of', cell: (dataset) => dataset.asOf ?? <span className={styles.warn}>not stated</span> },
          {
            id: 'actions',
            header: <span className="visually-hidden">Actions</span>,
            align: 'right',
            cell: (dataset) => (
              <span className={styles.rowActions}>
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={`Open ${dataset.name} in Views`}
                  onPress={() => {
                    setDataset(dataset.id);
                    go('views');
                  }}
                >
                  Open
                </Button>
                <Button size="small" variant="quiet" aria-label={`Edit ${dataset.name}`} onPress={() => setEditing(dataset)}>
                  <PencilLine size={14} aria-hidden />
                  Edit
                </Button>
                {props.datasets.length > 1 && (
                  <Button size="small" variant="quiet" aria-label={`Join a column to ${dataset.name}`} onPress={() => setJoining(dataset)}>
                    <Link2 size={14} aria-hidden />
                    Join…
                  </Button>
                )}
                <IconButton
                  label={`Exclude ${dataset.name}`}
                  icon={<EyeOff size={14} />}
                  onPress={() =>
                    exclude.mutate(
                      { dataset: dataset.id },
                      {
                        onSuccess: () =>
                          tell(`Excluded ${dataset.name}; its source file stays`, {
                            label: 'Undo',
                            run: () => void runCommand('edit.undo'),
                          }),
                      },
                    )
                  }
                />
              </span>
            ),
          },
        ]}
      />
      {joining && (
        <JoinDialog dataset={joining} others={props.datasets.filter(({ id }) => id !== joining.id)} onClose={() => setJoining(null)} />
      )}
      {editing && <DescribeDialog key={editing.id} dataset={editing} onClose={() => setEditing(null)} />}
    </Panel>
  );
}
