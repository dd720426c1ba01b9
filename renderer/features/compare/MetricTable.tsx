import type { ComparedSide } from '../../../shared/case/compare.ts';
import { METRIC_ROWS, NO_BOUND } from '../../../shared/compare/metric-rows.ts';
import { formatBound } from '../../../shared/format/index.ts';
import { type DataColumn, DataTable, Panel } from '../../app/controls/index.ts';
import { marked, markNote } from './words.ts';

/** A line of the table: what it says and one cell a side. */
export type MetricLine = { label: string; cells: readonly string[] };

type Props = {
  title: string;
  sides: readonly ComparedSide[];
  /** heads of the columns, one a side */
  labels: readonly string[];
  mark: string | null;
  /** lines below those of the metrics */
  more?: readonly MetricLine[];
};

/** Every metric of every side with its range. */
export function MetricTable({ title, sides, labels, mark, more = [] }: Props) {
  const rows: MetricLine[] = [
    ...METRIC_ROWS.map(({ id, label, of, format }) => ({
      label,
      cells: sides.map(({ metrics, outer }) => marked(formatBound(metrics ? of(metrics) : NO_BOUND, format, outer.includes(id)), mark)),
    })),
    ...more,
  ];
  const columns: DataColumn<MetricLine>[] = [
    { id: 'metric', header: 'Metric', rowHeader: true, cell: ({ label }) => label },
    ...labels.map(
      (header, index): DataColumn<MetricLine> => ({ id: String(index), header, align: 'right', cell: ({ cells }) => cells[index] }),
    ),
  ];
  return (
    <Panel title={title} aside="stated (low to high)" flush>
      <DataTable label={title} scrolls columns={columns} rows={rows} rowKey={({ label }) => label} caption={markNote(mark) ?? undefined} />
    </Panel>
  );
}
