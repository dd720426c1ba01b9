import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { OwnKey, TrustedKey } from '../../../shared/contract/evidence.ts';
import {
  allowedSigners,
  fingerprintOf,
  type KnownKey,
  publicKeyLine,
  readAllowedSigners,
  readKeyName,
  readPrivateKey,
  readPublicKey,
} from '../../../shared/evidence/ssh-keys.ts';
import { publicKeyOf } from './ed25519.ts';
import { isOpenToOthers, type KeyFile, keyFileSchema, lockSeed, unlockSeed } from './key-file.ts';

const ENDING = '.chokepoint-key';
const KNOWN = 'allowed_signers';

/** Folder of a person's keys where no other is given. */
export const usualKeyDirectory = (): string => process.env.CHOKEPOINT_KEYS ?? join(homedir(), '.chokepoint');

/**
 * The keys of a person: their own, one file each that only they may read, and all that they know, their own ones too, as a list that
 * `ssh-keygen -Y verify -f` reads. A secret is read for the time of one signature and never handed on.
 */
export class KeyRing {
  readonly #folder: string;

  /** @param folder need not exist; it is made with the first key */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The person's own keys, by name. */
  async own(): Promise<OwnKey[]> {
    const names = (await this.#files()).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    const files = await Promise.all(names.sort().map((name) => this.#read(name)));
    return files.map(ownKeyOf);
  }

  /** Keys that the person knows: their own ones first, then those of others, by name. */
  async known(): Promise<TrustedKey[]> {
    const own = (await this.own()).map(({ name, publicKey }) => ({ name, publicKey, fingerprint: fingerprintOf(publicKey), own: true }));
    const others = (await this.#listed()).map((key) => ({ ...key, fingerprint: fingerprintOf(key.publicKey), own: false }));
    return [...own, ...others.filter(({ publicKey }) => own.every((key) => key.publicKey !== publicKey))];
  }

  /**
   * Makes a key.
   *
   * @param made ISO time
   * @throws ChokepointError `key-exists`, `key-name-invalid`, `keys-cannot-write`
   */
  async create({ name, passphrase, made }: { name: string; passphrase: string | null; made: string }): Promise<OwnKey> {
    return this.#keep({ name, passphrase, made, seed: new Uint8Array(randomBytes(32)) });
  }

  /**
   * Takes in an Ed25519 private key of OpenSSH that has no passphrase.
   *
   * @param text content of the file
   * @throws ChokepointError as `create`; `key-unreadable`, `key-kind`, `key-encrypted`
   */
  async import({ text, ...rest }: { text: string; name: string; passphrase: string | null; made: string }): Promise<OwnKey> {
    return this.#keep({ ...rest, seed: readPrivateKey(text).seed });
  }

  /**
   * The secret of a key, for one signature.
   *
   * @param name may be left out where the person has one key
   * @throws ChokepointError `key-missing`, `key-ambiguous`, `key-open-to-others`, `passphrase-needed`, `passphrase-wrong`
   */
  async secret(name: string | null, passphrase: string | null): Promise<{ key: OwnKey; seed: Uint8Array }> {
    const file = await this.#read(name ?? (await this.#only()));
    return { key: ownKeyOf(file), seed: await unlockSeed(file, passphrase) };
  }

  /**
   * Adds the key of another person to the known ones.
   *
   * @param line of a `.pub` file
   * @throws ChokepointError `key-unreadable`, `key-kind`, `key-name-invalid`, `key-known`
   */
  async trust(name: string, line: string): Promise<TrustedKey> {
    const key = { name: readKeyName(name), publicKey: publicKeyLine(readPublicKey(line).publicKey) };
    const known = await this.known();
    const found = known.find(({ publicKey }) => publicKey === key.publicKey);
    if (found !== undefined)
      throw new ChokepointError(
        'key-known',
        `The key is in your list already, as "${found.name}".`,
        found.own ? 'It is one of your own.' : `Take it out first: chokepoint key distrust ${found.name}.`,
        { name: found.name, fingerprint: found.fingerprint },
      );
    await this.#writeKnown([...known, key]);
    return { ...key, fingerprint: fingerprintOf(key.publicKey), own: false };
  }

  /** Takes keys of others out of the known ones. @param wanted name or fingerprint @throws ChokepointError `key-missing` */
  async distrust(wanted: string): Promise<TrustedKey[]> {
    const known = await this.known();
    const gone = known.filter(({ name, fingerprint, own }) => !own && (name === wanted || fingerprint === wanted));
    if (gone.length === 0)
      throw missing(
        wanted,
        known.filter(({ own }) => !own),
      );
    await this.#writeKnown((await this.#listed()).filter(({ publicKey }) => gone.every((key) => key.publicKey !== publicKey)));
    return gone;
  }

  async #keep({ name, passphrase, made, seed }: { name: string; passphrase: string | null; made: string; seed: Uint8Array }) {
    const publicKey = publicKeyLine(publicKeyOf(seed));
    const path = this.#path(readKeyName(name));
    const file: KeyFile = { format: 1, name, publicKey, made, secret: await lockSeed(seed, passphrase) };
    seed.fill(0);
    await this.#makeFolder();
    try {
      await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      await writeFile(`${path}.pub`, `${publicKey} ${name}\n`);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'EEXIST') throw cannotWrite(this.#folder, code);
      throw new ChokepointError(
        'key-exists',
        `There is a key named "${name}" already.`,
        'Choose another name; keys are never overwritten.',
        {
          name,
        },
      );
    }
    // stock ssh-keygen then checks the person's own signatures by the same list
    const others = (await this.#listed()).filter((key) => key.publicKey !== publicKey);
    await this.#writeKnown([{ name, publicKey }, ...others]);
    return ownKeyOf(file);
  }

  async #read(name: string): Promise<KeyFile> {
    const path = this.#path(readKeyName(name));
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch {
      throw missing(name, await this.own());
    }
    if (isOpenToOthers((await stat(path)).mode))
      throw new ChokepointError(
        'key-open-to-others',
        `The file of the key "${name}" can be read by other users of this computer; it was not used.`,
        `Make it yours alone: chmod 600 '${path}'. If somebody may have read it, make a new key.`,
        { name },
      );
    const file = keyFileSchema.safeParse(parsedOrNull(text));
    if (file.success && file.data.name === name) return file.data;
    // says nothing of the content: it may hold the secret
    throw new ChokepointError('key-unreadable', `The file of the key "${name}" is damaged.`, 'Take it from a copy, or make a new key.', {
      name,
    });
  }

  async #only(): Promise<string> {
    const own = await this.own();
    if (own.length === 1) return (own[0] as OwnKey).name;
    if (own.length === 0)
      throw new ChokepointError('key-missing', 'You have no key to sign with.', 'Make one: chokepoint key new NAME.', {});
    const names = own.map(({ name }) => name).join(', ');
    throw new ChokepointError('key-ambiguous', 'You have several keys.', `Name the one to sign with: ${names}.`, { keys: names });
  }

