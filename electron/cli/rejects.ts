import { Command } from 'commander';
import type { Reject } from '../../shared/case/dataset.ts';
import { formatCount, plural } from '../../shared/format/index.ts';
import { findDataset, withCase } from './case.ts';
import { type Output, print } from './output.ts';

const WINDOW = 2000;

/** `rejects --case CASE`: records that were not imported, with line, reason and fix. */
export function rejectsCommand(output: Output): Command {
  return new Command('rejects')
    .description('lists the records of a dataset that were not imported, with line, reason and fix')
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; dataset?: string }) =>
      withCase(options.case, output, async (engine) => {
        const dataset = await findDataset(engine, options.dataset);
        const rejects: Reject[] = [];
        for (;;) {
          const { total, rows } = await engine.client.sources.rejects({
            dataset: dataset.id,
            window: { start: rejects.length, end: rejects.length + WINDOW },
          });
          rejects.push(...rows);
          if (rejects.length >= total || rows.length === 0) break;
        }
        print(output, { dataset: dataset.name, rejected: rejects.length, rejects }, () =>
          [
            `${dataset.name}: ${formatCount(rejects.length)} of ${plural(dataset.rows + rejects.length, 'record')} not imported`,
            ...rejects.map(({ line, column, reason, fix }) => `line ${line}${column === null ? '' : `, ${column}`}: ${reason} ${fix}`),
          ].join('\n'),
        );
      }),
    );
}
