import { Command } from 'commander';
import { plural } from '../../shared/format/index.ts';
import { everyRow } from '../engine/every-row.ts';
import { withCase } from './case.ts';
import { type Output, print, table } from './output.ts';

/** `history --case CASE [--undo | --redo]`: the ledger of decisions, whether its hash chain is whole, undo and redo. */
export function historyCommand(output: Output): Command {
  return new Command('history')
    .description('lists the decisions of a case and checks their hash chain; undoes or redoes the last one')
    .requiredOption('--case <case>', 'case file')
    .option('--undo', 'undo the last decision that is not undone')
    .option('--redo', 'do the last undone decision again')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; undo?: boolean; redo?: boolean }) =>
      withCase(options.case, output, async (engine) => {
        if (options.undo) await engine.client.history.undo();
        if (options.redo) await engine.client.history.redo();
        const info = await engine.client.cases.current();
        const chain = await engine.client.history.verify();
        const { total, rows: entries } = await everyRow(async (window) => {
          const ledger = await engine.client.history.list({ window });
          return { total: ledger.total, rows: ledger.entries };
        });
        print(output, { undo: info?.undo ?? null, redo: info?.redo ?? null, chain, total, entries }, () =>
          [
            table(
              entries.map(({ sequence, at, actor, label }) => [String(sequence), at, actor, label]),
              [0],
            ),
            `${plural(total, 'entry', 'entries')}, hash chain ${chain.intact ? 'intact' : `broken at entry ${chain.brokenAt}`}`,
          ].join('\n'),
        );
      }),
    );
}
