import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BundleFiles, readArchive, writeArchive } from '../../electron/engine/evidence/archive.ts';
import { createEngine } from '../../electron/engine/index.ts';
import { rungsOfSignatures, verifySignatures } from '../../shared/evidence/signatures.ts';
import { readPublicKey } from '../../shared/evidence/ssh-keys.ts';
import { NAMESPACES } from '../../shared/evidence/sshsig.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { bundleFiles, sealed, zipped } from './small-bundle.ts';
import { HAS_SSH_KEYGEN, sshFolder } from './ssh-keygen.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
let bundle: BundleFiles;

let folder: ReturnType<typeof sshFolder>;
const usual = process.env.CHOKEPOINT_KEYS;

beforeAll(async () => {
  folder = sshFolder();
  process.env.CHOKEPOINT_KEYS = folder.path('keys');
  for (const name of ['ada@example.org', 'bob@example.org']) await chokepoint('key', 'new', name);
  const { engine, folder: cases, close } = await openTestEngine();
  writeFileSync(join(cases, 'nodes.csv'), 'provider,gpu_count\nalpha,64\nbeta,32\n');
  const { id } = await importFile(engine, join(cases, 'nodes.csv'));
  await engine.client.views.save({ name: 'by provider', spec: { dataset: id, by: 'provider', weight: 'gpu_count' } });
  bundle = await bundleFiles(engine);
  await close();
});
beforeEach(() => writeFileSync(folder.path('bundle.zip'), zipped(bundle)));
afterAll(() => {
  folder.remove();
  if (usual === undefined) delete process.env.CHOKEPOINT_KEYS;
  else process.env.CHOKEPOINT_KEYS = usual;
});

const sign = async (...args: string[]) => {
  const { code, out, err } = await chokepoint('sign', folder.path('bundle.zip'), ...args, '--json');
  return { code, ...JSON.parse(out || err) };
};
const opened = () => readArchive(readFileSync(folder.path('bundle.zip')), 'bundle.zip');
async function known() {
  const { out } = await chokepoint('key', 'list', '--json');
  return JSON.parse(out).known as { name: string; publicKey: string; fingerprint: string }[];
}

