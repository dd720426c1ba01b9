import type { Waiver } from '../../../shared/case/quality.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { CHECKS } from '../../../shared/quality/run.ts';
import type { Correction } from '../analysis/facts.ts';
import type { Block, DataTable } from './document.ts';
import type { ReportInput } from './input.ts';

const checkOf = (id: string) => CHECKS.find((check) => check.id === id);
const nameOf = ({ datasets }: Pick<ReportInput, 'datasets'>, dataset: string) => datasets.find(({ id }) => id === dataset)?.name ?? dataset;

/** What persons decided about the data: checks that they let stand, records that they corrected; nothing where there are none. */
export function dataDecisionBlocks(input: ReportInput, waiversCsv: string, correctionsCsv: string): Block[] {
  const { waivers, corrections } = input;
  const waived: Block[] = [
    { type: 'heading', text: 'Waived checks' },
    { type: 'paragraph', text: 'These checks failed, and a person lets them stand. A waiver changes no number.' },
    {
      type: 'table',
      id: 'Table W',
      caption: 'Waived checks with reason and name',
      columns: [
        { label: 'Dataset', align: 'left', width: 'half' },
        { label: 'Check', align: 'left', width: 'half' },
        { label: 'Effect', align: 'left', width: 'auto' },
        { label: 'Claims', align: 'left', width: 'auto' },
        { label: 'Reason', align: 'left', width: 'wide' },
        { label: 'Name', align: 'left', width: 'auto' },
      ],
      rows: waivers.map(({ dataset, check, reason, name }) => [
        nameOf(input, dataset),
        checkOf(check)?.title ?? check,
        checkOf(check)?.effect ?? '—',
        checkOf(check)?.claims.join(' ') ?? '—',
        reason,
        name,
      ]),
      source: waiversCsv,
    },
  ];
  const corrected: Block[] = [
    { type: 'heading', text: 'Corrected records' },
    {
      type: 'paragraph',
      text: 'These records were rejected by the import, corrected by a person and taken in; every number counts them. The files themselves were not changed.',
    },
    {
      type: 'table',
      id: 'Table C',
      caption: 'Corrected records with the reason of the correction',
      columns: [
        { label: 'Dataset', align: 'left', width: 'half' },
        { label: 'Line', align: 'right', width: 'auto' },
        { label: 'What was wrong', align: 'left', width: 'wide' },
        { label: 'Reason of the correction', align: 'left', width: 'wide' },
      ],
      rows: corrections.map(({ dataset, line, problem, reason }) => [nameOf(input, dataset), formatCount(line), problem, reason]),
      source: correctionsCsv,
    },
  ];
  return [...(waivers.length === 0 ? [] : waived), ...(corrections.length === 0 ? [] : corrected)];
}

const datasetColumn = { name: 'dataset', description: 'id and name of the dataset' };

function waiversTable(input: ReportInput, waivers: readonly Waiver[]): DataTable {
  return {
    name: 'waived-checks',
    title: 'Failed checks that a person lets stand',
    columns: [
      datasetColumn,
      { name: 'check', description: 'id of the check' },
      { name: 'title', description: 'what the check asks for' },
      { name: 'effect', description: 'what its failure does: block, bound, reject or note' },
      { name: 'claims', description: 'claims that it touches' },
      { name: 'reason', description: 'why it may stand' },
      { name: 'name', description: 'who decided' },
    ],
    rows: waivers.map(({ dataset, check, reason, name }) => [
      `${dataset} ${nameOf(input, dataset)}`,
      check,
      checkOf(check)?.title ?? null,
      checkOf(check)?.effect ?? null,
      checkOf(check)?.claims.join(' ') ?? null,
      reason,
      name,
    ]),
  };
}

function correctionsTable(input: ReportInput, corrections: readonly Correction[]): DataTable {
  return {
    name: 'corrected-records',
    title: 'Rejected records that were corrected and taken in',
    columns: [
      datasetColumn,
      { name: 'record', description: 'number of the record in the file' },
      { name: 'line', description: 'line on which it starts' },
      { name: 'problem', description: 'why the import rejected it' },
      { name: 'text_in_file', description: 'the record as it stands in the file, at most 2,000 characters' },
      { name: 'corrected_cells', description: 'cells as taken in, a JSON array in the order of the columns; null = no value' },
      { name: 'reason', description: 'why this is what the record means' },
    ],
    rows: corrections.map(({ dataset, record, line, problem, raw, cells, reason }) => [
      `${dataset} ${nameOf(input, dataset)}`,
      record,
      line,
      problem,
      raw,
      cells,
      reason,
    ]),
  };
}

/** The same as data, a table each where there is something to say. */
export function dataDecisionTables(input: ReportInput): DataTable[] {
  const { waivers, corrections } = input;
  return [
    ...(waivers.length === 0 ? [] : [waiversTable(input, waivers)]),
    ...(corrections.length === 0 ? [] : [correctionsTable(input, corrections)]),
  ];
}
