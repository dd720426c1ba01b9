import { baseWords, formatAsOf, formatBytes, formatCount, plural } from '../../../../shared/format/index.ts';
import type { Block } from '../document.ts';
import type { ReportInput } from '../input.ts';
import { joinedBlocks } from '../joins.ts';

/** Where the numbers come from: files with hashes, datasets, dates, rejected records, joins; `csvOf` names the attached table. */
export function sourceBlocks(input: ReportInput, csvOf: (table: string) => string): Block[] {
  return [
    {
      type: 'paragraph',
      text: 'Files are kept as received inside the case, with the hash of their bytes. Records that could not be read are kept aside with their reason and counted here; nothing was dropped or filled in.',
    },
    {
      type: 'table',
      id: 'Table S',
      caption: 'Source files and the datasets made from them',
      columns: [
        { label: 'Id', align: 'left', width: 'auto' },
        { label: 'File', align: 'left', width: 'wide' },
        { label: 'Size', align: 'right', width: 'auto' },
        { label: 'SHA-256', align: 'left', width: 'auto' },
        { label: 'Records', align: 'right', width: 'auto' },
        { label: 'Rejected', align: 'right', width: 'auto' },
        { label: 'Base', align: 'left', width: 'half' },
        { label: 'As of', align: 'left', width: 'auto' },
      ],
      rows: input.datasets.map((dataset) => {
        const source = input.sources.find(({ id }) => id === dataset.sourceId);
        return [
          `${dataset.sourceId}, ${dataset.id}`,
          source?.fileName ?? '—',
          source ? formatBytes(source.bytes) : '—',
          source ? `${source.sha256.slice(0, 12)}…` : '—',
          formatCount(dataset.rows),
          formatCount(dataset.rejected),
          dataset.base === null ? 'not stated' : baseWords(dataset.base),
          formatAsOf(dataset.asOf),
        ];
      }),
      source: csvOf('sources'),
    },
    ...dateSpread(input),
    ...joinedBlocks(input, csvOf('joins')),
  ];
}

/** How far the dates of the datasets lie apart. */
function dateSpread({ datasets }: ReportInput): Block[] {
  const days = datasets.flatMap(({ asOf }) => (asOf === null ? [] : [Date.parse(asOf)])).sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (datasets.length < 2 || first === undefined || last === undefined) return [];
  const undated = datasets.length - days.length;
  const apart = Math.round((last - first) / 86_400_000);
  const words =
    apart === 0
      ? 'All stated dates are the same day.'
      : `The oldest and the newest stated date lie ${plural(apart, 'day')} apart; numbers of different dates are never added up.`;
  return [{ type: 'paragraph', text: undated === 0 ? words : `${words} ${plural(undated, 'dataset states', 'datasets state')} no date.` }];
}

/** What the import found in the files. */
export function importBlocks({ datasets }: ReportInput): Block[] {
  const items = datasets.flatMap((dataset) => dataset.findings.map(({ message, advice }) => `${dataset.name}: ${message} ${advice}`));
  return items.length === 0
    ? []
    : [
        { type: 'heading', text: 'Findings of the import' },
        { type: 'list', items },
      ];
}
