import { baseWords, formatAsOf, formatBytes, formatCount } from '../../../shared/format/index.ts';
import { dataDecisionBlocks } from './data-decisions.ts';
import type { Block, Section } from './document.ts';
import type { ReportInput } from './input.ts';
import { joinedBlocks } from './joins.ts';

/** Where the numbers come from: files with hashes, datasets, rejected records, findings of the import; `csvOf` names the attached table. */
export function sourcesSection(input: ReportInput, csvOf: (table: string) => string): Section {
  const findings = input.datasets.flatMap((dataset) => dataset.findings.map((finding) => ({ dataset, finding })));
  return {
    title: 'Sources and supply base',
    blocks: [
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
      ...joinedBlocks(input, csvOf('joins')),
      ...dataDecisionBlocks(input, csvOf('waived-checks'), csvOf('corrected-records')),
      ...(findings.length === 0 ? [] : [{ type: 'heading' as const, text: 'Findings of the import' }]),
      ...findings.map(
        ({ dataset, finding }): Block => ({ type: 'paragraph', text: `${dataset.name}: ${finding.message} ${finding.advice}` }),
      ),
    ],
  };
}
