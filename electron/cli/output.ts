import { type ErrorValue, errorValueOf } from '../../shared/case/error.ts';
import { errorValueOfCall } from '../engine/errors.ts';

/** Exit codes of every subcommand. */
export const EXIT = { done: 0, internal: 1, badInput: 2, mismatch: 3 } as const;

/** Where a subcommand writes; tests give their own. A command that did its work and has a bad verdict sets `exitCode`. */
export type Output = { out(text: string): void; err(text: string): void; json: boolean; exitCode?: number };

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is shown as text
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text without characters that would steer a terminal: they may stand in the cells of a file. */
function harmless(text: string): string {
  return text.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Prints one JSON document, or the text form. */
export function print(output: Output, value: unknown, text: () => string): void {
  output.out(output.json ? `${JSON.stringify(value, null, 2)}\n` : `${harmless(text())}\n`);
}

/** Prints an error as JSON or as words and returns the exit code. */
export function printError(output: Output, error: unknown): number {
  const known = errorValueOf(error) ?? errorValueOfCall(error);
  const value: ErrorValue = known ?? {
    code: 'internal',
    message: `Chokepoint stopped for a reason that it does not know: ${error instanceof Error ? error.message : String(error)}`,
    advice: 'Run it again with NODE_DEBUG=chokepoint and report what it prints.',
    details: {},
  };
  if (output.json) output.err(`${JSON.stringify(value)}\n`);
  else output.err(`${value.message}\n${value.advice}\n`);
  if (known === null && process.env.NODE_DEBUG?.includes('chokepoint') && error instanceof Error) output.err(`${error.stack}\n`);
  return known === null || known.code === 'internal' ? EXIT.internal : EXIT.badInput;
}

/** Left- and right-aligned columns, two blanks between them. */
export function table(rows: string[][], right: readonly number[] = []): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length))) ?? [];
  const pad = (cell: string, column: number) => {
    const space = ' '.repeat((widths[column] ?? 0) - [...cell].length);
    return right.includes(column) ? space + cell : cell + space;
  };
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
