/** Names of fewer characters are found as whole words only: as a part of other words they would be everywhere. */
const SHORT = 4;

/** A name that stands in a text, from `start` (inclusive) to `end` (exclusive). */
export type FoundName = { start: number; end: number; name: string };

const IPV4 = String.raw`(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)`;
const IPV6 = String.raw`(?<![\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=(?:[^:\s]*:){2})(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)(?![\w:])`;

/** Internet addresses in a text; a time such as 10:20:30 is none. */
export const ADDRESS = new RegExp(`${IPV4}|${IPV6}`, 'g');

/** Whether a text holds an Internet address. */
export const holdsAddress = (text: string): boolean => text.search(ADDRESS) >= 0;

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/**
 * Finds names in texts: from four characters on wherever they stand and however their letters are cased; names of two or three characters as
 * whole words as they are cased; a single character never.
 */
export class NameFinder {
  /** first characters -> lengths of the names that begin so */
  readonly #lengths = new Map<string, number[]>();
  /** name in small letters -> name */
  readonly #long = new Map<string, string>();
  readonly #short = new Set<string>();
  readonly #all: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.#all = new Set(names);
    const lengths = new Map<string, Set<number>>();
    for (const name of this.#all) {
      if (name.length < SHORT) {
        if (name.length > 1) this.#short.add(name);
        continue;
      }
      const small = lowered(name);
      if (!this.#long.has(small)) this.#long.set(small, name);
      const start = small.slice(0, SHORT);
      lengths.set(start, (lengths.get(start) ?? new Set()).add(small.length));
    }
    for (const [start, found] of lengths)
      this.#lengths.set(
        start,
        [...found].sort((one, other) => other - one),
      );
  }

  /** Names in a text from left to right, the longest at each place, none inside another one. */
  find(text: string): FoundName[] {
    const small = lowered(text);
    const found: FoundName[] = [];
    for (let at = 0; at < text.length; at++) {
      const hit = this.#at(text, small, at);
      if (hit === null) continue;
      found.push(hit);
      at = hit.end - 1;
    }
    return found;
  }

  /** Whether any name stands in a text. */
  holds(text: string): boolean {
    const small = lowered(text);
    for (let at = 0; at < text.length; at++) if (this.#at(text, small, at) !== null) return true;
    return false;
  }

  #at(text: string, small: string, at: number): FoundName | null {
    for (const length of this.#lengths.get(small.slice(at, at + SHORT)) ?? []) {
      const name = this.#long.get(small.slice(at, at + length));
      if (name !== undefined)
        return { start: at, end: at + length, name: this.#all.has(text.slice(at, at + length)) ? text.slice(at, at + length) : name };
    }
    if (this.#short.size === 0 || isWordCharacter(text[at - 1])) return null;
    for (let length = SHORT - 1; length > 1; length--) {
      const word = text.slice(at, at + length);
      if (this.#short.has(word) && !isWordCharacter(text[at + length])) return { start: at, end: at + length, name: word };
    }
    return null;
  }
}

/** Small letters, character by character, so that places stay the same. */
function lowered(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : Array.from({ length: text.length }, (_, at) => lowerOne(text[at] as string)).join('');
}

const lowerOne = (character: string): string => {
  const small = character.toLowerCase();
  return small.length === 1 ? small : character;
};
