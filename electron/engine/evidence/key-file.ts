import { createCipheriv, createDecipheriv, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { z } from 'zod';
import { ChokepointError } from '../../../shared/case/error.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

const secretSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plain'), seed: base64 }),
  z.object({
    kind: z.literal('scrypt-aes-256-gcm'),
    /** cost, block size and parallelisation of scrypt (RFC 7914) */
    cost: z
      .number()
      .int()
      .min(1024)
      .max(2 ** 20),
    blockSize: z.literal(8),
    parallelisation: z.literal(1),
    salt: base64,
    nonce: base64,
    /** sealed seed, then the tag of 16 bytes */
    sealed: base64,
  }),
]);
export type KeySecret = z.infer<typeof secretSchema>;

/** A private key as it lies in the person's folder. */
export const keyFileSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  publicKey: z.string(),
  made: z.string(),
  secret: secretSchema,
});
export type KeyFile = z.infer<typeof keyFileSchema>;

const COST = 2 ** 17;

function keyFrom(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: 8, p: 1, maxmem: 256 * 8 * cost };
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

/**
 * A seed as it may lie in a file.
 *
 * @param passphrase `null` = the file's own protection has to do
 */
export async function lockSeed(seed: Uint8Array, passphrase: string | null): Promise<KeySecret> {
  if (passphrase === null) return { kind: 'plain', seed: Buffer.from(seed).toString('base64') };
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await keyFrom(passphrase, salt, COST), nonce);
  const sealed = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
  const [saltText, nonceText, sealedText] = [salt, nonce, sealed].map((bytes) => bytes.toString('base64')) as [string, string, string];
  return { kind: 'scrypt-aes-256-gcm', cost: COST, blockSize: 8, parallelisation: 1, salt: saltText, nonce: nonceText, sealed: sealedText };
}

/** The seed of a key file. @throws ChokepointError `passphrase-needed`, `passphrase-wrong` */
export async function unlockSeed({ name, secret }: KeyFile, passphrase: string | null): Promise<Uint8Array> {
  if (secret.kind === 'plain') return new Uint8Array(Buffer.from(secret.seed, 'base64'));
  if (passphrase === null)
    throw new ChokepointError(
      'passphrase-needed',
      `The key "${name}" is locked with a passphrase.`,
      'Give its passphrase; on the command line: --passphrase-file FILE, or - for standard input.',
      { name },
    );
  const sealed = Buffer.from(secret.sealed, 'base64');
  const key = await keyFrom(passphrase, Buffer.from(secret.salt, 'base64'), secret.cost);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(secret.nonce, 'base64'));
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]));
  } catch {
    throw new ChokepointError('passphrase-wrong', `The passphrase does not open the key "${name}".`, 'Type it again.', { name });
  }
}

/** Whether the file can be read by others; Windows keeps no such marks, there it lies in the person's own folder. */
export const isOpenToOthers = (mode: number): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0;
