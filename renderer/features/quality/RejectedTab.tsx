import { useCallback, useMemo, useRef, useState } from 'react';
import type { Dataset, RejectedRecord } from '../../../shared/case/dataset.ts';
import { formatCount, recordsWords } from '../../../shared/format/index.ts';
import { Button, classes, EmptyState, Panel } from '../../app/controls/index.ts';
import { Grid, type GridColumn } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { useCase, useSources } from '../../state/queries.ts';
import styles from './quality.module.css';
import { ReadmitDrawer } from './ReadmitDrawer.tsx';

const FAILED = 'The rejected records could not be read';
const rowKey = (row: RejectedRecord): string => String(row.number);
const isIn = (row: RejectedRecord): boolean => row.readmitted !== null;

/** Records that were not imported, in windows; each can be corrected, taken in, and left out again. */
export function RejectedTab({ dataset, total }: { dataset: Dataset; total: number }) {
  const client = useClient();
  const fail = useNotices((state) => state.fail);
  const source = useSources().data?.find(({ id }) => id === dataset.sourceId);
  const [focused, setFocused] = useState<RejectedRecord | null>(null);
  const [editing, setEditing] = useState<RejectedRecord | null>(null);
  const { id, rejected } = dataset;
  const revision = useCase().data?.revision;
  const window = useCallback(
    (start: number, end: number, _sort: unknown, signal: AbortSignal) =>
      client.sources.rejects({ dataset: id, window: { start, end } }, { signal }),
    [client, id],
  );
  const file = useRef('');
  file.current = source?.fileName ?? '';
  const columns = useMemo<GridColumn<RejectedRecord>[]>(
    () => [
      { id: 'line', header: 'Line', width: 72, align: 'right', text: (row) => formatCount(row.line) },
      { id: 'column', header: 'Column', width: 120, text: (row) => row.column ?? 'whole record' },
      {
        id: 'reason',
        header: 'Reason',
        width: 230,
        flex: 3,
        text: (row) => `${row.reason} ${row.fix}`,
        render: (row) => (
          <span className={styles.check}>
            <span className={styles.checkTitle}>{row.reason}</span>
            <span className={styles.checkAbout}>{row.fix}</span>
          </span>
        ),
      },
      {
        id: 'raw',
        header: 'Text in the file',
        width: 180,
        flex: 2,
        text: (row) => row.raw,
        render: (row) => <span className={styles.mono}>{row.raw}</span>,
      },
      {
        id: 'state',
        header: 'Decision',
        width: 130,
        flex: 1,
        text: (row) => (isIn(row) ? `taken in: ${row.readmitted}` : 'left out'),
        render: (row) =>
          isIn(row) ? (
            <span className={styles.check}>
              <span className={styles.takenIn}>taken in</span>
              <span className={styles.checkAbout}>{row.readmitted}</span>
            </span>
          ) : (
            <span className={classes(styles.middle, styles.quiet)}>left out</span>
          ),
      },
      {
        id: 'action',
        header: 'Action',
        width: 104,
        align: 'right',
        text: (row) => (isIn(row) ? 'Look at it' : 'Correct…'),
        render: (row) => (
          <Button
            size="small"
            variant="quiet"
            onPress={() => setEditing(row)}
            aria-label={`${isIn(row) ? 'Look at' : 'Correct'} line ${row.line}`}
          >
            {isIn(row) ? 'Look at it' : 'Correct…'}
          </Button>
        ),
      },
    ],
    [],
  );
  if (total === 0)
    return (
      <Panel className={styles.tabBody}>
        <EmptyState title="Every record was imported">
          Records that do not fit the mapping would stand here with line, reason and repair; each could be corrected and taken in.
        </EmptyState>
      </Panel>
    );
  return (
    <div className={styles.rejected}>
      <p className={styles.lead}>
        {formatCount(rejected)} of {recordsWords(dataset)} of {source?.fileName ?? 'the file'} left out
        {total > rejected && `, ${formatCount(total - rejected)} corrected and taken in`}. Enter corrects the focused one.
      </p>
      <div className={styles.stretch}>
        <section className={styles.tablePanel} aria-label="Rejected records">
          <Grid
            label={`Rejected records of ${dataset.name}`}
            columns={columns}
            window={window}
            rowKey={rowKey}
            data={revision}
            tall
            onFocusRow={setFocused}
            onOpenRow={setEditing}
            onError={(error) => fail(FAILED, error)}
          />
        </section>
      </div>
      {focused && !editing && (
        <div className={styles.rawPanel}>
          <p className={styles.quiet}>
            {source?.fileName}, record {formatCount(focused.record)}, line {formatCount(focused.line)}
          </p>
          <pre className={styles.raw}>{focused.raw}</pre>
        </div>
      )}
      {editing && (
        <ReadmitDrawer key={editing.number} dataset={dataset} reject={editing} fileName={file.current} onClose={() => setEditing(null)} />
      )}
    </div>
  );
}
