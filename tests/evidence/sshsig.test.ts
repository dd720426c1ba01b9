import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { publicKeyOf, signMessage } from '../../electron/engine/evidence/ed25519.ts';
import { publicKeyLine, readPrivateKey, readPublicKey } from '../../shared/evidence/ssh-keys.ts';
import { armouredSignature, NAMESPACES, signedBytes, verifySignature } from '../../shared/evidence/sshsig.ts';
import { HAS_SSH_KEYGEN, sshFolder } from './ssh-keygen.ts';

// RFC 8032, section 7.1, test 1: secret and public key.
const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const SEED = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const PUBLIC = hex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
const LINE = publicKeyLine(PUBLIC);
const MESSAGE = new TextEncoder().encode('0'.repeat(64).concat('  claims.json\n'));
const SIGNATURE = signMessage(MESSAGE, SEED, NAMESPACES.author);
const check = (message: Uint8Array, text: string, more = {}) => verifySignature(message, text, { file: 'a.sig', ...more });

describe('a signature of a bundle', () => {
  it('holds for the bytes, the key and the purpose that it was made for', () => {
    expect(publicKeyOf(SEED)).toEqual(PUBLIC);
    // made by node:crypto, checked by another implementation, which would make the same
    expect(SIGNATURE).toBe(
      armouredSignature({
        publicKey: PUBLIC,
        namespace: NAMESPACES.author,
        signature: ed25519.sign(signedBytes(MESSAGE, NAMESPACES.author, 'sha512'), SEED),
      }),
    );
    expect(check(MESSAGE, SIGNATURE)).toMatchObject({ ok: true, problem: null, known: false, signer: null, role: 'author' });
  });

  it('names the signer where the key is known, and says where it is not', () => {
    expect(check(MESSAGE, SIGNATURE, { known: [{ name: 'ada', publicKey: LINE }] })).toMatchObject({
      ok: true,
      known: true,
      signer: 'ada',
    });
    const other = { name: 'bob', publicKey: publicKeyLine(publicKeyOf(SEED.toReversed())) };
    expect(check(MESSAGE, SIGNATURE, { known: [other] })).toMatchObject({ ok: true, known: false, signer: null });
  });

  it('does not hold for any other bytes', () => {
    fc.assert(
      fc.property(fc.nat(MESSAGE.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = MESSAGE.slice();
        changed[at] = (changed[at] as number) ^ change;
        const { ok, problem } = check(changed, SIGNATURE);
        expect([ok, problem]).toEqual([false, expect.stringContaining('does not belong to these bytes')]);
      }),
      { numRuns: 25 },
    );
  });

  it('is refused, never thrown at, whatever single character of it is changed', () => {
    fc.assert(
      fc.property(fc.nat(SIGNATURE.length - 2), fc.constantFrom('A', 'z', '/', '-', ' ', '\n'), (at, character) => {
        fc.pre(SIGNATURE[at] !== character && !/\s/.test(SIGNATURE[at] as string));
        const { ok, problem } = check(MESSAGE, SIGNATURE.slice(0, at) + character + SIGNATURE.slice(at + 1));
        expect([ok, problem]).toEqual([false, expect.any(String)]);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when it was made for another purpose', () => {
    const counter = signMessage(MESSAGE, SEED, NAMESPACES.counter);
    expect(check(MESSAGE, counter)).toMatchObject({ ok: false, problem: expect.stringContaining('"chokepoint-counter"') });
    expect(check(MESSAGE, counter, { role: 'counter' })).toMatchObject({ ok: true, role: 'counter' });
  });

  it.each([
    ['cut off in the middle', SIGNATURE.slice(0, SIGNATURE.length / 2), 'cut off'],
    ['without its last line of base64', SIGNATURE.replace(/[^\n]+\n(?=-----END)/, ''), 'cut off'],
    ['no signature at all', 'hello', 'does not begin with'],
    ['empty', '', 'does not begin with'],
    ['with text in its frame', '-----BEGIN SSH SIGNATURE-----\n?\n-----END SSH SIGNATURE-----\n', 'base64'],
    ['of another thing', '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n', 'no SSH signature'],
  ])('says in words when it is %s', (_what, text, words) => {
    const { ok, key, problem } = check(MESSAGE, text);
    expect([ok, key, problem]).toEqual([false, null, expect.stringContaining(words)]);
  });
});

describe.skipIf(!HAS_SSH_KEYGEN)('a signature and stock ssh-keygen', () => {
  const ssh = sshFolder();
  afterAll(() => ssh.remove());

  it('is accepted by ssh-keygen -Y verify', () => {
    expect(ssh.verify(LINE, NAMESPACES.author, MESSAGE, SIGNATURE)).toMatchObject({ ok: true, said: expect.stringContaining('Good') });
  });

  it('is refused by ssh-keygen after one flipped byte, for another purpose and for another key', () => {
    const flipped = MESSAGE.slice();
    flipped[0] = (flipped[0] as number) ^ 1;
    expect(ssh.verify(LINE, NAMESPACES.author, flipped, SIGNATURE).ok).toBe(false);
    expect(ssh.verify(LINE, NAMESPACES.counter, MESSAGE, SIGNATURE).ok).toBe(false);
    expect(ssh.verify(publicKeyLine(publicKeyOf(SEED.toReversed())), NAMESPACES.author, MESSAGE, SIGNATURE).ok).toBe(false);
  });

  it('is the very text that ssh-keygen -Y sign writes with the same key', () => {
    const line = ssh.key('same');
    const { seed, publicKey, comment } = readPrivateKey(ssh.read('same'));
    expect([publicKeyLine(publicKey), comment]).toEqual([publicKeyLine(readPublicKey(line).publicKey), 'same@example.org']);
    expect(signMessage(MESSAGE, seed, NAMESPACES.author)).toBe(ssh.sign('same', NAMESPACES.author, MESSAGE));
  });

  it.each(['sha256', 'sha512'])('by ssh-keygen with %s is accepted here, and refused for other bytes and purposes', (hash) => {
    const line = ssh.key(`ours-${hash}`);
    const known = [{ name: 'ada@example.org', publicKey: publicKeyLine(readPublicKey(line).publicKey) }];
    const signature = ssh.sign(`ours-${hash}`, NAMESPACES.author, MESSAGE, '-O', `hashalg=${hash}`);
    const fingerprint = ssh.ask(['-l', '-f', `ours-${hash}.pub`]).said.split(' ')[1];
    expect(check(MESSAGE, signature, { known })).toMatchObject({ ok: true, signer: 'ada@example.org', key: fingerprint });
    expect(check(MESSAGE.subarray(1), signature).ok).toBe(false);
    expect(check(MESSAGE, ssh.sign(`ours-${hash}`, 'file', MESSAGE)).problem).toContain('"file"');
  });

  it('of another kind of key is refused with words', () => {
    expect(ssh.ask(['-q', '-t', 'ecdsa', '-N', '', '-f', 'ecdsa']).ok).toBe(true);
    const { ok, problem } = check(MESSAGE, ssh.sign('ecdsa', NAMESPACES.author, MESSAGE));
    expect([ok, problem]).toEqual([false, expect.stringContaining('ecdsa-sha2-nistp256')]);
  });
});
