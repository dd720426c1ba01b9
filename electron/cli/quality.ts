import { Command, Option } from 'commander';
import type { Base } from '../../shared/case/dataset.ts';
import { baseSchema } from '../../shared/case/dataset.ts';
import type { Ladder, Quality } from '../../shared/case/quality.ts';
import { baseWords, formatAsOf, formatCount, formatShare, plural } from '../../shared/format/index.ts';
import { rungWords } from '../../shared/quality/ladder.ts';
import { everyRow } from '../engine/every-row.ts';
import { findDataset, finish, withCase, withDataset } from './case.ts';
import { type Output, print, table } from './output.ts';

type Chosen = { case: string; dataset?: string };

/** A subcommand that works on one dataset of a case. */
const onDataset = (name: string, description: string): Command =>
  withDataset(new Command(name).description(description)).option('--json', 'print one JSON document');

function qualityText(dataset: string, { checks, weight }: Quality): string {
  const failed = checks.filter(({ state }) => state === 'failed' || state === 'broken');
  const count = (state: string) => checks.filter((check) => check.state === state).length;
  return [
    `${dataset}: ${failed.length} of ${plural(checks.length, 'check')} failed, ${count('passed')} passed, ${count('not-applicable')} not applicable`,
    '',
    ...(failed.length === 0
      ? ['No findings.']
      : [
          table(
            [
              ['check', 'effect', 'failed', 'tested', `share of ${weight}`, 'claims', ''],
              ...failed.map(({ id, effect, failed: some, tested, affected, claims, waiver }) => [
                id,
                effect,
                formatCount(some),
                formatCount(tested),
                affected === null ? '-' : formatShare(affected),
                claims.join(' '),
                waiver === null ? '' : `waived by ${waiver.name}: ${waiver.reason}`,
              ]),
            ],
            [2, 3, 4],
          ),
          '',
          ...failed.map(({ id, message, advice }) => `${id}: ${message} ${advice}`),
        ]),
  ].join('\n');
}

function ladderText(dataset: string, { rungs, findings }: Ladder): string {
  return [
    `${dataset}: supply base, from wide to narrow`,
    '',
    table(
      rungs.flatMap(({ rung, counts, wider, drop }) =>
        counts.length === 0
          ? [[baseWords(rung), 'not disclosed', '', '', '']]
          : counts.map(({ asOf, source, method, ...count }, at) => [
              at === 0 ? baseWords(rung) : '',
              rungWords(count),
              at === 0 && drop !== null && wider !== null ? `-${formatShare(drop)} of ${baseWords(wider)}` : '',
              formatAsOf(asOf),
              `${source}, ${method}`,
            ]),
      ),
      [1, 2],
    ),
    ...findings.map(({ message, advice }) => `${message} ${advice}`),
  ].join('\n');
}

function rowsCommand(output: Output): Command {
  return onDataset('rows', 'lists the records that fail a check')
    .requiredOption('--check <id>', 'id of the check')
    .action((options: Chosen & { check: string }) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const { columns, rows } = await everyRow((window) =>
          engine.client.quality.rows({ dataset: dataset.id, check: options.check, window }),
        );
        print(output, { dataset: dataset.name, check: options.check, columns, rows }, () =>
          rows.length === 0
            ? 'No record fails this check.'
            : rows
                .map(({ line, cells }) => `line ${line}: ${cells.map((cell, at) => `${columns[at]}=${cell ?? ''}`).join(', ')}`)
                .join('\n'),
        );
      }),
    );
}

function waiveCommand(output: Output): Command {
  return onDataset('waive', 'lets a failed check stand, with reason and name; printed in every report')
    .requiredOption('--check <id>', 'id of the check')
    .requiredOption('--reason <text>', 'why it may stand')
    .requiredOption('--name <name>', 'who decides')
    .action((options: Chosen & { check: string; reason: string; name: string }) =>
      withCase(options.case, output, async (engine) => {
        const { id, name } = await findDataset(engine, options.dataset);
        const waiver = await engine.client.quality.waive({ dataset: id, check: options.check, reason: options.reason, name: options.name });
        print(output, waiver, () => `${name}: "${waiver.check}" is waived by ${waiver.name}. Undo with: chokepoint quality unwaive.`);
      }),
    );
}

function unwaiveCommand(output: Output): Command {
  return onDataset('unwaive', 'takes a waiver back')
    .requiredOption('--check <id>', 'id of the check')
    .action((options: Chosen & { check: string }) =>
      withCase(options.case, output, async (engine) => {
        const { id, name } = await findDataset(engine, options.dataset);
        await engine.client.quality.unwaive({ dataset: id, check: options.check });
        print(output, { dataset: id, check: options.check }, () => `${name}: "${options.check}" counts again.`);
      }),
    );
}

function ladderCommand(output: Output): Command {
  return onDataset('ladder', 'shows the supply base: claimed, registered, online, verified, rentable, leased')
    .addOption(new Option('--state <rung>', 'adds a count that a document states for this rung').choices(baseSchema.options))
    .option('--gpus <count>', 'with --state: the count')
    .option('--source <text>', 'with --state: where the count stands')
    .option('--as-of <date>', 'with --state: date of the count')
    .option('--remove <id>', 'removes a stated count')
    .action((options: Chosen & { state?: Base; gpus?: string; source?: string; asOf?: string; remove?: string }) =>
      withCase(options.case, output, async (engine) => {
        const { id, name } = await findDataset(engine, options.dataset);
        if (options.remove !== undefined) await engine.client.quality.removeSupply({ id: options.remove });
        if (options.state !== undefined)
          await engine.client.quality.stateSupply({
            dataset: id,
            rung: options.state,
            gpus: options.gpus ?? '',
            source: options.source ?? '',
            asOf: options.asOf ?? null,
          });
        const ladder = await engine.client.quality.ladder({ dataset: id });
        print(output, { ...ladder, dataset: name }, () => ladderText(name, ladder));
      }),
    );
}

function checksCommand(output: Output): Command {
  return onDataset('checks', 'what is wrong, how much weight it touches, which claims it degrades').action((options: Chosen) =>
    withCase(options.case, output, async (engine) => {
      const dataset = await findDataset(engine, options.dataset);
      const quality = await finish(await engine.client.quality.checks({ dataset: dataset.id }), output);
      print(output, { ...quality, dataset: dataset.name }, () => qualityText(dataset.name, quality));
    }),
  );
}

/** `quality --case CASE [--dataset N]`: all checks of a dataset; `rows`, `waive`, `unwaive` and `ladder` beside it. */
export function qualityCommand(output: Output): Command {
  const group = new Command('quality').description('checks a dataset; opens failing records, waives checks, shows the supply base');
  for (const below of [checksCommand, rowsCommand, waiveCommand, unwaiveCommand, ladderCommand]) {
    const built = below(output);
    built.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
    group.addCommand(built, { isDefault: below === checksCommand });
  }
  return group;
}
