import { Command, InvalidArgumentError, Option } from 'commander';
import type { RemovalResult } from '../../shared/case/removal.ts';
import { thresholdSchema } from '../../shared/case/removal.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { formatQuantity, joinedWords, plural } from '../../shared/format/index.ts';
import { findDataset, finish, withCase } from './case.ts';
import { entitiesOption } from './entities.ts';
import { type Output, print, table } from './output.ts';
import { findPortfolio } from './portfolio.ts';

type Options = {
  case: string;
  dataset?: string;
  by: string;
  portfolio: string;
  threshold: string;
  where: string;
  entities: EntityPolicy;
  save?: string;
};

const CURVE_ROWS = 20;

function threshold(text: string): string {
  const parsed = thresholdSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('a fraction from 0 to 1 such as 0.9 or 9/10 is expected');
  return parsed.data;
}

function textOf(result: RemovalResult): string {
  const { stamp, curves } = result;
  const last = Math.min(CURVE_ROWS, ...curves.map(({ k }) => k.length - 1));
  const rows = Array.from({ length: last + 1 }, (_, k) => [String(k), ...curves.map(({ served }) => formatQuantity(served[k] ?? null))]);
  return [
    result.sentence,
    `${stamp.dataset}, ${stamp.base ?? 'base not stated'}, as of ${stamp.asOf ?? 'not stated'}, ${plural(result.units, 'unit')} of ${result.by}, ${result.mode} mode, threshold ${result.threshold}`,
    ...(stamp.joined ?? []).map((joined) => `joined: ${joinedWords(joined)}`),
    `demand ${result.demand}, served without removals ${result.served0}, breaks at ${result.below - 1} or less`,
    '',
    table([['removed', ...curves.map(({ order }) => order)], ...rows], [0, ...curves.map((_, index) => index + 1)]),
    ...result.notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

/** `remove --case CASE --dataset N --by UNIT --portfolio FILE|NAME [--threshold 0.9]`: the removal test. */
export function removeCommand(output: Output): Command {
  return new Command('remove')
    .description('finds the smallest number of units whose loss stops a portfolio of workloads, with a certificate')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)')
    .requiredOption('--by <unit>', 'column whose values are removed: provider, operator, country, gpu_model ...')
    .requiredOption('--portfolio <file-or-name>', 'portfolio file (JSON) or built-in name (W1 to W6)')
    .addOption(new Option('--threshold <fraction>', 'share of the demand that must stay served').argParser(threshold).default('9/10'))
    .option('--where <filter>', 'filter over the records', '')
    .addOption(entitiesOption())
    .option('--save <name>', 'keep the test in the case under this name, for the report')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const portfolio = await findPortfolio(engine, options.portfolio);
        const { by, where, threshold: level, entities } = options;
        const spec = { dataset: dataset.id, by, where, portfolio, threshold: level, entities };
        const result = await finish(await engine.client.removal.solve(spec), output);
        if (options.save !== undefined) await engine.client.removal.saveScenario({ name: options.save, spec, removed: [] });
        print(output, { dataset: dataset.name, ...result }, () => textOf(result));
      }),
    );
}
