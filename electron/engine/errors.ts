import { mapEventIterator, ORPCError } from '@orpc/client';
import { isAsyncIteratorObject } from '@orpc/shared';
import { ChokepointError, type ErrorValue } from '../../shared/case/error.ts';

/** Where bugs are written with their stack; hosts give their own (electron-log, stderr, a list in tests). */
export type ErrorLog = (message: string, error: unknown) => void;

const internal: ErrorValue = {
  code: 'internal',
  message: 'Something went wrong inside Chokepoint; the case file is unchanged by the step that failed.',
  advice: 'Try again. If it happens again, copy the diagnostics and report them with what you did.',
  details: {},
};

/** The error value of a call that its caller has left. */
export const cancelled: ErrorValue = {
  code: 'cancelled',
  message: 'The work was cancelled; nothing of it was kept.',
  advice: 'Start it again when you want the result.',
  details: {},
};

/**
 * The value that a person may read of anything thrown in the engine: known errors as they are, a left call as `cancelled`,
 * refused input as `input-invalid`, and everything else as `internal` (its stack goes to `log`, never to the caller).
 */
function errorValueFrom(error: unknown, log: ErrorLog): ErrorValue {
  if (error instanceof ChokepointError) return error.value;
  if (error instanceof ORPCError) {
    if (error.code === 'CHOKEPOINT') return error.data as ErrorValue;
    if (error.code === 'BAD_REQUEST') return invalidInput(error.data);
  }
  if (error instanceof Error && error.name === 'AbortError') return cancelled;
  log('A call failed for a reason that the engine does not know', error);
  return internal;
}

function invalidInput(data: unknown): ErrorValue {
  const issues = ((data as { issues?: { path?: unknown[]; message: string }[] } | undefined)?.issues ?? []).slice(0, 20).map((issue) => ({
    at: (issue.path ?? [])
      .map((step) => String(typeof step === 'object' && step !== null ? (step as { key: unknown }).key : step))
      .join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  const where = first === undefined ? '' : `${first.at === '' ? 'the input' : first.at}: ${first.message}`;
  return {
    code: 'input-invalid',
    message: `The request was not understood${where === '' ? '' : ` (${where})`}; nothing was done.`,
    advice: 'Correct the value and send it again; docs/contract.md lists what each call takes.',
    details: { issues },
  };
}

/** The error value as the one oRPC error of the contract, so that every transport carries it alike. */
function portErrorOf(value: ErrorValue): ORPCError<'CHOKEPOINT', ErrorValue> {
  return new ORPCError('CHOKEPOINT', { defined: true, status: 422, message: value.message, data: value });
}

/** The error value in an error that a contract client threw; `null` for anything that is not one (a broken transport, a bug). */
export function errorValueOfCall(error: unknown): ErrorValue | null {
  if (error instanceof ChokepointError) return error.value;
  return error instanceof ORPCError && error.code === 'CHOKEPOINT' ? (error.data as ErrorValue) : null;
}

/** Runs a call so that whatever it throws, at once or later from its event iterator, is an error of the contract. */
export async function withPortErrors<Result>(run: () => Promise<Result>, log: ErrorLog): Promise<Result> {
  try {
    const result = await run();
    if (!isOutputWithIterator(result)) return result;
    const output = mapEventIterator(result.output, {
      value: async (value) => value,
      error: async (error) => portErrorOf(errorValueFrom(error, log)),
    });
    return { ...result, output };
  } catch (error) {
    throw portErrorOf(errorValueFrom(error, log));
  }
}

function isOutputWithIterator(result: unknown): result is { output: AsyncIterator<unknown, unknown, void> } {
  return typeof result === 'object' && result !== null && 'output' in result && isAsyncIteratorObject(result.output);
}
