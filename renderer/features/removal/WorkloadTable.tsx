import { formatCount, formatRange, formatShare } from '../../../shared/format/index.ts';
import { DataTable } from '../../app/controls/index.ts';
import type { Evaluation, Preview } from './preview.ts';

/** What each class gets after the removals on show, pessimistic to optimistic. */
export function WorkloadTable({ preview, evaluation }: { preview: Preview; evaluation: Evaluation }) {
  const rows = preview.model.classes.map((workload, index) => ({ ...workload, ...(evaluation.classes[index] ?? { low: 0, high: 0 }) }));
  return (
    <DataTable
      label="Workload classes"
      scrolls
      rows={rows}
      rowKey={(row) => row.name}
      columns={[
        { id: 'name', header: 'Workload class', rowHeader: true, wrap: true, cell: (row) => row.name },
        { id: 'wanted', header: 'Instances wanted', align: 'right', cell: (row) => formatCount(row.quantity) },
        { id: 'served', header: 'Servable now', align: 'right', cell: (row) => formatRange(row.low, row.high, formatCount) },
        {
          id: 'share',
          header: 'Share',
          align: 'right',
          cell: (row) => (row.quantity > 0 ? formatRange(row.low / row.quantity, row.high / row.quantity, formatShare) : '—'),
        },
        {
          id: 'capacity',
          header: 'Capacity with all',
          align: 'right',
          cell: (row) => formatRange(row.capacityLow, row.capacityHigh, formatCount),
        },
        { id: 'value', header: 'Value each', align: 'right', cell: (row) => formatCount(row.value) },
      ]}
    />
  );
}
