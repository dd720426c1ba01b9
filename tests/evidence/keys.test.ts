import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { HAS_SSH_KEYGEN, sshFolder } from './ssh-keygen.ts';

let folder: ReturnType<typeof sshFolder>;
let engine: Engine;
const logged: unknown[] = [];

beforeEach(() => {
  folder = sshFolder();
  engine = createEngine({
    caseDirectory: folder.path('.'),
    keyDirectory: folder.path('keys'),
    host: 'test',
    actor: 'tester',
    now: () => '2026-11-20T10:00:00.000Z',
    log: (...entry) => logged.push(entry),
  });
});
afterEach(async () => {
  await engine.close();
  folder.remove();
  expect(logged).toEqual([]);
});

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => errorValueOfCall(error)?.code,
  );

describe('the keys of a person', () => {
  it('are made in files that only they can read, with the public line beside', async () => {
    const key = await engine.client.evidence.createKey({ name: 'ada@example.org' });
    expect(key).toMatchObject({ name: 'ada@example.org', made: '2026-11-20T10:00:00.000Z', locked: false });
    expect(key.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    const file = folder.path('keys/ada@example.org.chokepoint-key');
    if (process.platform !== 'win32')
      expect([statSync(file).mode & 0o777, statSync(folder.path('keys')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readFileSync(`${file}.pub`, 'utf8')).toBe(`${key.publicKey} ada@example.org\n`);
    expect(await engine.client.evidence.keys()).toEqual({
      own: [key],
      known: [{ name: key.name, publicKey: key.publicKey, fingerprint: key.fingerprint, own: true }],
    });
  });

  it('are locked by a passphrase, which the file does not hold', async () => {
    const key = await engine.client.evidence.createKey({ name: 'ada', passphrase: 'correct horse' });
    expect(key.locked).toBe(true);
    expect(readFileSync(folder.path('keys/ada.chokepoint-key'), 'utf8')).not.toMatch(/correct|horse|"seed"/);
    expect(await refusal(engine.context.keys.secret('ada', null))).toBe('passphrase-needed');
    const { seed } = await engine.context.keys.secret('ada', 'correct horse');
    expect(seed).toHaveLength(32);
    for (const wrong of ['correct horse ', 'x'])
      await expect(engine.context.keys.secret(null, wrong)).rejects.toMatchObject({ value: { code: 'passphrase-wrong' } });
  });

  it('are never overwritten, and their names are no paths', async () => {
    await engine.client.evidence.createKey({ name: 'ada' });
    const before = readFileSync(folder.path('keys/ada.chokepoint-key'), 'utf8');
    expect(await refusal(engine.client.evidence.createKey({ name: 'ada' }))).toBe('key-exists');
    expect(readFileSync(folder.path('keys/ada.chokepoint-key'), 'utf8')).toBe(before);
    for (const name of ['', '../ada', 'a/b', '.hidden', 'two words', 'x'.repeat(65)])
      expect([name, await refusal(engine.client.evidence.createKey({ name }))]).toEqual([name, 'key-name-invalid']);
    expect(readdirSync(folder.path('keys')).sort()).toEqual(['ada.chokepoint-key', 'ada.chokepoint-key.pub', 'allowed_signers']);
  });

  it.skipIf(process.platform === 'win32')('are not used once others can read them', async () => {
    await engine.client.evidence.createKey({ name: 'ada' });
    chmodSync(folder.path('keys/ada.chokepoint-key'), 0o644);
    await expect(engine.context.keys.secret('ada', null)).rejects.toMatchObject({ value: { code: 'key-open-to-others' } });
  });

  it('leave nothing of their content in a message when they are damaged', async () => {
    await engine.client.evidence.createKey({ name: 'ada' });
    const file = 'keys/ada.chokepoint-key';
    const seed = JSON.parse(folder.read(file)).secret.seed;
    folder.write(file, folder.read(file).slice(0, -5));
    const error = await engine.context.keys.secret('ada', null).catch((thrown) => thrown);
    expect([error.value.code, JSON.stringify(error.value).includes(seed)]).toEqual(['key-unreadable', false]);
  });

  it.skipIf(!HAS_SSH_KEYGEN)('can come from OpenSSH where they are of the right kind and without passphrase', async () => {
    const line = folder.key('openssh');
    const { files, client } = engine;
    const adopt = (name: string) => files.adopt(folder.path(name)).ref;
    const key = await client.evidence.importKey({ name: 'ada', file: adopt('openssh') });
    expect(line).toContain(key.publicKey);
    expect(folder.ask(['-l', '-f', 'openssh.pub']).said).toContain(key.fingerprint);
    folder.ask(['-q', '-t', 'ed25519', '-N', 'secret phrase', '-f', 'sealed']);
    folder.ask(['-q', '-t', 'ecdsa', '-N', '', '-f', 'ecdsa']);
    folder.write('cut', folder.read('openssh').slice(0, 200));
    const refused = async (name: string) => refusal(client.evidence.importKey({ name, file: adopt(name) }));
    expect([await refused('sealed'), await refused('ecdsa'), await refused('cut'), await refused('openssh.pub')]).toEqual([
      'key-encrypted',
      'key-kind',
      'key-unreadable',
      'key-unreadable',
    ]);
  });
});

describe('the keys that a person knows', () => {
  // RFC 8032, section 7.1, test 2, as a line of OpenSSH
  const LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID1AF8Poc0NbqWwAdlWrTB6JV+aKFj9JCimoz1l2r2YM';

  it('are added and taken out again, in a list that OpenSSH reads', async () => {
    const { client } = engine;
    const bob = await client.evidence.trustKey({ name: 'bob@example.org', publicKey: `${LINE} some comment\n` });
    expect(bob).toMatchObject({ name: 'bob@example.org', publicKey: LINE, own: false });
    expect(folder.read('keys/allowed_signers')).toBe(`bob@example.org ${LINE}\n`);
    expect(await refusal(client.evidence.trustKey({ name: 'bobby', publicKey: LINE }))).toBe('key-known');
    expect(await client.evidence.distrustKey({ key: bob.fingerprint })).toEqual([bob]);
    expect((await client.evidence.keys()).known).toEqual([]);
    expect(await refusal(client.evidence.distrustKey({ key: 'bob@example.org' }))).toBe('key-missing');
  });

  it.each([
    ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7', 'key-kind'],
    ['ssh-ed25519 AAAA', 'key-unreadable'],
    ['', 'key-unreadable'],
    [`${LINE.slice(0, -4)}`, 'key-unreadable'],
  ])('refuse %s', async (publicKey, code) => {
    expect(await refusal(engine.client.evidence.trustKey({ name: 'bob', publicKey }))).toBe(code);
    expect(existsSync(folder.path('keys/allowed_signers'))).toBe(false);
  });
});
