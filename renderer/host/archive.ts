import { type Zippable, zipSync } from 'fflate';

/** First moment that a ZIP can say, in its own time without zone, so that no clock and no time zone gets into the bytes. */
const FIXED_TIME = new Date(1980, 0, 1);

/** Kinds of files that are compressed already. */
const PACKED = /\.(pdf|png|zip|gz)$/i;

/**
 * One ZIP of several files: sorted by name, with fixed times, so that the same files give the same bytes.
 *
 * @param files names without folders and bytes; a later file of the same name gets a number
 */
export function zipOf(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const named = new Map<string, Uint8Array>();
  for (const { name, bytes } of files) named.set(freeName(name, named), bytes);
  const entries: Zippable = {};
  for (const name of [...named.keys()].sort())
    entries[name] = [named.get(name) as Uint8Array, { level: PACKED.test(name) ? 0 : 6, mtime: FIXED_TIME }];
  return zipSync(entries);
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = name.replace(/(\.[^.]*)?$/, (ending) => `-${number}${ending}`);
  return free;
}
