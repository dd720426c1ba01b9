import { isSignatureFile } from './paths.ts';
import type { KnownKey } from './ssh-keys.ts';
import { type SignerRole, verifySignature } from './sshsig.ts';
import type { VerifiedSignature } from './verification.ts';

/** The file of a bundle that is signed: it holds the hash of every other file but the signatures. */
export const SIGNED_FILE = 'manifest-sha256.txt';

/** What the signature in a file of this name has to be for. */
export const roleOfSignatureFile = (name: string): SignerRole => (name === `${SIGNED_FILE}.sig` ? 'author' : 'counter');

/** Name of the file for the next signature of that role; a bundle has one of its author. */
export function nextSignatureFile(names: Iterable<string>, role: SignerRole): string {
  if (role === 'author') return `${SIGNED_FILE}.sig`;
  const taken = new Set(names);
  for (let number = 1; ; number++) {
    const name = `${SIGNED_FILE}.counter-${number}.sig`;
    if (!taken.has(name)) return name;
  }
}

/**
 * Checks every signature of a bundle.
 *
 * @param files content by name; a bundle without `manifest-sha256.txt` has signatures of nothing, which do not hold
 * @param known keys that the person who verifies knows
 * @returns the author's first, then the others by name
 */
export function verifySignatures(files: ReadonlyMap<string, Uint8Array>, known: readonly KnownKey[] = []): VerifiedSignature[] {
  const signed = files.get(SIGNED_FILE) ?? new Uint8Array();
  const number = (name: string) => Number(/counter-(\d+)/.exec(name)?.[1] ?? 0);
  return [...files.keys()]
    .filter(isSignatureFile)
    .sort((one, other) => number(one) - number(other))
    .map((file) => {
      const text = new TextDecoder().decode(files.get(file));
      return verifySignature(signed, text, { file, role: roleOfSignatureFile(file), known });
    });
}

/**
 * Rungs of the trust ladder that signatures reach: L1 signed by its author, L3 counter-signed with another key. Only keys that the person who
 * verifies knows count: anybody can make a key, so that a signature by an unknown one holds but says of nobody that they signed.
 */
export function rungsOfSignatures(signatures: readonly VerifiedSignature[]): ('L1' | 'L3')[] {
  const author = signatures.find(({ role, ok }) => role === 'author' && ok);
  if (author === undefined) return [];
  const countered = signatures.some(({ role, ok, known, key }) => role === 'counter' && ok && known && key !== author.key);
  return [...(author.known ? (['L1'] as const) : []), ...(countered ? (['L3'] as const) : [])];
}
