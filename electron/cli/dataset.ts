import { Command, InvalidArgumentError, Option } from 'commander';
import { baseSchema, samplingSchema } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { baseWords, formatAsOf, plural, samplingWords } from '../../shared/format/index.ts';
import { findDataset, withCase } from './case.ts';
import { days, isoDate } from './options.ts';
import { type Output, print } from './output.ts';

/** Word that takes back what was stated. */
const NOT_STATED = 'none';

type Options = { case: string; name?: string; title?: string; base?: string; asOf?: string; sampling?: string; windowDays?: number };

function dateOrNone(text: string): string {
  if (text === NOT_STATED) return text;
  try {
    return isoDate(text);
  } catch (error) {
    throw error instanceof InvalidArgumentError ? new InvalidArgumentError(`${error.message}, or "${NOT_STATED}"`) : error;
  }
}

/** `dataset --case CASE --name NAME`: says anew what an imported dataset is called, which supply it counts, when its facts were true, and whether it is a sample. */
export function datasetCommand(output: Output): Command {
  return new Command('dataset')
    .description(
      'changes the name, the supply base, the date of the facts of an imported dataset, or whether it is a sample; "history --undo" takes it back',
    )
    .requiredOption('--case <case>', 'case file')
    .option('--dataset, --name <name>', 'name or id of the dataset (may be left out when there is one)')
    .option('--title <name>', 'its new name')
    .addOption(new Option('--base <rung>', 'rung of the supply ladder, "none" = not stated').choices([...baseSchema.options, NOT_STATED]))
    .addOption(new Option('--as-of <date>', 'ISO date of the facts, "none" = not stated').argParser(dateOrNone))
    .addOption(
      new Option('--sampling <kind>', 'whether the records are all there is, or a sample of events; "none" = not stated').choices([
        ...samplingSchema.options,
        NOT_STATED,
      ]),
    )
    .addOption(new Option('--window-days <days>', 'days that the sample covers').argParser(days))
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const { title, base, asOf, sampling, windowDays } = options;
        const { id } = await findDataset(engine, options.name);
        if ([title, base, asOf, sampling, windowDays].every((each) => each === undefined))
          throw new ChokepointError('usage', 'Nothing to change was named.', 'Add --title, --base, --as-of or --sampling.', {
            dataset: id,
          });
        const dataset = await engine.client.datasets.describe({
          dataset: id,
          ...(title === undefined ? {} : { name: title }),
          ...(base === undefined ? {} : { base: base === NOT_STATED ? null : baseSchema.parse(base) }),
          ...(sampling === undefined ? {} : { sampling: sampling === NOT_STATED ? null : samplingSchema.parse(sampling) }),
          ...(windowDays === undefined ? {} : { sampledDays: windowDays }),
          ...(asOf === undefined ? {} : { asOf: asOf === NOT_STATED ? null : asOf }),
        });
        print(
          output,
          { dataset },
          () =>
            `${id} "${dataset.name}": ${plural(dataset.rows, 'record')}, ${baseWords(dataset.base)}, ${formatAsOf(dataset.asOf)}, ${samplingWords(dataset)}`,
        );
      }),
    );
}
