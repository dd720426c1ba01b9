import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { FIELDS } from '../../../shared/case/dataset.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Drawer, ErrorNotice } from '../../app/controls/index.ts';
import { Grid, type GridColumn } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useDatasets } from '../../state/queries.ts';
import { type RecordsRequest, useUi } from '../../state/ui.ts';
import { RecordOrigin } from './RecordOrigin.tsx';
import styles from './records.module.css';

type RecordRow = { row: number; record: number; line: number; cells: (string | null)[] };
type Client = ReturnType<typeof useClient>;
type RecordsWindow = { total: number; columns: string[]; rows: RecordRow[] };

const ROWS = 'The records could not be read';
const rowKey = (row: RecordRow): string => String(row.row);

/** A window of the records that were asked for. */
function windowOf(client: Client, request: RecordsRequest, start: number, end: number, signal: AbortSignal): Promise<RecordsWindow> {
  const window = { start, end };
  return request.of === 'check'
    ? client.quality.rows({ dataset: request.dataset, check: request.check, window }, { signal })
    : client.lineage.rows({ spec: request.spec, key: request.key, window }, { signal });
}

/** The records behind a number or a finding, and where the chosen one comes from. Mounted by the shell while something is asked for. */
export function RecordsDrawer() {
  const request = useUi((state) => state.records);
  const showRecords = useUi((state) => state.showRecords);
  if (!request) return null;
  return (
    <Drawer title={request.title} note={request.note} isOpen onClose={() => showRecords(null)}>
      <Records key={JSON.stringify(request)} request={request} />
    </Drawer>
  );
}

function Records({ request }: { request: RecordsRequest }) {
  const client = useClient();
  const fail = useNotices((state) => state.fail);
  const types = useDatasets().data?.find(({ id }) => id === request.dataset)?.columns;
  const [chosen, setChosen] = useState<RecordRow | null>(null);
  const head = useQuery({
    queryKey: [...queryKeys.case, 'records', request],
    queryFn: ({ signal }) => windowOf(client, request, 0, 0, signal),
  });
  const names = head.data?.columns;
  const window = useCallback(
    (start: number, end: number, _sort: unknown, signal: AbortSignal) => windowOf(client, request, start, end, signal),
    [client, request],
  );
  const columns = useMemo<GridColumn<RecordRow>[]>(() => {
    const order = [...new Set<string>([...request.first, ...FIELDS, ...(names ?? [])])].filter((name) => names?.includes(name));
    return [
      { id: '#line', header: 'Line', width: 76, align: 'right', text: (row) => formatCount(row.line) },
      ...order.map((name): GridColumn<RecordRow> => {
        const at = names?.indexOf(name) ?? -1;
        const isNumber = types?.find((column) => column.name === name)?.type !== 'text';
        return {
          id: name,
          header: name,
          width: isNumber ? 84 : 120,
          align: isNumber ? 'right' : 'left',
          text: (row) => row.cells[at] ?? '—',
        };
      }),
    ];
  }, [names, request.first, types]);
  const latest = useRef(chosen);
  latest.current = chosen;
  const rowClasses = useMemo(() => ({ [styles.chosen as string]: (row: RecordRow) => row.row === latest.current?.row }), []);
  const choose = useCallback((row: RecordRow) => setChosen(row), []);
  if (head.error)
    return (
      <div className={styles.problem}>
        <ErrorNotice error={head.error} effect="The records behind this are not shown." />
      </div>
    );
  if (!head.data) return <p className={styles.wait}>Looking for the records</p>;
  const { total } = head.data;
  return (
    <div className={styles.records}>
      <p className={styles.count}>
        {plural(total, 'record')}
        {total > 0 && ', in the order of the file; arrow keys choose one'}
      </p>
      <div className={styles.grid} style={{ height: `min(42vh, ${Math.max(2, Math.min(total, 12)) * 28 + 46}px)` }}>
        <Grid
          label={`${request.title}: records`}
          columns={columns}
          window={window}
          rowKey={rowKey}
          rowClasses={rowClasses}
          version={chosen?.row ?? null}
          onFocusRow={choose}
          focusFirst
          fitColumns
          emptyText="No record"
          onError={(error) => fail(ROWS, error)}
        />
      </div>
      {chosen !== null && <RecordOrigin dataset={request.dataset} record={chosen.record} row={chosen.row} />}
    </div>
  );
}
