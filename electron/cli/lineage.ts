import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import type { Origin } from '../../shared/contract/lineage.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { plural } from '../../shared/format/index.ts';
import { everyRow } from '../engine/every-row.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { entitiesOption } from './entities.ts';
import { wholeNumber } from './options.ts';
import { type Output, print } from './output.ts';

type Options = {
  case: string;
  dataset?: string;
  by?: string;
  key?: string;
  unknown?: boolean;
  weight: string;
  where: string;
  entities: EntityPolicy;
  record?: number;
};

/** Cells of a row that a record became; `of` = `row 2 of 3` where there are several. */
function rowText(of: string | null, { readmitted, cells }: Pick<Origin, 'readmitted' | 'cells'>): string[] {
  return [
    '',
    ...(of === null ? [] : [of]),
    ...(readmitted === null ? [] : [`corrected and taken in: ${readmitted}`]),
    ...cells.map(({ column, header, value, given, rule }) => {
      const from = header === column ? '' : ` (from "${header}")`;
      return `${column}${from}: ${value ?? 'no value'}${rule === null ? '' : `, read from ${JSON.stringify(given)} by ${rule}`}`;
    }),
  ];
}

function originText(origin: Origin): string {
  const { source, record, line, raw, member, truncated, others } = origin;
  const rows = [origin, ...others];
  return [
    `record ${record}, line ${line} of ${member === null ? '' : `${member} in `}${source.fileName} (SHA-256 ${source.sha256})`,
    raw.replace(/\r?\n$/, '') + (truncated ? ' ...' : ''),
    ...rows.flatMap((row, at) => rowText(rows.length === 1 ? null : `row ${at + 1} of ${rows.length} of this record`, row)),
  ].join('\n');
}

/** `lineage --case CASE --by DIM [--key K | --unknown]` or `--record N`: from a number to its records, and from a record to its file. */
export function lineageCommand(output: Output): Command {
  return withDataset(
    new Command('lineage').description('lists the records behind a number of a view; with --record the file, place and text of one record'),
  )
    .option('--by <dimension>', 'dimension of the view')
    .option('--key <name>', 'one group of the view, as the view names it; without it all records of the view')
    .option('--unknown', 'the records without a value of the dimension')
    .option('--weight <weight>', 'weight of the view', 'count')
    .option('--where <filter>', 'filter of the view', '')
    .addOption(entitiesOption())
    .option('--record <number>', 'one record, by its number in the file', wholeNumber)
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        if (options.record !== undefined) {
          const origin = await engine.client.lineage.record({ dataset: dataset.id, record: options.record });
          return print(output, { dataset: dataset.name, ...origin }, () => originText(origin));
        }
        if (options.by === undefined)
          throw new ChokepointError(
            'usage',
            'Neither a dimension nor a record was named.',
            'Add --by DIMENSION for the records behind a number, or --record NUMBER for one record.',
            {},
          );
        const { by, weight, where, entities } = options;
        const spec = { dataset: dataset.id, by, weight, where, entities };
        const key = options.unknown ? null : options.key;
        const { columns, rows } = await everyRow((window) => engine.client.lineage.rows({ spec, key, window }));
        print(
          output,
          { dataset: dataset.name, by, key: key ?? null, unknown: options.unknown === true, weight, where, columns, rows },
          () =>
            [
              `${dataset.name}: ${plural(rows.length, 'record')}`,
              ...rows.map(
                ({ record, line, cells }) =>
                  `record ${record}, line ${line}: ${cells.map((cell, at) => `${columns[at]}=${cell ?? ''}`).join(', ')}`,
              ),
            ].join('\n'),
        );
      }),
    );
}
