import { listOf, plural } from '../format/index.ts';

/** Units named in full in a sentence; the certificate lists all. */
const NAMED = 5;

/** Records without a known removal unit; read adversely they are lost with the first removal. */
export type Unowned = { rows: number; gpus: number };

/** What is lost beside the units that are removed, read adversely: `878,052 GPUs of unknown owner`; `null` = nothing. */
export function unownedWords({ rows, gpus }: Unowned, by: string): string | null {
  if (rows === 0 && gpus === 0) return null;
  return `${gpus > 0 ? plural(gpus, 'GPU') : plural(rows, 'record')} of unknown ${by}`;
}

/**
 * An attack in words: its units and, read adversely, what is lost with them.
 *
 * @param names units of the attack; empty = one owner of all records without a known one is enough
 * @param unowned records that are lost with the first removal; absent = none
 */
export function attackWords(names: readonly string[], by: string, unowned?: Unowned): string {
  if (names.length === 0) return `one ${by} that owns all records of unknown ${by}`;
  const lost = unowned ? unownedWords(unowned, by) : null;
  return lost === null ? listOf(names, NAMED) : `${listOf(names, NAMED)}, and with ${lost} lost too`;
}
