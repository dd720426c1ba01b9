import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { ReportFile } from '../../shared/contract/report.ts';
import type { Engine } from '../engine/index.ts';
import { finish, withCase } from './case.ts';
import { makeFolder } from './folder.ts';
import { type Output, print } from './output.ts';

/**
 * Exports the report of the open case into a folder; a file appears there only when it is whole.
 *
 * @returns the files that were written
 */
export async function writeReport(engine: Engine, folder: string, paper: 'a4' | 'us-letter', output: Output): Promise<ReportFile[]> {
  makeFolder(folder);
  const { files } = await finish(await engine.client.report.export({ paper }), output);
  for (const { ref, name } of files) {
    const target = join(folder, name);
    copyFileSync(engine.files.path(ref), `${target}.part`);
    renameSync(`${target}.part`, target);
  }
  return files;
}

/** `report --case CASE --out DIR`: report.pdf, the CSV and JSON of each table, claims.json. */
export function reportCommand(output: Output): Command {
  return new Command('report')
    .description('writes report.pdf, the CSV and JSON of each table and claims.json; the same case gives the same bytes')
    .requiredOption('--case <case>', 'case file')
    .requiredOption('--out <folder>', 'folder to write into')
    .addOption(new Option('--paper <size>', 'paper size').choices(['a4', 'us-letter']).default('a4'))
    .option('--json', 'print one JSON document')
    .action((options: { case: string; out: string; paper: 'a4' | 'us-letter' }) =>
      withCase(options.case, output, async (engine) => {
        const files = await writeReport(engine, options.out, options.paper, output);
        print(output, { out: options.out, files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) }, () =>
          files.map(({ name, bytes, sha256 }) => `${join(options.out, name)}  ${bytes} bytes  SHA-256 ${sha256}`).join('\n'),
        );
      }),
    );
}
