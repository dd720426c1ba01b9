import { Command, Option } from 'commander';
import type { Dependencies } from '../../shared/case/claims.ts';
import { dependenciesCsv } from '../../shared/claims/csv.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import {
  dimensionNoun,
  formatCount,
  formatQuantity,
  formatRange,
  formatShare,
  formatStamp,
  listOf,
  plural,
  weightNoun,
} from '../../shared/format/index.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { entitiesOption } from './entities.ts';
import { wholeNumberFrom } from './options.ts';
import { type Output, print, table } from './output.ts';

type Options = {
  case: string;
  dataset?: string;
  by?: string;
  weight?: string;
  where: string;
  entities: EntityPolicy;
  least: number;
  csv?: true;
};

const MOST_LINES = 40;

function textOf({ by, stamp, rows, total, missing, factors }: Dependencies): string {
  return [
    `${plural(total, 'shared dependency', 'shared dependencies')}: one value under several ${dimensionNoun(by, 2)}`,
    formatStamp(stamp),
    `factors: ${factors.map(({ name, unknown }) => `${name}${unknown > 0 ? ` (${formatShare(unknown)} unknown)` : ''}`).join(', ') || 'none'}${missing.length > 0 ? `; not disclosed: ${missing.join(', ')}` : ''}`,
    '',
    table(
      [
        ['factor', 'value', dimensionNoun(by, 2), weightNoun(stamp), 'share', 'largest'],
        ...rows
          .slice(0, MOST_LINES)
          .map(({ factor, key, parties, value, low, high, largest }) => [
            factor,
            key,
            formatCount(parties),
            formatQuantity(value),
            formatRange(low, high, formatShare),
            listOf(largest, 3),
          ]),
      ],
      [2, 3],
    ),
    ...(total > MOST_LINES ? [`and ${formatCount(total - MOST_LINES)} more`] : []),
  ].join('\n');
}

/** `dependencies --case CASE --dataset NAME`: what "different" operators share. */
export function dependenciesCommand(output: Output): Command {
  return withDataset(
    new Command('dependencies').description(
      'finds the site, network, cloud, country, GPU vendor or payout wallet under several operators, ranked by capacity',
    ),
  )
    .option('--by <column>', 'whose members are told apart; otherwise the controlling party')
    .option('--weight <weight>', 'numeric column, formula, or count; otherwise GPUs, else stake, else records')
    .option('--where <filter>', 'filter, e.g. "Status = \'Existing\'"', '')
    .addOption(entitiesOption())
    .addOption(new Option('--least <count>', 'members from which on a value is shared').argParser(wholeNumberFrom(2)).default(2))
    .option('--csv', 'print them as CSV')
    .option('--json', 'print one JSON document')
    .action(({ case: path, dataset: wanted, by, weight, where, entities, least, csv }: Options) =>
      withCase(path, output, async (engine) => {
        const dataset = await findDataset(engine, wanted);
        const found = await engine.client.claims.dependencies({
          dataset: dataset.id,
          where,
          entities,
          least,
          ...(by === undefined ? {} : { by }),
          ...(weight === undefined ? {} : { weight }),
        });
        if (csv) output.out(dependenciesCsv(found));
        else print(output, { ...found, dataset: dataset.name }, () => textOf(found));
      }),
    );
}
