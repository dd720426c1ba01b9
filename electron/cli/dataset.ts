import { Command, InvalidArgumentError, Option } from 'commander';
import { baseSchema } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { baseWords, formatAsOf, plural } from '../../shared/format/index.ts';
import { findDataset, withCase } from './case.ts';
import { isoDate } from './options.ts';
import { type Output, print } from './output.ts';

/** Word that takes back what was stated. */
const NOT_STATED = 'none';

type Options = { case: string; name?: string; title?: string; base?: string; asOf?: string };

function dateOrNone(text: string): string {
  if (text === NOT_STATED) return text;
  try {
    return isoDate(text);
  } catch (error) {
    throw error instanceof InvalidArgumentError ? new InvalidArgumentError(`${error.message}, or "${NOT_STATED}"`) : error;
  }
}

/** `dataset --case CASE --name NAME`: says anew what an imported dataset is called, which supply it counts and when its facts were true. */
export function datasetCommand(output: Output): Command {
  return new Command('dataset')
    .description('changes the name, the supply base or the date of the facts of an imported dataset; "history --undo" takes it back')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset, --name <name>', 'name or id of the dataset (may be left out when there is one)')
    .option('--title <name>', 'its new name')
    .addOption(new Option('--base <rung>', 'rung of the supply ladder, "none" = not stated').choices([...baseSchema.options, NOT_STATED]))
    .addOption(new Option('--as-of <date>', 'ISO date of the facts, "none" = not stated').argParser(dateOrNone))
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const { title, base, asOf } = options;
        const { id } = await findDataset(engine, options.name);
        if (title === undefined && base === undefined && asOf === undefined)
          throw new ChokepointError('usage', 'Nothing to change was named.', 'Add --title, --base or --as-of.', { dataset: id });
        const dataset = await engine.client.datasets.describe({
          dataset: id,
          ...(title === undefined ? {} : { name: title }),
          ...(base === undefined ? {} : { base: base === NOT_STATED ? null : baseSchema.parse(base) }),
          ...(asOf === undefined ? {} : { asOf: asOf === NOT_STATED ? null : asOf }),
        });
        print(
          output,
          { dataset },
          () => `${id} "${dataset.name}": ${plural(dataset.rows, 'record')}, ${baseWords(dataset.base)}, ${formatAsOf(dataset.asOf)}`,
        );
      }),
    );
}
