import { ORPCError } from '@orpc/client';
import { ChokepointError, type ErrorValue } from '../../shared/case/error.ts';

function isErrorValue(value: unknown): value is ErrorValue {
  const candidate = value as Partial<ErrorValue> | null;
  return typeof candidate?.code === 'string' && typeof candidate.message === 'string' && typeof candidate.advice === 'string';
}

/** The error value behind anything thrown: known errors keep theirs, everything else becomes `internal`. */
export function errorValue(error: unknown): ErrorValue {
  if (error instanceof ChokepointError) return error.value;
  if (error instanceof ORPCError && isErrorValue(error.data)) return { ...error.data, details: error.data.details ?? {} };
  if (isErrorValue(error)) return error;
  return {
    code: 'internal',
    message: 'Something inside Chokepoint went wrong.',
    advice:
      'Your case is unchanged: every decision is written before it is shown. Try once more; if it comes back, copy the diagnostics into a report.',
    details: {},
  };
}

/** Whether something ended because the person cancelled it. */
export function isCancelled(error: unknown): boolean {
  if (error instanceof DOMException && error.name === 'AbortError') return true;
  const { code } = errorValue(error);
  return code === 'cancelled' || (error as { code?: string } | null)?.code === 'CLIENT_CLOSED_REQUEST';
}

/** Text for a bug report: code, message, stack; paths of the machine are cut out, no cell values beyond `details`. */
export function diagnosticsText(error: unknown): string {
  const value = errorValue(error);
  const stack = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : '';
  const lines = [
    `Chokepoint diagnostics`,
    `code: ${value.code}`,
    `message: ${value.message}`,
    `details: ${JSON.stringify(value.details)}`,
    `page: ${navigator.userAgent}`,
    stack,
  ];
  return lines.join('\n').replace(/(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][\w.@ -]+){2,}[\\/]/g, '…/');
}
