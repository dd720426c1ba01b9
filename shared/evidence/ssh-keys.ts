import { sha256 } from '@noble/hashes/sha2.js';
import { ChokepointError } from '../case/error.ts';
import { base64Of, bytesOfArmour, bytesOfBase64, joined, WireReader, wireString } from './ssh-wire.ts';

/** The one kind of key that signs here: Ed25519 (RFC 8709). */
export const KEY_TYPE = 'ssh-ed25519';

/** A public key that a person trusts to be that of `name`. */
export type KnownKey = {
  /** as in an OpenSSH list of allowed signers: an address or a short name without blanks */
  name: string;
  /** `ssh-ed25519 AAAA...` without comment */
  publicKey: string;
};

/** Public key of 32 bytes as OpenSSH writes it into signatures and key files. */
export function publicKeyBlob(publicKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([wireString(KEY_TYPE), wireString(publicKey)]);
}

/** The 32 bytes of a public key; `null` = the blob holds another kind of key, or none. */
export function publicKeyOfBlob(blob: Uint8Array): Uint8Array | null {
  const reader = new WireReader(blob);
  if (reader.text() !== KEY_TYPE) return null;
  const key = reader.string();
  return key?.length === 32 && reader.atEnd ? key : null;
}

/** `ssh-ed25519 AAAA...` of a public key of 32 bytes. */
export const publicKeyLine = (publicKey: Uint8Array): string => `${KEY_TYPE} ${base64Of(publicKeyBlob(publicKey))}`;

/** Fingerprint as `ssh-keygen -l` prints it: `SHA256:` and the base64 of the hash of the blob, without padding. */
export const fingerprintOfBlob = (blob: Uint8Array): string => `SHA256:${base64Of(sha256(blob)).replace(/=+$/, '')}`;

/** Fingerprint of a line `ssh-ed25519 AAAA...`. @throws ChokepointError as `readPublicKey` */
export const fingerprintOf = (line: string): string => fingerprintOfBlob(publicKeyBlob(readPublicKey(line).publicKey));

/** Reads a name of a key: what an OpenSSH list of allowed signers takes without quotes. @throws ChokepointError `key-name-invalid` */
export function readKeyName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/.test(name)) return name;
  throw new ChokepointError(
    'key-name-invalid',
    `"${name}" cannot be the name of a key.`,
    'Use an address or a short name: letters, digits and . _ @ + -, at most 64 characters, a letter or digit first.',
    { name },
  );
}

/**
 * Reads a public key: the line of a `.pub` file, or its two first words.
 *
 * @returns the 32 bytes and the comment, which may be empty
 * @throws ChokepointError `key-unreadable`, `key-kind`
 */
export function readPublicKey(line: string): { publicKey: Uint8Array; comment: string } {
  const [kind = '', text = '', ...comment] = line.trim().split(/\s+/);
  const blob = bytesOfBase64(text);
  const publicKey = blob === null ? null : publicKeyOfBlob(blob);
  if (kind === KEY_TYPE && publicKey !== null) return { publicKey, comment: comment.join(' ') };
  if (/^(ssh|ecdsa|sk)-/.test(kind) && kind !== KEY_TYPE) throw otherKind(kind);
  throw new ChokepointError(
    'key-unreadable',
    'This is no public key as OpenSSH writes it.',
    `Give the one line of a .pub file: ${KEY_TYPE} and a long word after it.`,
  );
}

function otherKind(kind: string): ChokepointError {
  return new ChokepointError(
    'key-kind',
    `The key is of the kind ${kind}; Chokepoint reads ${KEY_TYPE} only.`,
    'Make an Ed25519 key: chokepoint key new NAME, or ssh-keygen -t ed25519.',
    { kind },
  );
}

const PRIVATE = 'OPENSSH PRIVATE KEY';
const MAGIC = new TextEncoder().encode('openssh-key-v1\0');

/**
 * Reads an Ed25519 private key without passphrase from a file of OpenSSH (PROTOCOL.key of OpenSSH).
 *
 * @returns the seed of 32 bytes, the public key of 32 bytes and the comment
 * @throws ChokepointError `key-unreadable`, `key-kind`, `key-encrypted`
 */
export function readPrivateKey(text: string): { seed: Uint8Array; publicKey: Uint8Array; comment: string } {
  const unreadable = () =>
    new ChokepointError(
      'key-unreadable',
      'This is no private key as OpenSSH writes it.',
      `Give a file that begins with -----BEGIN ${PRIVATE}-----, such as ~/.ssh/id_ed25519.`,
    );
  const bytes = bytesOfArmour(text, PRIVATE);
  if (bytes === null || !MAGIC.every((byte, at) => bytes[at] === byte)) throw unreadable();
  const outer = new WireReader(bytes.subarray(MAGIC.length));
  const [cipher, derivation, , count, blob] = [outer.text(), outer.text(), outer.string(), outer.uint32(), outer.string()];
  if (blob === null || count !== 1) throw unreadable();
  const kind = new WireReader(blob).text();
  if (kind !== KEY_TYPE) throw kind === null ? unreadable() : otherKind(kind);
  if (cipher !== 'none' || derivation !== 'none')
    throw new ChokepointError(
      'key-encrypted',
      'The private key is locked with a passphrase of OpenSSH, which Chokepoint does not read.',
      'Sign outside (ssh-keygen -Y sign) and take the signature in with: chokepoint sign BUNDLE --signature FILE. Or make a key of its own: chokepoint key new NAME.',
    );
  const inner = new WireReader(outer.string() ?? new Uint8Array());
  const [first, second] = [inner.uint32(), inner.uint32()];
  const [innerKind, publicKey, secret, comment] = [inner.text(), inner.string(), inner.string(), inner.text()];
  const known = publicKeyOfBlob(blob);
  const whole =
    first !== null && first === second && innerKind === KEY_TYPE && publicKey !== null && secret?.length === 64 && comment !== null;
  if (!whole || known === null || !known.every((byte, at) => publicKey[at] === byte && secret[32 + at] === byte)) throw unreadable();
  return { seed: secret.slice(0, 32), publicKey: known.slice(), comment };
}

/** A list of allowed signers as `ssh-keygen -Y verify -f` reads it, one key a line, by name. */
export function allowedSigners(keys: readonly KnownKey[]): string {
  return keys
    .toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : one.publicKey < other.publicKey ? -1 : 1))
    .map(({ name, publicKey }) => `${name} ${publicKey}\n`)
    .join('');
}

/**
 * Reads a list of allowed signers; lines with options or other kinds of keys are left out, as they would not be honoured here.
 *
 * @returns the keys and the numbers of the lines, from 1, that were left out
 */
export function readAllowedSigners(text: string): { keys: KnownKey[]; leftOut: number[] } {
  const keys: KnownKey[] = [];
  const leftOut: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const [name = '', ...rest] = words.split(/\s+/);
    try {
      keys.push({ name: readKeyName(name), publicKey: publicKeyLine(readPublicKey(rest.join(' ')).publicKey) });
    } catch (error) {
      if (!(error instanceof ChokepointError)) throw error;
      leftOut.push(at + 1);
    }
  }
  return { keys, leftOut };
}
