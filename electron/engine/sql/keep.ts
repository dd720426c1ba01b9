import type { Dialect, Finding } from '../../../shared/case/dataset.ts';
import type { SqlCell, SqlResult } from '../../../shared/case/sql.ts';
import { sumsOfTables } from '../../../shared/claims/sums.ts';
import { baseWords, formatAsOf, formatCount, plural } from '../../../shared/format/index.ts';

/** Column that says of a fictional network that it is one. */
const SAMPLE = 'sample';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Texts stand in quotes, so that none is taken for a comment. A result has no empty text: it would be no value in a file. */
function cellText(cell: SqlCell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : quoted(cell);
}

/** What the lines above the header say: the statement, and what it read. */
function comments({ stamp, rows }: SqlResult, caseTitle: string, at: string): string[] {
  return [
    `Result of SQL on the case "${caseTitle}", revision ${stamp.revision}, ${at}: ${plural(rows.length, 'row')}`,
    ...stamp.statement.split(/\r?\n/),
    ...stamp.datasets.map(
      ({ id, name, rows: all, rejected, base, asOf }) =>
        `${id} "${name}": ${plural(all, 'record')}${rejected > 0 ? `, ${formatCount(rejected)} rejected` : ''}, ${baseWords(base)}, ${formatAsOf(asOf)}`,
    ),
    ...sumsOfTables(stamp.datasets),
    stamp.links
      ? 'Columns ending in ".group": accounts joined by the confirmed links of the case. Other columns: accounts as given.'
      : 'Accounts as given: no links between them are applied.',
  ];
}

/** A result as a file that says in its first lines what it was made of, and how that file is to be read. */
export function resultFile(result: SqlResult, caseTitle: string, at: string): { text: string; dialect: Dialect } {
  const isSample = result.stamp.datasets.some(({ sample }) => sample);
  const above = comments(result, caseTitle, at).map((line) => `# ${line}`);
  const header = [...result.columns.map(({ name }) => quoted(name)), ...(isSample ? [SAMPLE] : [])];
  const records = result.rows.map((row) => [...row.map(cellText), ...(isSample ? [SAMPLE.toUpperCase()] : [])]);
  return {
    text: `${[...above, ...[header, ...records].map((cells) => cells.join(','))].join('\n')}\n`,
    dialect: {
      format: 'csv',
      encoding: 'utf-8',
      bom: false,
      delimiter: ',',
      quote: '"',
      headerLine: above.length,
      decimalMark: '.',
      thousandsMark: null,
      comment: null,
      notesBelow: 0,
      totals: 'keep',
    },
  };
}

/** What the dataset says of itself on the Quality and Sources screens and in reports. */
export function madeBySql({ stamp, columns }: SqlResult): Finding {
  const read = stamp.datasets.map(({ id, name }) => `${id} "${name}"`);
  return {
    code: 'made-by-sql',
    message: `These records are the result of a statement on ${read.length === 0 ? 'no dataset' : read.join(', ')}: ${stamp.statement}`,
    advice: `Numbers of it rest on what that statement does, and on ${stamp.links ? 'the confirmed links of that time' : 'accounts as given'}; its file holds the statement and what it read.`,
    details: { statement: stamp.statement, datasets: stamp.datasets.map(({ id }) => id), columns: columns.length },
  };
}

/** The value that all have, `null` where they differ or there is none. */
export function shared<T>(values: readonly T[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
