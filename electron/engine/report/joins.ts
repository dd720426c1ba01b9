import { formatAsOf, formatCount } from '../../../shared/format/index.ts';
import { spreadWords } from '../../../shared/joins/words.ts';
import type { Block, DataTable } from './document.ts';
import type { ReportInput } from './input.ts';

/** Columns that datasets take from others, with both dates; nothing where there are none. */
export function joinedBlocks({ datasets }: ReportInput, csv: string): Block[] {
  const rows = datasets.flatMap(({ name, asOf, columns, rows: records }) =>
    columns.flatMap(({ name: column, joined }) => {
      if (!joined) return [];
      const { made, dataset, spreadHours, unmatched } = joined;
      const apart = spreadHours === null ? 'not known' : spreadHours === 0 ? 'same date' : spreadWords(spreadHours);
      return [
        [
          column,
          name,
          `${made}, from ${dataset}`,
          `${formatAsOf(asOf)} and ${formatAsOf(joined.asOf)}`,
          apart,
          `${formatCount(unmatched)} of ${formatCount(records)}`,
        ],
      ];
    }),
  );
  if (rows.length === 0) return [];
  return [
    { type: 'heading', text: 'Columns taken from other datasets' },
    {
      type: 'paragraph',
      text: 'Records are matched by equal keys. A record without a match stays unknown: it widens the range of a number and never counts as 0. Numbers that use such a column mix the dates of both datasets.',
    },
    {
      type: 'table',
      id: 'Table J',
      caption: 'Joined columns, with the dates of both datasets',
      columns: [
        { label: 'Column', align: 'left', width: 'auto' },
        { label: 'Of', align: 'left', width: 'half' },
        { label: 'How it is made', align: 'left', width: 'wide' },
        { label: 'As of', align: 'left', width: 'half' },
        { label: 'Apart', align: 'right', width: 'auto' },
        { label: 'Unknown', align: 'right', width: 'auto' },
      ],
      rows,
      source: csv,
    },
  ];
}

/** The same as data; `null` where no dataset takes a column. */
export function joinsTable({ datasets }: ReportInput): DataTable | null {
  const rows = datasets.flatMap(({ id, name, asOf, columns }) =>
    columns.flatMap(({ name: column, joined }) =>
      joined
        ? [
            [
              column,
              `${id} ${name}`,
              joined.made,
              `${joined.from} ${joined.dataset}`,
              asOf,
              joined.asOf,
              joined.spreadHours,
              joined.unmatched,
            ],
          ]
        : [],
    ),
  );
  if (rows.length === 0) return null;
  return {
    name: 'joins',
    title: 'Columns taken from other datasets',
    columns: [
      { name: 'column', description: 'name of the joined column' },
      { name: 'dataset', description: 'id and name of the dataset that has it' },
      { name: 'made', description: 'how one value is made of the matching records' },
      { name: 'side_table', description: 'id and name of the dataset that it is taken from' },
      { name: 'as_of', description: 'date of the facts of the dataset; empty = not stated' },
      { name: 'side_as_of', description: 'date of the facts that were taken; empty = not stated' },
      { name: 'apart_hours', description: 'hours between both dates; empty = not known' },
      { name: 'records_unknown', description: 'records of the dataset without a value' },
    ],
    rows,
  };
}