  async #listed(): Promise<KnownKey[]> {
    if (!(await this.#files()).includes(KNOWN)) return [];
    return readAllowedSigners(await readFile(join(this.#folder, KNOWN), 'utf8')).keys;
  }

  async #writeKnown(keys: readonly KnownKey[]): Promise<void> {
    await this.#makeFolder();
    const path = join(this.#folder, KNOWN);
    try {
      await writeFile(`${path}.part`, allowedSigners(keys), { mode: 0o600 });
      await rename(`${path}.part`, path);
    } catch (error) {
      throw cannotWrite(this.#folder, (error as NodeJS.ErrnoException).code);
    }
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await chmod(this.#folder, 0o700);
    } catch (error) {
      throw cannotWrite(this.#folder, (error as NodeJS.ErrnoException).code);
    }
  }

  async #files(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch {
      return [];
    }
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${ENDING}`);
  }
}

const ownKeyOf = ({ name, publicKey, made, secret }: KeyFile): OwnKey => ({
  name,
  publicKey,
  fingerprint: fingerprintOf(publicKey),
  made,
  locked: secret.kind !== 'plain',
});

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function missing(name: string, keys: readonly { name: string }[]): ChokepointError {
  const names = keys.map((key) => key.name).join(', ');
  return new ChokepointError(
    'key-missing',
    `There is no key "${name}".`,
    names === '' ? 'Make one: chokepoint key new NAME.' : `Keys: ${names}.`,
    {
      key: name,
    },
  );
}

function cannotWrite(folder: string, reason: string | undefined): ChokepointError {
  return new ChokepointError(
    'keys-cannot-write',
    `The folder of your keys, ${folder}, cannot be written to (${reason ?? 'unknown reason'}).`,
    'Make it writable, or name another with the environment variable CHOKEPOINT_KEYS.',
    { reason },
  );
}