describe('sign', () => {
  it('adds a signature of the list of hashes and leaves all other files as they are', async () => {
    const before = opened();
    expect(await sign('--key', 'ada@example.org')).toMatchObject({ code: 0, role: 'author', signer: 'ada@example.org' });
    const after = opened();
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual(['manifest-sha256.txt.sig']);
    for (const [name, content] of before) expect([name, hash(after.get(name) as Uint8Array)]).toEqual([name, hash(content)]);
    const signatures = verifySignatures(after, await known());
    expect(signatures).toMatchObject([{ ok: true, known: true, signer: 'ada@example.org', role: 'author' }]);
    expect(rungsOfSignatures(signatures)).toEqual(['L1']);
    // the same bundle and key give the same bytes
    const first = readFileSync(folder.path('bundle.zip'));
    expect(hash(writeArchive(after))).toBe(hash(first));
  });

  it('counter-signs what an author has signed, each key once', async () => {
    expect(await sign('--key', 'ada@example.org', '--counter')).toMatchObject({ code: 'not-signed-yet' });
    await sign('--key', 'ada@example.org');
    expect(await sign('--key', 'ada@example.org')).toMatchObject({ code: 'already-signed' });
    expect(await sign('--key', 'bob@example.org', '--author')).toMatchObject({ code: 'already-signed' });
    expect(await sign('--key', 'bob@example.org')).toMatchObject({ role: 'counter', signature: 'manifest-sha256.txt.counter-1.sig' });
    const signatures = verifySignatures(opened(), await known());
    expect(signatures.map(({ ok, role, signer }) => [ok, role, signer])).toEqual([
      [true, 'author', 'ada@example.org'],
      [true, 'counter', 'bob@example.org'],
    ]);
    expect(rungsOfSignatures(signatures)).toEqual(['L1', 'L3']);
    // a key that nobody vouches for reaches no rung, though its signature holds
    const [ada, bob] = await known();
    const rungsFor = (keys: Awaited<ReturnType<typeof known>>) => rungsOfSignatures(verifySignatures(opened(), keys));
    expect([rungsFor([]), rungsFor([ada as never]), rungsFor([bob as never])]).toEqual([[], ['L1'], ['L3']]);
  });

  it('counter-signs nothing that does not come out again, though its hashes fit', async () => {
    const text = new TextDecoder().decode(bundle.get('data/D1.csv'));
    expect(text).toContain('64');
    writeFileSync(folder.path('bundle.zip'), zipped(sealed(new Map([...bundle, ['data/D1.csv', bytes(text.replace('64', '65'))]]))));
    expect(await sign('--key', 'ada@example.org')).toMatchObject({ code: 0, role: 'author' });
    const before = readFileSync(folder.path('bundle.zip'));
    const refused = { code: 'not-recomputed', message: expect.stringContaining('MISMATCH') };
    expect(await sign('--key', 'bob@example.org', '--counter')).toMatchObject(refused);
    expect(await sign('--key', 'bob@example.org')).toMatchObject(refused);
    expect(readFileSync(folder.path('bundle.zip'))).toEqual(before);
  });

  it('is found out when signatures change places, or come from another bundle', async () => {
    await sign('--key', 'ada@example.org');
    await sign('--key', 'bob@example.org');
    const files = opened();
    const [author, counter] = ['manifest-sha256.txt.sig', 'manifest-sha256.txt.counter-1.sig'];
    const swapped = new Map([...files, [author, files.get(counter) as Uint8Array], [counter, files.get(author) as Uint8Array]]);
    expect(verifySignatures(swapped).map(({ ok, problem }) => [ok, problem])).toEqual([
      [false, expect.stringContaining('chokepoint-counter')],
      [false, expect.stringContaining('chokepoint-bundle')],
    ]);
    const other = new Map([...files, ['manifest-sha256.txt', bytes(`${hash(bytes('x'))}  claims.json\n`)]]);
    expect(verifySignatures(other).every(({ ok, problem }) => !ok && problem?.includes('does not belong'))).toBe(true);
  });

  it.each<[string, (files: Map<string, Uint8Array>) => void, string, string]>([
    ['a changed file', (files) => files.set('data/D1.csv', bytes('provider,gpu_count\nalpha,65\n')), 'bundle-changed', 'data/D1.csv'],
    ['a missing file', (files) => files.delete('claims.json'), 'bundle-changed', 'claims.json'],
    ['a file more', (files) => files.set('more.txt', bytes('x')), 'bundle-changed', 'more.txt'],
    ['no list', (files) => files.delete('manifest-sha256.txt'), 'not-a-bundle', 'manifest-sha256.txt'],
  ])('refuses a bundle with %s and writes nothing', async (_what, change, code, word) => {
    const files = opened();
    change(files);
    writeFileSync(folder.path('bundle.zip'), writeArchive(files));
    const before = readFileSync(folder.path('bundle.zip'));
    expect(await sign('--key', 'ada@example.org')).toMatchObject({ code, message: expect.stringContaining(word) });
    expect(readFileSync(folder.path('bundle.zip'))).toEqual(before);
  });

  it('says what is missing', async () => {
    expect(await sign()).toMatchObject({ code: 'key-ambiguous' });
    expect(await sign('--key', 'eve')).toMatchObject({ code: 'key-missing' });
    expect(await sign('--key', 'ada@example.org', '--author', '--counter')).toMatchObject({ code: 'usage' });
    writeFileSync(folder.path('bundle.zip'), 'no zip');
    expect(await sign('--key', 'ada@example.org')).toMatchObject({ code: 'not-a-bundle' });
  });

  it('takes a locked key with the passphrase in a file', async () => {
    folder.write('phrase.txt', 'correct horse\n');
    expect((await chokepoint('key', 'new', 'carol', '--passphrase-file', folder.path('phrase.txt'))).code).toBe(0);
    expect(await sign('--key', 'carol')).toMatchObject({ code: 'passphrase-needed' });
    expect(await sign('--key', 'carol', '--passphrase-file', folder.path('phrase.txt'))).toMatchObject({ code: 0, signer: 'carol' });
  });

  it.skipIf(!HAS_SSH_KEYGEN)('is accepted by stock ssh-keygen, with the list of known keys as it lies in the folder', async () => {
    const dave = folder.key('dave');
    await chokepoint('key', 'trust', 'dave@example.org', folder.path('dave.pub'));
    await sign('--key', 'ada@example.org');
    const files = opened();
    const [ada] = await known();
    const message = files.get('manifest-sha256.txt') as Uint8Array;
    const signature = new TextDecoder().decode(files.get('manifest-sha256.txt.sig'));
    expect(folder.verify(ada?.publicKey as string, NAMESPACES.author, message, signature).ok).toBe(true);
    folder.write('dave.sig', folder.sign('dave', NAMESPACES.counter, message));
    expect(await sign('--signature', folder.path('dave.sig'))).toMatchObject({ code: 0, role: 'counter', signer: 'dave@example.org' });
    const list = ['-f', 'keys/allowed_signers', '-I', 'dave@example.org', '-n', NAMESPACES.counter, '-s', 'dave.sig'];
    expect(folder.ask(['-Y', 'verify', ...list], message).ok).toBe(true);
    folder.write('wrong.sig', folder.sign('dave', 'file', message));
    expect(await sign('--signature', folder.path('wrong.sig'))).toMatchObject({ code: 'signature-refused' });
    expect(readPublicKey(dave).comment).toBe('dave@example.org');
    await chokepoint('key', 'distrust', 'dave@example.org');
  });
});

