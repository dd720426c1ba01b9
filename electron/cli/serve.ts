import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { builtPage, runServe, usualCaseDirectory } from '../serve/run.ts';
import type { Output } from './output.ts';

const wholeUpTo = (most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most) throw new InvalidArgumentError(`a whole number from 0 to ${most} is expected`);
  return value;
};

/** `serve`: the workbench in the browser of this machine, on 127.0.0.1 only. */
export function serveCommand(output: Output): Command {
  return new Command('serve')
    .description('serves the workbench to the browser of this machine, on 127.0.0.1 only')
    .addOption(new Option('--port <port>', 'port (0 = any free one)').argParser(wholeUpTo(65535)).default(0))
    .option('--case-dir <folder>', 'folder of the case files', usualCaseDirectory)
    .addOption(new Option('--idle-minutes <minutes>', 'end after so many minutes without a request').argParser(wholeUpTo(100_000)))
    .option('--no-open', 'do not open the browser')
    .action((options: { port: number; caseDir: string; idleMinutes?: number; open: boolean }) =>
      runServe({
        port: options.port,
        caseDirectory: resolve(options.caseDir),
        assets: builtPage,
        open: options.open,
        idleMinutes: options.idleMinutes ?? null,
        print: (line) => output.out(`${line}\n`),
      }),
    );
}
