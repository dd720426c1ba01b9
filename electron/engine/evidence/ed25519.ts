import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { armouredSignature, signedBytes } from '../../../shared/evidence/sshsig.ts';

/** What stands before the 32 secret bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_BYTES = 32;

function privateKey(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([PKCS8, seed]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** The 32 public bytes of an Ed25519 key. @param seed its 32 secret bytes (RFC 8032) */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES));
}

/**
 * Signs a message as `ssh-keygen -Y sign -n NAMESPACE` does, with SHA-512; the same message and key give the same bytes.
 *
 * @param seed the 32 secret bytes of an Ed25519 key (RFC 8032)
 * @returns the armoured signature, ended by a line feed
 */
export function signMessage(message: Uint8Array, seed: Uint8Array, namespace: string): string {
  const signature = sign(null, signedBytes(message, namespace, 'sha512'), privateKey(seed));
  return armouredSignature({ publicKey: publicKeyOf(seed), namespace, signature });
}
