import { UNKNOWN_TOKENS } from '../case/recipe.ts';

/** A cell that was understood. `rule` names what was applied, `raw` is the cell as it came, `notes` are stable names of findings. */
export type Known<Value> = { known: true; value: Value; rule: string; raw: string; notes: readonly string[] };

/** A cell that was not: `reason` is a stable name, `candidates` are readings that a person may choose from; none is ever taken by itself. */
export type Unknown = { known: false; reason: string; message: string; raw: string; candidates: readonly string[] };

/** What every normaliser returns; it never throws. */
export type Normalised<Value> = Known<Value> | Unknown;

/** Version of each normaliser, kept in the recipe: a changed rule or word list raises it. */
export const NORMALISER_VERSIONS = {
  gpu: 1,
  country: 1,
  money: 1,
  percent: 1,
  memory: 1,
  uptime: 1,
  time: 1,
  count: 2,
  ids: 1,
} as const;

/** A cell understood by a rule. */
export function known<Value>(raw: string, rule: string, value: Value, notes: readonly string[] = []): Known<Value> {
  return { known: true, value, rule, raw, notes };
}

/** A cell that no rule covers, or that has more than one reading. */
export function unknown(raw: string, reason: string, message: string, candidates: readonly string[] = []): Unknown {
  return { known: false, reason, message, raw, candidates };
}

/** The answer for a cell that says "no value", else `null`. Compared trimmed and without case; "NA" is not among the tokens. */
export function missing(raw: string, tokens: readonly string[] = UNKNOWN_TOKENS): Unknown | null {
  const text = raw.trim().toLowerCase();
  if (text !== '' && !tokens.includes(text)) return null;
  return unknown(raw, 'no-value', text === '' ? 'The cell is empty.' : `"${raw.trim()}" means that there is no value.`);
}
