import { Command, InvalidArgumentError, Option } from 'commander';
import {
  AGGREGATIONS,
  type Aggregation,
  type JoinKey,
  type JoinOutcome,
  type JoinProposals,
  type ListedJoin,
} from '../../shared/case/join.ts';
import { formatAsOf, formatCount, formatShare, plural } from '../../shared/format/index.ts';
import { spreadWords } from '../../shared/joins/words.ts';
import { findDataset, withCase } from './case.ts';
import { wholeNumber } from './options.ts';
import { type Output, print, table } from './output.ts';
import { mistake } from './usage.ts';

type Request = {
  case: string;
  dataset: string;
  with: string;
  on: JoinKey[];
  take?: string;
  how?: Aggregation;
  window?: number;
  as?: string;
  try?: true;
};

/** Reader of `COLUMN=COLUMN`; the option may be given several times. */
function keyPair(text: string, before: JoinKey[]): JoinKey[] {
  const at = text.indexOf('=');
  const [column, matches] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 0 || column === '' || matches === '')
    throw new InvalidArgumentError('two column names with "=" between them are expected, first that of the dataset');
  return [...before, { column, matches }];
}

/** How a join turned out, one fact a line. */
function outcomeText({ rows, matched, unmatched, ids, used, outside, share, weight, asOf, spreadHours, examples }: JoinOutcome): string {
  const reasons = [
    [unmatched.noKey, 'without a key'],
    [unmatched.absent, 'not in the side table'],
    [unmatched.noValue, 'without a value in it'],
    [unmatched.conflict, 'between several latest values'],
  ] as const;
  const missing = reasons.flatMap(([count, words]) => (count === 0 ? [] : [`${formatCount(count)} ${words}`]));
  return [
    `  matched    ${formatCount(matched)} of ${plural(rows, 'record')}${share === null ? '' : `, ${formatShare(share)} of ${weight}`}`,
    `  unknown    ${missing.length === 0 ? 'none' : missing.join(', ')}`,
    `  ids        ${formatCount(ids.both)} in both, ${formatCount(ids.onlyHere)} only here, ${formatCount(ids.onlyThere)} only there`,
    `  used       ${plural(used, 'record')} of the side table${outside === 0 ? '' : `, ${formatCount(outside)} outside the window`}`,
    `  as of      ${formatAsOf(asOf)}, ${spreadHours === null ? 'distance of the dates not known' : `${spreadWords(spreadHours)} apart${spreadHours > 24 ? ' (more than 24 hours)' : ''}`}`,
    ...examples.map(
      ({ key, value, records, reason }) => `  example    ${key.join(' | ')}: ${value ?? reason} (${plural(records, 'record')})`,
    ),
  ].join('\n');
}

const joinText = ({ id, name, made, datasetName, withName, on, outcome }: ListedJoin): string =>
  [
    `${id} ${name} of "${datasetName}": ${made}, from "${withName}", by ${on.map(({ column, matches }) => `${column} = ${matches}`).join(' and ')}`,
    outcome === null ? '  The side table is out of the case: the column is not there.' : outcomeText(outcome),
  ].join('\n');

function proposalText({ keys, takes, times }: JoinProposals): string {
  return [
    keys.length === 0
      ? 'No column of one shares a value with a column of the other.'
      : table(
          [
            ['--on', 'both', 'only here', 'only there', 'records', 'most a key'],
            ...keys.map(({ column, matches, both, onlyHere, onlyThere, rows, most }) => [
              `${column}=${matches}`,
              ...[both, onlyHere, onlyThere, rows, most].map(formatCount),
            ]),
          ],
          [1, 2, 3, 4, 5],
        ),
    '',
    table([['--take', '--how'], ...takes.map(({ column, how }) => [column, how.join(', ')])]),
    times === null
      ? 'No time of the records: no --window.'
      : `Time of the records: ${times}; --window DAYS ends at the date of the dataset.`,
  ].join('\n');
}

