import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { certificateCommand, checkCommand } from './check.ts';
import { claimsCommand } from './claims.ts';
import { compareCommand } from './compare.ts';
import { datasetCommand } from './dataset.ts';
import { demoCommand } from './demo.ts';
import { dependenciesCommand } from './dependencies.ts';
import { dissentCommand } from './dissent.ts';
import { entitiesCommand } from './entities.ts';
import { historyCommand } from './history.ts';
import { importCommand } from './import.ts';
import { joinCommand } from './join.ts';
import { keyCommand } from './key.ts';
import { lineageCommand } from './lineage.ts';
import { EXIT, type Output, printError } from './output.ts';
import { packsCommand } from './packs.ts';
import { portfolioCommand } from './portfolio-from-trace.ts';
import { qualityCommand } from './quality.ts';
import { recipeCommand } from './recipe.ts';
import { rejectsCommand } from './rejects.ts';
import { removeCommand } from './remove.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { withReportParts } from './report-layout.ts';
import { sampleCommand } from './sample.ts';
import { serveCommand } from './serve.ts';
import { signCommand } from './sign.ts';
import { sourceCommand } from './source.ts';
import { sqlCommand } from './sql.ts';
import { templateCommand } from './template.ts';
import { usageError } from './usage.ts';
import { valuesCommand } from './values.ts';
import { verifyCommand } from './verify.ts';
import { viewCommand } from './view.ts';

const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(text);

/** A command and those below it, which write and end as the program does. */
function adopt(command: Command, output: Output): Command {
  for (const below of command.commands) adopt(below as Command, output);
  return command.exitOverride().configureOutput({ writeOut: output.out, writeErr: () => {} });
}

/** The command line with all its commands; runs nothing. */
export function programOf(output: Output): Command {
  const program = new Command('chokepoint')
    .description('Audits how concentrated a decentralized-compute network is. Works offline; a case is one file.')
    .version(packageJson.version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: () => {} });
  for (const command of [
    importCommand,
    datasetCommand,
    sourceCommand,
    viewCommand,
    removeCommand,
    portfolioCommand,
    compareCommand,
    (to: Output) => withReportParts(reportCommand(to), to),
    keyCommand,
    signCommand,
    replayCommand,
    dissentCommand,
    verifyCommand,
    lineageCommand,
    qualityCommand,
    checkCommand,
    certificateCommand,
    rejectsCommand,
    recipeCommand,
    joinCommand,
    entitiesCommand,
    valuesCommand,
    claimsCommand,
    dependenciesCommand,
    packsCommand,
    sqlCommand,
    historyCommand,
    sampleCommand,
    demoCommand,
    templateCommand,
    serveCommand,
  ]) {
    program.addCommand(adopt(command(output), output));
  }
  return program;
}

/** Runs one command line and returns its exit code: 0 done, 2 bad input or a certificate that does not hold, 3 evidence that does not match, 1 internal. */
export async function run(args: readonly string[], streams = { out: write(process.stdout), err: write(process.stderr) }): Promise<number> {
  const output: Output = { ...streams, json: args.includes('--json') };
  try {
    await programOf(output).parseAsync([...args], { from: 'user' });
    return output.exitCode ?? EXIT.done;
  } catch (error) {
    if (!(error instanceof CommanderError)) return printError(output, error);
    if (error.exitCode === 0) return EXIT.done;
    return printError(output, usageError(error));
  }
}
