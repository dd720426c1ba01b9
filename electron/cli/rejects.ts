import { Command } from 'commander';
import type { RejectedRecord } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { plural, recordsWords } from '../../shared/format/index.ts';
import { everyRow } from '../engine/every-row.ts';
import type { Engine } from '../engine/index.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { wholeNumber } from './options.ts';
import { type Output, print } from './output.ts';

type Chosen = { case: string; dataset?: string };

/** A subcommand that works on one dataset of a case. */
const onDataset = (name: string, description: string): Command =>
  withDataset(new Command(name).description(description)).option('--json', 'print one JSON document');

async function allRejects(engine: Engine, dataset: string): Promise<RejectedRecord[]> {
  return (await everyRow((window) => engine.client.sources.rejects({ dataset, window }))).rows;
}

function lineOf({ number, line, column, reason, fix, readmitted }: RejectedRecord): string {
  const place = `number ${number}, line ${line}${column === null ? '' : `, ${column}`}`;
  return readmitted === null ? `${place}: ${reason} ${fix}` : `${place}: corrected and taken in (${readmitted})`;
}

function listCommand(output: Output): Command {
  return onDataset('list', 'lists the records that were not imported, with number, line, reason and fix').action((options: Chosen) =>
    withCase(options.case, output, async (engine) => {
      const dataset = await findDataset(engine, options.dataset);
      const rejects = await allRejects(engine, dataset.id);
      print(output, { dataset: dataset.name, rejected: dataset.rejected, rejects }, () =>
        [`${dataset.name}: ${dataset.rejected} of ${recordsWords(dataset)} not imported`, ...rejects.map(lineOf)].join('\n'),
      );
    }),
  );
}

/** `--set header=value`, as often as wanted. */
function collect(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1)
    throw new ChokepointError('usage', `"${text}" is no HEADER=VALUE.`, 'Write the header of the column, an equals sign and the value.', {
      option: '--set',
    });
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function readmitCommand(output: Output): Command {
  return onDataset('readmit', 'corrects a rejected record and takes it into its dataset')
    .requiredOption('--number <number>', 'number of the record in the list', wholeNumber)
    .option('--set <header=value>', 'new text of a cell; the others stay as the record has them', collect, {})
    .requiredOption('--reason <text>', 'why this is what the record means')
    .action((options: Chosen & { number: number; set: Record<string, string>; reason: string }) =>
      withCase(options.case, output, async (engine) => {
        const { id } = await findDataset(engine, options.dataset);
        const { number, reason } = options;
        const { reject, cells } = await engine.client.sources.reject({ dataset: id, number });
        const corrected = { ...Object.fromEntries(cells.map(({ header, text }) => [header, text])), ...options.set };
        const dataset = await engine.client.sources.readmit({ dataset: id, number, cells: corrected, reason });
        print(
          output,
          { dataset: dataset.name, number, cells: corrected, rows: dataset.rows, rejected: dataset.rejected },
          () => `${dataset.name}: the record of line ${reject.line} is taken in; ${plural(dataset.rejected, 'record')} left out.`,
        );
      }),
    );
}

function leaveOutCommand(output: Output): Command {
  return onDataset('leave-out', 'leaves a record out again that was taken in')
    .requiredOption('--number <number>', 'number of the record in the list', wholeNumber)
    .action((options: Chosen & { number: number }) =>
      withCase(options.case, output, async (engine) => {
        const { id } = await findDataset(engine, options.dataset);
        const dataset = await engine.client.sources.leaveOut({ dataset: id, number: options.number });
        print(
          output,
          { dataset: dataset.name, rows: dataset.rows, rejected: dataset.rejected },
          () => `${dataset.name}: ${plural(dataset.rejected, 'record')} left out.`,
        );
      }),
    );
}

/** `rejects --case CASE`: records that were not imported; `readmit` and `leave-out` beside it. */
export function rejectsCommand(output: Output): Command {
  const group = new Command('rejects').description('lists rejected records, corrects them and takes them in');
  for (const below of [listCommand, readmitCommand, leaveOutCommand]) {
    const built = below(output);
    built.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
    group.addCommand(built, { isDefault: below === listCommand });
  }
  return group;
}
