import { useQuery } from '@tanstack/react-query';
import { Unlink } from 'lucide-react';
import { formatCount, formatShare } from '../../../shared/format/index.ts';
import { DataTable, IconButton, Panel } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { useCommand } from '../../state/queries.ts';
import { SpreadText, unknownWords } from './JoinPreview.tsx';
import styles from './sources.module.css';

/** Columns that datasets take from others, with how each turned out; nothing where there are none. */
export function JoinsTable() {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const joins = useQuery({ queryKey: ['case', 'joins', 'list'], queryFn: ({ signal }) => client.joins.list({}, { signal }) });
  const remove = useCommand(client.joins.remove, { title: 'The joined column was not removed' });
  if (!joins.data || joins.data.length === 0) return null;
  return (
    <Panel title="Columns taken from other datasets" flush className={styles.tabBody}>
      <DataTable
        label="Joined columns"
        rows={joins.data}
        rowKey={({ id }) => id}
        columns={[
          { id: 'name', header: 'Column', rowHeader: true, cell: ({ name }) => name },
          { id: 'dataset', header: 'Of', wrap: true, cell: ({ datasetName }) => datasetName },
          { id: 'made', header: 'How it is made', wrap: true, cell: ({ made, withName }) => `${made}, from ${withName}` },
          {
            id: 'on',
            header: 'By',
            wrap: true,
            cell: ({ on }) => on.map(({ column, matches }) => (column === matches ? column : `${column} = ${matches}`)).join(', '),
          },
          {
            id: 'matched',
            header: 'Matched',
            align: 'right',
            cell: ({ outcome }) =>
              outcome === null ? (
                <span className={styles.warn}>side table excluded</span>
              ) : (
                <span title={`Unknown: ${unknownWords(outcome)}`}>
                  {formatCount(outcome.matched)} of {formatCount(outcome.rows)}
                  {outcome.share !== null && `, ${formatShare(outcome.share)}`}
                </span>
              ),
          },
          { id: 'asOf', header: 'Facts as of', cell: ({ outcome }) => outcome && <SpreadText outcome={outcome} /> },
          {
            id: 'actions',
            header: <span className="visually-hidden">Actions</span>,
            align: 'right',
            cell: ({ id, name }) => (
              <IconButton
                label={`Remove the joined column ${name}`}
                icon={<Unlink size={14} />}
                onPress={() =>
                  remove.mutate(
                    { id },
                    {
                      onSuccess: () =>
                        tell(`Removed ${name}; the side table stays`, { label: 'Undo', run: () => void runCommand('edit.undo') }),
                    },
                  )
                }
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}