async function addJoin(options: Request, output: Output): Promise<void> {
  if (options.on.length === 0) throw mistake('--on COLUMN=COLUMN is needed; "join propose" shows which columns share values');
  const how = options.how ?? 'latest';
  if (how !== 'count' && options.take === undefined) throw mistake(`--take COLUMN is needed for --how ${how}`);
  await withCase(options.case, output, async (engine) => {
    const [here, there] = [await findDataset(engine, options.dataset), await findDataset(engine, options.with)];
    const spec = {
      dataset: here.id,
      with: there.id,
      on: options.on,
      take: options.take ?? null,
      how,
      window: options.window ?? null,
      ...(options.as === undefined ? {} : { name: options.as }),
    };
    if (options.try) {
      const preview = await engine.client.joins.preview(spec);
      print(output, preview, () => `${preview.name}: ${preview.made}; nothing is kept\n${outcomeText(preview.outcome)}`);
      return;
    }
    const join = await engine.client.joins.add(spec);
    print(output, join, () => joinText(join));
  });
}

function addCommand(output: Output): Command {
  return new Command('add')
    .description('takes a column of a side table by matching keys; nothing is copied, unmatched records stay unknown')
    .requiredOption('--case <case>', 'case file')
    .requiredOption('--dataset <name>', 'dataset that gains the column')
    .requiredOption('--with <name>', 'side table: uptime samples, price quotes, a validator set ...')
    .addOption(new Option('--on <pair>', 'COLUMN=COLUMN, the dataset first; repeat for several').argParser(keyPair).default([]))
    .option('--take <column>', 'column of the side table')
    .addOption(new Option('--how <way>', 'one value of several records (latest when left out)').choices(AGGREGATIONS))
    .option('--window <days>', 'only records of the days up to the date of the dataset', wholeNumber)
    .option('--as <name>', 'name of the new column')
    .option('--try', 'shows what would match, keeps nothing')
    .option('--json', 'print one JSON document')
    .action((options: Request) => addJoin(options, output));
}

function proposeCommand(output: Output): Command {
  return new Command('propose')
    .description('which columns of two datasets share values, and what can be taken')
    .requiredOption('--case <case>', 'case file')
    .requiredOption('--dataset <name>', 'dataset that gains the column')
    .requiredOption('--with <name>', 'side table')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; dataset: string; with: string }) =>
      withCase(options.case, output, async (engine) => {
        const [here, there] = [await findDataset(engine, options.dataset), await findDataset(engine, options.with)];
        const proposals = await engine.client.joins.propose({ dataset: here.id, with: there.id });
        print(output, proposals, () => proposalText(proposals));
      }),
    );
}

function listCommand(output: Output): Command {
  return new Command('list')
    .description('joined columns, each with how it turned out')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'only those of one dataset')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; dataset?: string }) =>
      withCase(options.case, output, async (engine) => {
        const dataset = options.dataset === undefined ? undefined : (await findDataset(engine, options.dataset)).id;
        const joins = await engine.client.joins.list(dataset === undefined ? {} : { dataset });
        print(output, { joins }, () => (joins.length === 0 ? 'No dataset takes a column from another.' : joins.map(joinText).join('\n')));
      }),
    );
}

function removeCommand(output: Output): Command {
  return new Command('remove')
    .description('takes a joined column away; the side table stays')
    .requiredOption('--case <case>', 'case file')
    .requiredOption('--join <id>', 'id of the join, such as J1, or the name of its column')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; join: string }) =>
      withCase(options.case, output, async (engine) => {
        const joins = await engine.client.joins.list({});
        const named = joins.filter(({ id, name }) => id === options.join || name === options.join);
        if (named.length > 1)
          throw mistake(`several joins are called ${options.join}: ${named.map(({ id }) => id).join(', ')}; give the id`);
        const id = named[0]?.id ?? options.join;
        await engine.client.joins.remove({ id });
        print(output, { removed: id }, () => `${id} is removed; undo in the application brings it back.`);
      }),
    );
}

/** `join --case CASE --dataset A --with B --on a=b --take COLUMN --how WAY`; `join propose`, `join list` and `join remove` beside it. */
export function joinCommand(output: Output): Command {
  const group = new Command('join').description('takes columns from side tables: uptime samples, price quotes, validator sets');
  for (const below of [addCommand, proposeCommand, listCommand, removeCommand]) {
    const built = below(output);
    built.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
    group.addCommand(built, { isDefault: below === addCommand });
  }
  return group;
}
