import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const PURPOSE = 'chokepoint pseudonym 1\0';
/** Characters of base32: 8 are 40 bits, more where two names of a case would share them. */
const LENGTHS = [8, 12, 16, 24, 51] as const;

/** Base32 in small letters (RFC 4648 without padding) of HMAC-SHA-256 of a name: 51 characters. */
function codeOf(key: Uint8Array, name: string): string {
  let bits = 0;
  let buffer = 0;
  let code = '';
  for (const byte of hmac(sha256, key, new TextEncoder().encode(PURPOSE + name))) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) code += LETTERS[(buffer >> (bits - 5)) & 31];
  }
  return code;
}

const FORM = '[a-z0-9][a-z0-9-]{0,23}-(?:[a-z2-7]{51}|[a-z2-7]{24}|[a-z2-7]{16}|[a-z2-7]{12}|[a-z2-7]{8})';
const PSEUDONYM = new RegExp(`^${FORM}(?:@${FORM}\\.invalid)?$`);

/** Whether a text has the form of a pseudonym: that of a name, or of a mailbox. */
export const isPseudonym = (text: string): boolean => PSEUDONYM.test(text);

/** A prefix of a pseudonym: small letters, digits and hyphens. */
export function prefixOf(words: string): string {
  const plain = words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, 24) || 'name';
}

/**
 * A pseudonym for each name, such as `operator-7k2mq4xz`: the same key and name give the same code in every export, and without the key no name
 * can be tried. Different names have different pseudonyms.
 *
 * @param names name -> prefix
 * @param key secret bytes of the case
 */
export function pseudonymsOf(names: ReadonlyMap<string, string>, key: Uint8Array): Map<string, string> {
  const codes = new Map([...names.keys()].map((name) => [name, codeOf(key, name)]));
  const shared = new Map<string, number>();
  for (const code of codes.values())
    for (const length of LENGTHS) {
      const start = code.slice(0, length);
      shared.set(start, (shared.get(start) ?? 0) + 1);
    }
  return new Map(
    [...names].map(([name, prefix]) => {
      const code = codes.get(name) as string;
      const length = LENGTHS.find((each) => shared.get(code.slice(0, each)) === 1) ?? code.length;
      return [name, `${prefix}-${code.slice(0, length)}`];
    }),
  );
}
