import { COMMON_WORDS } from './common-words.ts';

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
 * Finds names in texts: from four characters on wherever they stand, however their letters are cased and whether accents and ß are written or
 * not; shorter names as whole words as they are cased; a single character never.
 */
export class NameFinder {
  /** first characters -> lengths of the names that begin so */
  readonly #lengths = new Map<string, number[]>();
  /** folded name -> name */
  readonly #long = new Map<string, string>();
  readonly #short = new Set<string>();
  #longestShort = 0;
  readonly #all: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.#all = new Set(names);
    const lengths = new Map<string, Set<number>>();
    for (const name of this.#all) {
      const { text: small } = folded(name);
      if (small.length < SHORT) {
        if (name.length > 1) this.#short.add(name);
        this.#longestShort = Math.max(this.#longestShort, name.length);
        continue;
      }
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
    const found: FoundName[] = [];
    const small = folded(text);
    for (let at = 0, from = 0; at < small.text.length; at++) {
      if (small.start(at) < from) continue;
      const hit = this.#at(text, small, at);
      if (hit === null) continue;
      found.push(hit);
      from = hit.end;
    }
    return found;
  }

  /** Whether any name stands in a text. */
  holds(text: string): boolean {
    const small = folded(text);
    for (let at = 0; at < small.text.length; at++) if (this.#at(text, small, at) !== null) return true;
    return false;
  }

  #at(text: string, small: Folded, at: number): FoundName | null {
    const start = small.start(at);
    for (const length of this.#lengths.get(small.text.slice(at, at + SHORT)) ?? []) {
      // at the end of a text a longer name must not be taken for a shorter one
      const name = at + length > small.text.length ? undefined : this.#long.get(small.text.slice(at, at + length));
      if (name === undefined) continue;
      const end = small.end(at + length - 1);
      const written = text.slice(start, end);
      return { start, end, name: this.#all.has(written) ? written : name };
    }
    if (this.#short.size === 0 || isWordCharacter(text[start - 1])) return null;
    for (let length = this.#longestShort; length > 1; length--) {
      const word = text.slice(start, start + length);
      if (this.#short.has(word) && !isWordCharacter(text[start + length])) return { start, end: start + length, name: word };
    }
    return null;
  }
}

/** A text without case, accents and ligatures; `start` and `end` give the place in the text that a folded character was made from. */
type Folded = { text: string; start(at: number): number; end(at: number): number };

/** Letters that Unicode does not take apart, as people write them without a special keyboard. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' };

const foldOne = (character: string): string =>
  character
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßıøłđæœς]/g, (letter) => LETTERS[letter] as string);

/** A text as names are compared: small letters, no accents, ß as ss, dotless and dotted i alike. */
export const foldedText = (text: string): string => folded(text).text;

function folded(text: string): Folded {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  if (/^[\u0000-\u007f]*$/.test(text)) return { text: text.toLowerCase(), start: (at) => at, end: (at) => at + 1 };
  const starts: number[] = [];
  const ends: number[] = [];
  let small = '';
  let place = 0;
  for (const character of text) {
    const told = foldOne(character);
    const end = place + character.length;
    // a mark belongs to the letter before it
    if (told === '' && ends.length > 0) ends[ends.length - 1] = end;
    for (let at = 0; at < told.length; at++) {
      starts.push(place);
      ends.push(end);
    }
    small += told;
    place = end;
  }
  return { text: small, start: (at) => starts[at] as number, end: (at) => ends[at] as number };
}

/** Addresses of the web, hosts and mailboxes in a text. */
const HOST =
  /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>,;]+|[\p{L}\p{M}\p{N}_.+-]+@[\p{L}\p{M}\p{N}.-]+|(?:[\p{L}\p{M}\p{N}-]+\.)+\p{L}[\p{L}\p{M}]+(?:[/:][^\s"'<>,;]*)?/giu;

const lettersOf = (text: string): string => foldedText(text).replace(/[^\p{L}\p{N}]/gu, '');

/**
 * First words that tell one name alone, such as `borealis` of `Borealis Compute Ltd.`: no common word, and no start that unlike names share.
 * `Borealis` and `Borealis Ltd.` are alike, since one begins with the other.
 *
 * @returns folded word -> the shortest name that begins with it
 */
export function tellingFirstWords(names: Iterable<string>): Map<string, string> {
  const shared = new Map<string, string[]>();
  for (const name of names) {
    const word = /[\p{L}\p{N}]+/u.exec(foldedText(name))?.[0];
    if (word === undefined || !/\p{L}/u.test(word) || COMMON_WORDS.has(word)) continue;
    shared.set(word, [...(shared.get(word) ?? []), name]);
  }
  const telling = new Map<string, string>();
  for (const [word, found] of shared) {
    const [shortest, ...others] = found.toSorted((one, other) => one.length - other.length || (one < other ? -1 : 1)) as [string];
    const start = lettersOf(shortest);
    if (others.every((name) => lettersOf(name).startsWith(start))) telling.set(word, shortest);
  }
  return telling;
}

/** First words of names of several words that are no short form of them: common words, and starts that unlike names share. */
export function untellingFirstWords(names: Iterable<string>): string[] {
  const all = [...names];
  const telling = tellingFirstWords(all);
  const words = all.flatMap((name) => {
    const [, word] = /^[^\p{L}\p{N}]*([\p{L}\p{N}]{3,})[^\p{L}\p{N}]+[\p{L}\p{N}]/u.exec(name) ?? [];
    return word === undefined || !/\p{L}/u.test(word) || telling.has(foldedText(word)) ? [] : [word];
  });
  return [...new Set(words)].sort();
}

/** Finds hosts, URLs and mailboxes that tell a name: run together without blanks and accents, or by a telling first word of three letters or more. */
export class HostFinder {
  readonly #forms: NameFinder;
  readonly #labels: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    const all = [...names];
    const forms = [...all.map(lettersOf), ...tellingFirstWords(all).keys()].filter((form) => form.length > 2 && /\p{L}/u.test(form));
    this.#forms = new NameFinder(forms.filter((form) => form.length >= SHORT));
    this.#labels = new Set(forms.filter((form) => form.length < SHORT));
  }

  /** Whether a text holds a host that tells a name. */
  holds(text: string): boolean {
    return this.replaced(text, () => '') !== text;
  }

  /** The text with every such host replaced. */
  replaced(text: string, by: (host: string) => string): string {
    return text.replace(HOST, (host) => (this.#tells(host) ? by(host) : host));
  }

  #tells(host: string): boolean {
    return (
      this.#forms.holds(lettersOf(host)) ||
      foldedText(host)
        .split(/[^\p{L}\p{N}]+/u)
        .some((label) => this.#labels.has(label))
    );
  }
}
