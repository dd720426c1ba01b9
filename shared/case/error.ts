/** What the person reads when something cannot be done; made once, where the knowledge is. */
export type ErrorValue = {
  /** stable kebab-case name, e.g. `file-empty` */
  code: string;
  /** what happened and where, one sentence */
  message: string;
  /** what the person can do about it */
  advice: string;
  /** file, line, column, value ... as plain JSON */
  details: Record<string, unknown>;
};

/** An error that is the person's to solve; everything else that is thrown is a bug in the product. */
export class ChokepointError extends Error {
  readonly value: ErrorValue;

  constructor(code: string, message: string, advice: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ChokepointError';
    this.value = { code, message, advice, details };
  }
}

/** Makes a `ChokepointError` again from its value after it crossed a port. */
export function errorFromValue(value: ErrorValue): ChokepointError {
  return new ChokepointError(value.code, value.message, value.advice, value.details);
}

/** The value of a known error, or `null` for anything else (a bug). */
export function errorValueOf(error: unknown): ErrorValue | null {
  return error instanceof ChokepointError ? error.value : null;
}
