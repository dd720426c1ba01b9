import { Command, Option } from 'commander';
import { declaredOf } from '../../shared/case/deviations.ts';
import { finish, withCase } from './case.ts';
import { EXIT, type Output, print } from './output.ts';
import { CSV_TABLES, type CsvTable, removalCsv } from './remove-csv.ts';
import { type TestOptions, testOf, withTestOptions } from './remove-options.ts';
import { type PartOptions, partsOf, withPartOptions } from './remove-parts.ts';
import { removalText } from './remove-text.ts';

type Options = TestOptions & PartOptions & { case: string; declare?: string | true; save?: string; csv?: CsvTable | true };

/** `remove --case CASE --dataset N --by UNIT --portfolio FILE|NAME [--threshold 0.9]`: the removal test. */
export function removeCommand(output: Output): Command {
  const command = new Command('remove')
    .description('finds the smallest number of units whose loss stops a portfolio of workloads, with a certificate')
    .requiredOption('--case <case>', 'case file');
  return withPartOptions(withTestOptions(command))
    .option('--declare [reason]', 'write the test to the ledger before its result is seen, or as a deviation with its reason')
    .option('--save <name>', 'keep the test in the case under this name, for the report')
    .addOption(new Option('--csv [table]', 'print one table as CSV (default: curves)').choices(CSV_TABLES))
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withCase(options.case, output, async (engine) => {
        const asked = await testOf(engine, options);
        const { dataset, spec, removed, notes } = asked;
        if (options.declare !== undefined) {
          await engine.client.removal.declare({ test: declaredOf(spec), reason: options.declare === true ? '' : options.declare });
        }
        const result = await finish(await engine.client.removal.solve(spec), output);
        const unservable = result.served0 === 0 && result.demand > 0 ? (await engine.client.removal.model(spec)).unservable : null;
        const parts = await partsOf(engine, asked, result, options, output);
        if (options.save !== undefined) await engine.client.removal.saveScenario({ name: options.save, spec, removed });
        if (parts.missing || parts.check?.some(({ valid }) => !valid)) output.exitCode = EXIT.badInput;
        if (options.csv !== undefined) {
          output.out(removalCsv(options.csv === true ? 'curves' : options.csv, result, parts));
          return;
        }
        const replayed = notes.length === 0 ? {} : { replayNotes: notes };
        const reason = unservable === null ? {} : { unservable };
        print(output, { dataset: dataset.name, ...result, ...reason, ...replayed, ...parts }, () =>
          removalText(result, parts, notes, unservable),
        );
      }),
    );
}
