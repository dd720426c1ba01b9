import { Command, InvalidArgumentError, Option } from 'commander';
import { type Group, TOP_GROUPS, UNKNOWN_POLICIES, type UnknownPolicy, type ViewResult } from '../../shared/case/view.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import {
  boundWords,
  endsWords,
  entityWords,
  formatBits,
  formatCount,
  formatEffectiveNumber,
  formatHhi,
  formatIndex,
  formatShare,
  joinedWords,
  plural,
  unknownWords,
} from '../../shared/format/index.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset, withCase } from './case.ts';
import { entitiesOption } from './entities.ts';
import { type Output, print, table } from './output.ts';
import { type MeasureOptions, measuresDocument, measuresOfView, measuresText, spreadOfView, withMeasureOptions } from './view-measures.ts';

type Options = {
  case: string;
  dataset?: string;
  by: string;
  weight: string;
  where: string;
  entities: EntityPolicy;
  unknown: UnknownPolicy;
  top: number;
  save?: string;
} & MeasureOptions;

const WINDOW = 2000;

/** What is open in the weight of some records: values that a join did not find, or bounds that the records state. */
function openWords({ joined, weight, weightIs }: ViewResult['stamp'], records: number): string {
  if (weightIs !== undefined) return records === 1 ? 'leaves open its' : 'leave open their';
  if (joined?.some(({ column }) => column === weight)) return records === 1 ? 'has no known' : 'have no known';
  return records === 1 ? 'states bounds of' : 'state bounds of';
}

function positive(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1 is expected');
  return count;
}

/** All groups of a view, window by window. */
export async function allGroups(engine: Engine, handle: string): Promise<(Group & { rank: number })[]> {
  const groups: (Group & { rank: number })[] = [];
  for (;;) {
    const { total, rows } = await engine.client.views.rows({ handle, window: { start: groups.length, end: groups.length + WINDOW } });
    groups.push(...rows);
    if (groups.length >= total || rows.length === 0) return groups;
  }
}

function textOf(result: ViewResult, groups: readonly Group[], top: number): string {
  const { metrics, stamp, unknown } = result;
  const rows = groups
    .slice(0, top)
    .map(({ key, value, share, cumulative, rows: records, ends }, index) => [
      String(index + 1),
      key,
      String(value),
      formatShare(share),
      formatShare(cumulative),
      String(records),
      ...(result.weightBounds ? [ends ? endsWords(ends) : ''] : []),
    ]);
  const heads = [stamp.weight, 'share', 'cumulative'].map((head) => (result.weightBounds ? `stated ${head}` : head));
  const number = (name: string, text: string) => `${name.padEnd(22)}${text}`;
  return [
    result.finding,
    `${stamp.dataset}, ${stamp.base ?? 'base not stated'}, as of ${stamp.asOf ?? 'not stated'}, ${stamp.weight} by ${stamp.by}${stamp.where === '' ? '' : `, where ${stamp.where}`}${stamp.entities === null ? '' : `, ${entityWords(stamp.entities, stamp.merged)}`}${stamp.unknownPolicy === 'bounds' ? '' : `, ${unknownWords(stamp.unknownPolicy)}`}`,
    `${plural(result.rows, 'record')}, ${plural(result.entities, 'entity', 'entities')}, total ${result.total}${result.weightBounds ? ` stated, ${endsWords(result.weightBounds)} with records that state bounds` : ''}, unknown ${unknown.value} (${formatShare(unknown.share)}, ${plural(unknown.rows, 'record')})`,
    ...(result.partial ?? []).map(
      ({ key, value, rows: records, among }) => `one of ${among ?? 'any'}: ${key}, ${value} (${plural(records, 'record')})`,
    ),
    ...(result.weightBounds
      ? [`${plural(result.weightBounds.rows, 'record')} ${openWords(stamp, result.weightBounds.rows)} ${stamp.weight}; in the ranges only`]
      : []),
    ...(result.outer?.length ? [`ranges that may be wider than the data allow: ${result.outer.join(', ')}`] : []),
    ...(stamp.joined ?? []).map((joined) => `joined: ${joinedWords(joined)}`),
    '',
    number('HHI (0 to 10,000)', boundWords(result, metrics.hhi, formatHhi)),
    number('effective number', boundWords(result, metrics.effectiveNumber.q2, formatEffectiveNumber)),
    number('largest share', boundWords(result, metrics.cr1, formatShare)),
    number('four largest', boundWords(result, metrics.cr4, formatShare)),
    ...(['1/3', '1/2', '2/3'] as const).map((threshold) =>
      number(`k for > ${threshold}`, boundWords(result, metrics.nakamoto[threshold], formatCount)),
    ),
    number('Gini', boundWords(result, metrics.gini, formatIndex)),
    number('Theil', boundWords(result, metrics.theil, formatIndex)),
    number('entropy (bits)', boundWords(result, metrics.shannonBits, formatBits)),
    '',
    table([['', stamp.by, ...heads, 'records', ...(result.weightBounds ? ['low to high'] : [])], ...rows], [0, 2, 3, 4, 5, 6]),
    groups.length > top ? `and ${groups.length - top} more` : '',
  ]
    .join('\n')
    .trimEnd();
}

/** `view --case CASE --dataset N --by DIM --weight W [--where EXPR]`: ranking and metrics of one view. */
export function viewCommand(output: Output): Command {
  return withMeasureOptions(new Command('view'))
    .description('ranks a dimension by a weight and prints the concentration metrics with bounds for unknown mass')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)')
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
    .option('--save <name>', 'keep the view in the case under this name, for the report')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const { by, weight, where, entities, unknown, top } = options;
        const spec = { dataset: dataset.id, by, weight, where, entities, unknown, top };
        const result = await engine.client.views.open(spec);
        const groups = await allGroups(engine, result.handle);
        const measures = await measuresOfView(engine, spec, options);
        const spread = await spreadOfView(engine, spec, options);
        if (options.save !== undefined) await engine.client.views.save({ name: options.save, spec });
        const document = {
          dataset: dataset.name,
          by: options.by,
          weight: options.weight,
          where: options.where,
          entityPolicy: result.stamp.entities,
          unknownPolicy: result.stamp.unknownPolicy,
          merged: result.stamp.merged,
          base: dataset.base,
          asOf: dataset.asOf,
          sample: dataset.sample,
          ...(result.stamp.joined ? { joined: result.stamp.joined } : {}),
          rows: result.rows,
          entities: result.entities,
          total: result.total,
          groups: groups.map(({ key, value, share, rows }) => ({ key, value, share, rows })),
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
          ...measuresDocument(measures, spread, options),
        };
        print(output, document, () => `${textOf(result, groups, options.top)}\n\n${measuresText(measures, spread, options)}`.trimEnd());
      }),
    );
}
