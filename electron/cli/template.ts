import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { Command } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';
import { ASKED, dictionaryCsv, templateCsv, templateZip } from '../engine/import/presets/template.ts';
import { makeFolder } from './folder.ts';
import { type Output, print } from './output.ts';

function writeNew(files: readonly { path: string; content: string | Uint8Array }[]): void {
  const taken = files.find(({ path }) => existsSync(path));
  if (taken)
    throw new ChokepointError(
      'file-exists',
      `There is a file at ${taken.path} already; nothing was written.`,
      `Choose another name than "${basename(taken.path)}", or move that file away.`,
      { out: taken.path },
    );
  for (const { path, content } of files) {
    makeFolder(dirname(path));
    const part = `${path}.part`;
    try {
      writeFileSync(part, content);
      renameSync(part, path);
    } finally {
      rmSync(part, { force: true });
    }
  }
}

/** `template --out FILE`: the sheet to send to a network. */
export function templateCommand(output: Output): Command {
  return new Command('template')
    .description('writes the sheet to send to a network: a header, one example record, and a dictionary of its columns')
    .requiredOption('--out <file>', 'file ending in .zip (sheet, dictionary and letter) or .csv (the dictionary stands beside it)')
    .option('--json', 'print one JSON document')
    .action((options: { out: string }) => {
      const out = resolve(options.out);
      const kind = extname(out).toLowerCase();
      if (kind !== '.zip' && kind !== '.csv')
        throw new ChokepointError(
          'usage',
          `--out ${options.out} ends neither in .zip nor in .csv.`,
          'Name a file such as data-request.zip.',
          {
            out,
          },
        );
      const files =
        kind === '.zip'
          ? [{ path: out, content: templateZip() }]
          : [
              { path: out, content: templateCsv() },
              { path: `${out.slice(0, -kind.length)}-dictionary.csv`, content: dictionaryCsv() },
            ];
      writeNew(files);
      const required = ASKED.filter((asked) => asked.required).map(({ column }) => column);
      print(output, { out: files.map(({ path }) => path), columns: ASKED.map(({ column }) => column), required }, () =>
        [...files.map(({ path }) => path), `${ASKED.length} columns; required: ${required.join(', ')}`].join('\n'),
      );
    });
}
