import type { CommanderError } from 'commander';
import { ChokepointError } from '../../shared/case/error.ts';

/** A mistake on the command line as an error value like all others. */
export function usageError(error: CommanderError): ChokepointError {
  const message = error.message.replace(/^error: /, '');
  return new ChokepointError(
    'usage',
    error.code === 'commander.help' ? 'No command was given.' : `The command line was not understood: ${message.replace(/\.$/, '')}.`,
    'Run it with --help, or with COMMAND --help for the options of one command.',
    { code: error.code },
  );
}

/** Options that do not go together, or one that is missing, as an error value. */
export function mistake(message: string): ChokepointError {
  return new ChokepointError(
    'usage',
    `The command line was not understood: ${message}.`,
    'Run it with COMMAND --help for the options of one command.',
    {},
  );
}