describe('signing over the contract', () => {
  it('hands the signed copy on and leaves the file as it was; no answer holds the secret', async () => {
    const engine = createEngine({
      caseDirectory: folder.path('.'),
      host: 'test',
      actor: 'tester',
      now: () => '2026-11-20T10:00:00.000Z',
      log: () => {},
    });
    const { client, files } = engine;
    const before = readFileSync(folder.path('bundle.zip'));
    const file = files.adopt(folder.path('bundle.zip')).ref;
    const signed = await client.evidence.sign({ file, key: 'ada@example.org' });
    expect(readFileSync(folder.path('bundle.zip'))).toEqual(before);
    const copy = readArchive(readFileSync(files.path(signed.file.ref)), 'copy.zip');
    folder.write('author.sig', copy.get(signed.signature) as Uint8Array);
    const attached = await client.evidence.attachSignature({ file, signature: files.adopt(folder.path('author.sig')).ref });
    expect(attached).toEqual({ ...signed, file: { ...signed.file, ref: attached.file.ref } });
    const { secret } = JSON.parse(folder.read('keys/ada@example.org.chokepoint-key'));
    expect(JSON.stringify([signed, attached])).not.toContain(secret.seed);
    await engine.close();
  });
});

describe('key', () => {
  it('prints public lines only', async () => {
    const seeds = ['ada', 'bob'].map((name) => JSON.parse(folder.read(`keys/${name}@example.org.chokepoint-key`)).secret.seed as string);
    const said = [
      await chokepoint('key', 'list'),
      await chokepoint('key', 'show', 'ada@example.org'),
      await chokepoint('key', 'list', '--json'),
    ];
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(said[1]?.out).toMatch(/^ssh-ed25519 \S+ ada@example\.org\n$/);
    for (const { out } of said) for (const seed of seeds) expect(out).not.toContain(seed);
  });
});
