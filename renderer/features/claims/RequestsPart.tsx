import { ClipboardList } from 'lucide-react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import { Badge, Button, DataTable, EmptyState, ErrorNotice, Panel } from '../../app/controls/index.ts';
import styles from './claims.module.css';
import { type ExportKind, useRequests } from './useClaims.ts';

const NEEDS = { required: 'required', sharper: 'closes a range', mapping: 'not mapped' } as const;

/** What to ask the network for: fields that claims need, then those that would close a range. */
export function RequestsPart({ dataset, onExport }: { dataset: Dataset; onExport: (what: ExportKind) => void }) {
  const { data: fields, error } = useRequests(dataset);
  if (error) return <ErrorNotice error={error} effect="No list is shown." />;
  if (!fields) return null;
  if (fields.length === 0)
    return (
      <Panel>
        <EmptyState icon={<ClipboardList size={28} />} title="There is nothing to ask for">
          Every claim of this dataset is computed, or does not apply.
        </EmptyState>
      </Panel>
    );
  return (
    <Panel
      flush
      className={styles.natural}
      title="To ask the network for"
      aside={
        <span className={styles.buttons}>
          <Button size="small" onPress={() => onExport('request-text')}>
            Export as text
          </Button>
          <Button size="small" onPress={() => onExport('requests')}>
            Export as CSV
          </Button>
          <Button size="small" onPress={() => onExport('template')}>
            Export the sheet
          </Button>
        </span>
      }
    >
      <DataTable
        label="Request list"
        rows={fields}
        rowKey={({ field }) => field}
        columns={[
          { id: 'field', header: 'Field', rowHeader: true, cell: ({ field }) => <code>{field}</code> },
          {
            id: 'need',
            header: 'Need',
            cell: ({ need }) => <Badge tone={need === 'sharper' ? undefined : 'warning'}>{NEEDS[need]}</Badge>,
          },
          { id: 'claims', header: 'Claims', cell: ({ claims }) => claims.join(', ') },
          { id: 'why', header: 'Why', wrap: true, cell: ({ why }) => why },
          {
            id: 'what',
            header: 'What',
            wrap: true,
            cell: ({ meaning, alternatives }) => `${meaning}${alternatives.length > 0 ? ` Or instead: ${alternatives.join(', ')}.` : ''}`,
          },
          {
            id: 'format',
            header: 'Format and example',
            wrap: true,
            cell: ({ format, example }) => `${format}${example === '' ? '' : `: ${example}`}`,
          },
        ]}
      />
    </Panel>
  );
}
