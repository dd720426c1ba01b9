/** Why a number is not defined; never replaced by 0, which would read as the best or worst possible network (domain 3.1). */
export type UndefinedReason = 'no-weight' | 'unreachable' | 'too-few-entities' | 'unbounded' | 'no-range';

/** What a person must read beside a number: one entity only, or more entities asked for than there are. */
export type Flag = 'n=1' | 'k>n';

/** A number, or `null` with the reason why there is none. */
export type Measured<Value> =
  | { readonly value: Value; readonly reason: null; readonly flags: readonly Flag[] }
  | { readonly value: null; readonly reason: UndefinedReason; readonly flags: readonly Flag[] };

/** A defined value with its flags. */
export function measured<Value>(value: Value, ...flags: Flag[]): Measured<Value> {
  return { value, reason: null, flags };
}

/** An undefined value with its reason. */
export function notMeasured(reason: UndefinedReason): { value: null; reason: UndefinedReason; flags: readonly Flag[] } {
  return { value: null, reason, flags: [] };
}

/** Applies a function to a defined value; reason and flags stay. */
export function mapMeasured<From, To>(from: Measured<From>, apply: (value: From) => To): Measured<To> {
  return from.reason === null ? { value: apply(from.value), reason: null, flags: from.flags } : from;
}
