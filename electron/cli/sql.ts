import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import {
  MOST_SQL_ROWS,
  MOST_SQL_SECONDS,
  type SqlResult,
  type SqlTable,
  USUAL_SQL_ROWS,
  USUAL_SQL_SECONDS,
} from '../../shared/case/sql.ts';
import { sumsOfTables } from '../../shared/claims/sums.ts';
import { baseWords, formatAsOf, formatCount, plural } from '../../shared/format/index.ts';
import { tableCsv } from '../engine/report/csv.ts';
import { finish, withCase } from './case.ts';
import { wholeNumberFrom } from './options.ts';
import { type Output, print, table } from './output.ts';

type Options = { case: string; csv?: boolean; limit?: number; timeout?: number; as?: string };

function resultText({ columns, rows, truncated, limit, stamp }: SqlResult): string {
  const right = columns.flatMap(({ type }, at) => (type === 'number' ? [at] : []));
  const shown = rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : String(cell))));
  const read = stamp.datasets.map(({ id, name, base, asOf }) => `${id} ${name}, ${baseWords(base)}, ${formatAsOf(asOf)}`);
  return [
    table([columns.map(({ name }) => name), ...shown], right),
    '',
    `${plural(rows.length, 'row')}${truncated ? `, cut off at ${formatCount(limit)}: there are more` : ''}${read.length > 0 ? `. Read: ${read.join('; ')}. ${stamp.links ? 'Groups by the confirmed links.' : 'Accounts as given.'}` : ''}`,
    ...sumsOfTables(stamp.datasets),
  ].join('\n');
}

function tablesText(tables: readonly SqlTable[]): string {
  return tables
    .flatMap(({ table: id, name, rows, columns }) => [
      `${id} "${name}", ${plural(rows, 'record')}`,
      ...columns.map((column) => `  ${column.name} ${column.type}${column.about === null ? '' : `: ${column.about}`}`),
    ])
    .join('\n');
}

/** `sql STATEMENT --case CASE`: one statement that reads, each dataset a table by its id; without a statement the tables. */
export function sqlCommand(output: Output): Command {
  return new Command('sql')
    .description(
      'runs one SQL statement that reads; each dataset is a table by its id (D1, D2, …); without a statement it lists the tables',
    )
    .argument('[statement]', 'SELECT, WITH or VALUES, in quotes')
    .requiredOption('--case <case>', 'case file')
    .option('--limit <rows>', `most rows of the result, up to ${MOST_SQL_ROWS} (${USUAL_SQL_ROWS} unless said)`, wholeNumberFrom(1))
    .option(
      '--timeout <seconds>',
      `seconds that it may run, up to ${MOST_SQL_SECONDS} (${USUAL_SQL_SECONDS} unless said)`,
      wholeNumberFrom(1),
    )
    .option('--as <name>', 'keeps the whole result as a dataset of this name, which views can be made of')
    .option('--csv', 'print the result as CSV')
    .option('--json', 'print one JSON document')
    .action((statement: string | undefined, { case: path, csv, limit, timeout: seconds, as: name }: Options) =>
      withCase(path, output, async (engine) => {
        const time = seconds === undefined ? {} : { seconds };
        if (statement === undefined) {
          const tables = await engine.client.sql.tables();
          print(output, { tables }, () => tablesText(tables));
          return;
        }
        if (name !== undefined) {
          if (limit !== undefined)
            throw new ChokepointError(
              'usage',
              'A dataset is the whole result, so --limit does not go with --as.',
              'Write LIMIT in the statement.',
              {},
            );
          const { dataset, source, findings } = await finish(await engine.client.sql.keep({ statement, name, ...time }), output);
          print(
            output,
            { dataset, source, findings },
            () =>
              `${dataset.id} "${dataset.name}": ${plural(dataset.rows, 'record')}, ${formatCount(dataset.rejected)} rejected, SHA-256 ${source.sha256.slice(0, 16)}`,
          );
          return;
        }
        const result = await finish(await engine.client.sql.run({ statement, ...(limit === undefined ? {} : { limit }), ...time }), output);
        if (csv && !output.json)
          output.out(
            tableCsv({
              name: 'sql',
              title: 'Result',
              columns: result.columns.map((column) => ({ name: column.name, description: '' })),
              rows: result.rows,
            }),
          );
        else print(output, result, () => resultText(result));
      }),
    );
}
