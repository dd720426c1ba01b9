import { useCallback, useState } from 'react';
import type { Dataset, Reject } from '../../../shared/case/dataset.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { ChipMenu, EmptyState, Panel } from '../../app/controls/index.ts';
import { Grid, type GridColumn } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import styles from './sources.module.css';

const COLUMNS: readonly GridColumn<Reject>[] = [
  { id: 'line', header: 'Line', width: 88, align: 'right', text: (reject) => formatCount(reject.line) },
  { id: 'record', header: 'Record', width: 88, align: 'right', text: (reject) => formatCount(reject.record) },
  { id: 'column', header: 'Column', width: 150, text: (reject) => reject.column ?? '—' },
  { id: 'reason', header: 'Reason', width: 260, flex: 2, text: (reject) => reject.reason },
  { id: 'fix', header: 'What would make it fit', width: 240, flex: 2, text: (reject) => reject.fix },
  { id: 'raw', header: 'Text in the file', width: 220, flex: 1, text: (reject) => reject.raw },
];

/** Records that were not imported, in windows; the focused one is shown whole below. */
export function RejectedRows(props: { datasets: readonly Dataset[]; chosen: string | null; onChoose: (dataset: string) => void }) {
  const client = useClient();
  const [focused, setFocused] = useState<Reject | null>(null);
  const withRejects = props.datasets.filter((dataset) => dataset.rejected > 0);
  const dataset = withRejects.find((candidate) => candidate.id === props.chosen) ?? withRejects[0];
  const id = dataset?.id;
  const window = useCallback(
    (start: number, end: number, _sort: unknown, signal: AbortSignal) =>
      id ? client.sources.rejects({ dataset: id, window: { start, end } }, { signal }) : Promise.resolve({ total: 0, rows: [] }),
    [client, id],
  );
  if (!dataset) {
    return (
      <Panel className={styles.tabBody}>
        <EmptyState title="Every record was imported">
          Records that do not fit the mapping would stand here with line, reason and repair.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className={`${styles.rejects} ${styles.tabBody}`}>
      <div>
        <ChipMenu
          label="dataset"
          items={withRejects.map((item) => ({ id: item.id, label: item.name, hint: formatCount(item.rejected) }))}
          selected={dataset.id}
          onSelect={props.onChoose}
        />
      </div>
      <div className={styles.grid} style={{ height: Math.min(dataset.rejected, 24) * 36 + 48 }}>
        <Grid
          label={`${plural(dataset.rejected, 'record')} of ${dataset.name} not imported`}
          columns={COLUMNS}
          window={window}
          rowKey={(reject) => `${reject.record}:${reject.column ?? ''}`}
          onFocusRow={setFocused}
        />
      </div>
      {focused && (
        <div className={styles.detail}>
          <h2>
            Line {formatCount(focused.line)}: {focused.reason}
          </h2>
          <p>{focused.fix}</p>
          <pre className={styles.raw}>{focused.raw}</pre>
        </div>
      )}
    </div>
  );
}
