import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { formatBytes } from '../../shared/format/index.ts';
import { findDataset, withCase, withDataset } from './case.ts';
import { makeFolder } from './folder.ts';
import { type Output, print } from './output.ts';

/** `source --case CASE --dataset NAME --out FILE`: the kept file of a dataset, byte by byte as it was imported. */
export function sourceCommand(output: Output): Command {
  return withDataset(new Command('source').description('writes the file that a dataset was made from, byte by byte as it was imported'))
    .requiredOption('--out <file>', 'file to write, or a folder that is there: the file keeps its name then; nothing is written over')
    .option('--json', 'print one JSON document')
    .action((options: { case: string; dataset?: string; out: string }) =>
      withCase(options.case, output, async (engine) => {
        const { sourceId } = await findDataset(engine, options.dataset);
        const { ref, fileName, bytes, sha256 } = await engine.client.sources.original({ source: sourceId });
        const wanted = resolve(options.out);
        const target = existsSync(wanted) && statSync(wanted).isDirectory() ? join(wanted, fileName) : wanted;
        if (existsSync(target)) throw fileExists(target);
        makeFolder(dirname(target));
        const part = `${target}.part`;
        try {
          copyFileSync(engine.files.path(ref), part);
          renameSync(part, target);
        } finally {
          rmSync(part, { force: true });
        }
        print(output, { out: target, fileName, bytes, sha256 }, () => `${target}  ${formatBytes(bytes)}  SHA-256 ${sha256}`);
      }),
    );
}

function fileExists(target: string): ChokepointError {
  return new ChokepointError(
    'file-exists',
    `There is a file at ${target} already; nothing was written.`,
    `Choose another name than "${basename(target)}", or move that file away.`,
    { out: target },
  );
}
