import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { fingerprintOfBlob, KEY_TYPE, type KnownKey, publicKeyBlob, publicKeyLine, publicKeyOfBlob } from './ssh-keys.ts';
import { armourOf, bytesOfArmour, joined, WireReader, wireString, wireUint32 } from './ssh-wire.ts';
import type { VerifiedSignature } from './verification.ts';

/** What a signature is for; it is part of what is signed, so that one made for another purpose does not pass here. */
export const NAMESPACES = {
  /** the author of a bundle or of a dissent */
  author: 'chokepoint-bundle',
  /** somebody who computed it again and signs that they stand behind it */
  counter: 'chokepoint-counter',
} as const;
export type SignerRole = keyof typeof NAMESPACES;

const MAGIC = new TextEncoder().encode('SSHSIG');
const FRAME = 'SSH SIGNATURE';
const HASHES = { sha256, sha512 } as const;
type HashName = keyof typeof HASHES;
const isHash = (name: string): name is HashName => Object.hasOwn(HASHES, name);

/** The bytes that are signed in place of the message (PROTOCOL.sshsig of OpenSSH): magic, namespace, reserved, hash name, hash. */
export function signedBytes(message: Uint8Array, namespace: string, hash: HashName): Uint8Array {
  return joined([MAGIC, wireString(namespace), wireString(''), wireString(hash), wireString(HASHES[hash](message))]);
}

/** The armoured text of an Ed25519 signature over `signedBytes(message, namespace, 'sha512')`, ended by a line feed. */
export function armouredSignature({
  publicKey,
  namespace,
  signature,
}: {
  publicKey: Uint8Array;
  namespace: string;
  signature: Uint8Array;
}): string {
  const parts = [MAGIC, wireUint32(1), wireString(publicKeyBlob(publicKey)), wireString(namespace), wireString(''), wireString('sha512')];
  return armourOf(joined([...parts, wireString(joined([wireString(KEY_TYPE), wireString(signature)]))]), FRAME);
}

type ParsedSignature = { key: Uint8Array; namespace: string; hash: string; kind: string; signature: Uint8Array };

/** The parts of an armoured signature, or why it cannot be read, in words. */
function parsed(text: string): ParsedSignature | string {
  if (!text.trimStart().startsWith(`-----BEGIN ${FRAME}-----`)) return `it does not begin with -----BEGIN ${FRAME}-----`;
  if (!text.trimEnd().endsWith(`-----END ${FRAME}-----`)) return `it is cut off: -----END ${FRAME}----- is missing`;
  const bytes = bytesOfArmour(text, FRAME);
  if (bytes === null) return 'what stands in its frame is no whole base64: it is cut off or damaged';
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) return 'it is no SSH signature';
  const reader = new WireReader(bytes.subarray(MAGIC.length));
  const version = reader.uint32();
  if (version !== null && version !== 1) return `its version is ${version}; version 1 is known`;
  const [key, namespace, reserved, hash, blob] = [reader.string(), reader.text(), reader.string(), reader.text(), reader.string()];
  if (key === null || namespace === null || reserved === null || hash === null || blob === null) return 'it is cut off';
  if (reserved.length > 0) return 'it is damaged';
  const inner = new WireReader(blob);
  const [kind, signature] = [inner.text(), inner.string()];
  if (kind === null || signature === null || !inner.atEnd || !reader.atEnd) return 'it is damaged';
  return { key, namespace, hash, kind, signature };
}

/**
 * Checks a signature against the bytes that it is said to be of, and looks its key up.
 *
 * @param message the signed file
 * @param text armoured signature, as `ssh-keygen -Y sign` or this program writes it
 * @param options `file`: its name, for the answer; `role`: the namespace that is expected; `known`: keys that the person who verifies knows
 * @returns `ok` only where the signature holds; what is wrong stands in `problem`, in words. A key that nobody named is `known: false`
 * Source: PROTOCOL.sshsig of OpenSSH; RFC 8032, strict.
 */
export function verifySignature(
  message: Uint8Array,
  text: string,
  { file, role = 'author', known = [] }: { file: string; role?: SignerRole; known?: readonly KnownKey[] },
): VerifiedSignature {
  const parts = parsed(text);
  if (typeof parts === 'string') return { file, role, key: null, signer: null, ok: false, known: false, problem: `unreadable: ${parts}` };
  const fingerprint = fingerprintOfBlob(parts.key);
  const publicKey = publicKeyOfBlob(parts.key);
  const line = publicKey === null ? null : publicKeyLine(publicKey);
  const found = known.find((key) => key.publicKey === line);
  const answer = { file, role, key: fingerprint, signer: found?.name ?? null, known: found !== undefined };
  const problem = complaint(message, parts, publicKey, NAMESPACES[role]);
  return { ...answer, ok: problem === null, problem };
}

/** Why a signature does not hold; `null` = it does. */
function complaint(
  message: Uint8Array,
  { namespace, hash, kind, signature }: ParsedSignature,
  publicKey: Uint8Array | null,
  expected: string,
): string | null {
  if (publicKey === null || kind !== KEY_TYPE) return `made with a key of the kind ${kind}; ${KEY_TYPE} can be checked here`;
  if (namespace !== expected) return `made for the purpose "${namespace}", not for "${expected}"`;
  if (!isHash(hash)) return `uses the hash "${hash}"; sha256 and sha512 are known`;
  if (signature.length !== 64) return 'unreadable: it is damaged';
  return holds(signature, signedBytes(message, namespace, hash), publicKey)
    ? null
    : 'does not belong to these bytes: the signed file or the signature was changed, or it signs another file';
}

/** Whether an Ed25519 signature holds; bytes that are no point of the curve do not. */
function holds(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
