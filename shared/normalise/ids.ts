import { known, missing, type Normalised } from './result.ts';

const HEX = /^0x[0-9a-f]+$/i;
/** Human part, the separator 1 (the last one), and data with six characters of checksum; the alphabet has no 1, b, i, o. */
const BECH32 = /^([a-z]{2,20})1([02-9ac-hj-np-z]{38,83})$/;
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * An identifier as opaque text: outer blanks removed, 0x hex in lower case; base58, bech32 and all other texts keep their case, and
 * digits stay text (leading zeros and numbers above 2^53 are kept).
 *
 * A bech32 address whose checksum is wrong is kept and noted (`checksum-wrong`). Source of the checksum: BIP 173, BIP 350.
 */
export function normaliseId(raw: string, unknownTokens?: readonly string[]): Normalised<string> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  if (HEX.test(text)) return known(raw, 'ids/hex', text.toLowerCase());
  const bech32 = BECH32.exec(text);
  if (bech32) return known(raw, 'ids/bech32', text, checksumHolds(bech32[1] as string, bech32[2] as string) ? [] : ['checksum-wrong']);
  return known(raw, 'ids/trimmed', text);
}

function checksumHolds(prefix: string, data: string): boolean {
  const letters = [...prefix].map((letter) => letter.charCodeAt(0));
  const values = [
    ...letters.map((code) => code >> 5),
    0,
    ...letters.map((code) => code & 31),
    ...[...data].map((c) => ALPHABET.indexOf(c)),
  ];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of GENERATOR.entries()) if ((top >>> bit) & 1) check ^= generator;
  }
  return check === 1 || check === 0x2bc830a3;
}
