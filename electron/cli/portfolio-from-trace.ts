import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { DOMAINS, type Portfolio } from '../../shared/case/portfolio.ts';
import { formatCount } from '../../shared/format/index.ts';
import { type TraceOptions, traceOptionsSchema } from '../../shared/resilience/trace/options.ts';
import { withEngine } from './case.ts';
import { type Output, print, table } from './output.ts';

type Options = Partial<TraceOptions> & { out?: string };

function whole(text: string): number {
  const number = Number(text.replaceAll(',', ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('a whole number from 1 is expected');
  return number;
}

function gibibytes(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('a number of GiB above 0 is expected');
  return number;
}

function textOf({ title, note, classes }: Portfolio): string {
  return [
    title ?? '',
    table(
      [
        ['class', 'GPUs', 'nodes', 'quantity'],
        ...classes.map(({ name, gpus_per_node: gpus, nodes, quantity }) => [
          name,
          formatCount(gpus),
          formatCount(nodes),
          formatCount(quantity ?? null),
        ]),
      ],
      [1, 2, 3],
    ),
    note ?? '',
  ].join('\n');
}

/** `portfolio from-trace FILE`: workload classes of a trace of jobs or of LLM requests. */
function fromTraceCommand(output: Output): Command {
  return new Command('from-trace')
    .description('makes workload classes of a trace: jobs of a GPU cluster, or requests to an LLM service')
    .argument('<file>', 'CSV file with a header')
    .option('--load <gpus>', 'jobs: GPUs that are wanted at the same time', whole)
    .addOption(new Option('--parts <how>', 'jobs that ask for a part of one GPU: summed, or a GPU each').choices(['shared', 'whole']))
    .addOption(
      new Option(
        '--resources <what>',
        'jobs: CPU and memory of the classes: none, the mean of their jobs, or classes of their own',
      ).choices(['gpus', 'mean', 'exact']),
    )
    .option('--classes <n>', 'most classes that are kept, largest first (default 20)', whole)
    .option('--prompt-tokens-per-second <n>', 'requests: prompt tokens that one replica reads in a second', whole)
    .option('--generated-tokens-per-second <n>', 'requests: tokens that one replica writes in a second', whole)
    .option('--window <seconds>', 'requests: seconds over which work is counted (default 60)', whole)
    .addOption(new Option('--demand <window>', 'requests: which window must be served').choices(['peak', 'p95', 'mean']))
    .option('--times <n>', 'requests: times as many as in the trace', whole)
    .option('--gpus <n>', 'requests: GPUs of one replica on each node', whole)
    .option('--nodes <n>', 'requests: nodes of one replica', whole)
    .option('--min-vram-gib <gib>', 'requests: memory of each GPU', gibibytes)
    .option('--models <name...>', 'requests: GPU models of a replica')
    .addOption(new Option('--domain <where>', 'where the nodes of one instance stand together').choices(DOMAINS))
    .option('--title <text>', 'title of the portfolio')
    .option('--out <file>', 'write the portfolio to this file')
    .option('--json', 'print the portfolio as one JSON document')
    .action(async (file: string, { out, ...chosen }: Options) => {
      if (!existsSync(file))
        throw new ChokepointError('trace-missing', `There is no trace at ${file}.`, 'Name a CSV file with a header line.', { file });
      const options = traceOptionsSchema.strip().parse(chosen);
      const portfolio = await withEngine(dirname(resolve(file)), output, ({ client }) =>
        client.removal.portfolioFromTrace({ text: readFileSync(file, 'utf8'), fileName: basename(file), options }),
      );
      if (out !== undefined) writeFileSync(out, `${JSON.stringify(portfolio, null, 2)}\n`);
      print(output, portfolio, () => textOf(portfolio));
    });
}

/** `portfolio`: demand for the removal test. */
export function portfolioCommand(output: Output): Command {
  const group = new Command('portfolio').description('demand for the removal test');
  const built = fromTraceCommand(output);
  built.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
  return group.addCommand(built);
}
