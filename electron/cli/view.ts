import { Command, InvalidArgumentError, Option } from 'commander';
import { type Base, baseSchema } from '../../shared/case/dataset.ts';
import { TOP_GROUPS, UNKNOWN_POLICIES, type UnknownPolicy, type ViewRow, wholeSpec } from '../../shared/case/view.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { everyRow } from '../engine/every-row.ts';
import type { Engine } from '../engine/index.ts';
import { tableCsv } from '../engine/report/csv.ts';
import { rankingTable } from '../engine/report/ranking-table.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { entitiesOption } from './entities.ts';
import { type Output, print } from './output.ts';
import { type MeasureOptions, measuresDocument, measuresOfView, measuresText, spreadOfView, withMeasureOptions } from './view-measures.ts';
import { textOf } from './view-text.ts';

type Options = {
  case: string;
  dataset?: string;
  by: string;
  weight: string;
  where: string;
  entities: EntityPolicy;
  unknown: UnknownPolicy;
  top: number;
  split: string;
  columns: string;
  base: Base | '';
  nakamoto: string[];
  csv?: boolean;
  save?: string;
} & MeasureOptions;

function positive(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1 is expected');
  return count;
}

/** All groups of a view, window by window, with the values of the second dimension inside them. */
export async function allGroups(engine: Engine, handle: string): Promise<ViewRow[]> {
  return (await everyRow((window) => engine.client.views.rows({ handle, window, expanded: 'all' }))).rows;
}

/** `view --case CASE --dataset N --by DIM --weight W [--where EXPR]`: ranking and metrics of one view. */
export function viewCommand(output: Output): Command {
  return withDataset(
    withMeasureOptions(new Command('view')).description(
      'ranks a dimension by a weight and prints the concentration metrics with bounds for unknown mass',
    ),
  )
    .requiredOption('--by <dimension>', 'column to group by')
    .requiredOption('--weight <weight>', 'numeric column, count for the number of records, or a formula such as "gpu_count * price"')
    .option('--where <filter>', 'filter, e.g. "Status = \'Existing\' and gpu_count >= 8"', '')
    .addOption(entitiesOption())
    .addOption(
      new Option(
        '--unknown <policy>',
        'what weight of unknown entity does: widens ranges, is left out, is an entity record by record or together',
      )
        .choices(UNKNOWN_POLICIES)
        .default('bounds'),
    )
    .addOption(new Option('--top <count>', 'groups that are listed; the others are counted').argParser(positive).default(TOP_GROUPS))
    .option('--split <dimension>', 'second dimension, nested in the first', '')
    .option('--columns <dimension>', 'dimension whose values are put across', '')
    .addOption(
      new Option('--base <rung>', 'supply base by which records are kept, where a column states it')
        .choices(baseSchema.options)
        .default(''),
    )
    .addOption(
      new Option('--nakamoto <fractions>', 'fractions of the Nakamoto coefficient, e.g. 1/3,0.51')
        .argParser((text: string) => text.split(',').map((part) => part.trim()))
        .default([]),
    )
    .option('--csv', 'print the whole ranked table as CSV')
    .option('--save <name>', 'keep the view in the case under this name, for the report')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const { by, weight, where, entities, unknown, top, split, columns, base } = options;
        const spec = wholeSpec({ dataset: dataset.id, by, weight, where, entities, unknown, top, split, columns, base });
        const result = await engine.client.views.open(spec);
        const groups = await allGroups(engine, result.handle);
        if (options.csv) {
          if (options.save !== undefined) await engine.client.views.save({ name: options.save, spec });
          output.out(tableCsv(rankingTable({ name: options.save ?? dataset.name, label: '1', result, groups })));
          return;
        }
        const asked = { ...options, fraction: [...options.fraction, ...options.nakamoto] };
        const measures = await measuresOfView(engine, spec, asked);
        const spread = await spreadOfView(engine, dataset, spec, asked);
        if (options.save !== undefined) await engine.client.views.save({ name: options.save, spec });
        const document = {
          dataset: dataset.name,
          by: options.by,
          weight: options.weight,
          ...(result.stamp.weightUnit === undefined ? {} : { weightUnit: result.stamp.weightUnit }),
          where: options.where,
          entityPolicy: result.stamp.entities,
          unknownPolicy: result.stamp.unknownPolicy,
          merged: result.stamp.merged,
          base: result.stamp.base,
          asOf: dataset.asOf,
          sample: dataset.sample,
          ...(result.stamp.joined ? { joined: result.stamp.joined } : {}),
          rows: result.rows,
          ...(result.sums ? { sums: result.sums } : {}),
          entities: result.entities,
          total: result.total,
          groups: groups.filter(({ level = 0 }) => level === 0).map(({ key, value, share, rows }) => ({ key, value, share, rows })),
          ...(result.stamp.weightIs === undefined ? {} : { weightIs: result.stamp.weightIs }),
          ...(split === '' && columns === '' ? {} : { split, columns, lines: groups }),
          ...(result.pivot ? { pivot: result.pivot } : {}),
          ...(result.baseLeftOut ? { baseLeftOut: result.baseLeftOut } : {}),
          unknown: result.unknown,
          other: result.other,
          partial: result.partial ?? [],
          weightBounds: result.weightBounds ?? null,
          outer: result.outer ?? [],
          weightMissing: result.weightMissing,
          metrics: result.metrics,
          reasons: result.reasons,
          nakamotoDetail: result.nakamotoDetail,
          leaders: result.leaders,
          finding: result.finding,
          ...measuresDocument(measures, spread, asked),
        };
        print(output, document, () => `${textOf(result, groups, options.top)}\n\n${measuresText(measures, spread, asked)}`.trimEnd());
      }),
    );
}
