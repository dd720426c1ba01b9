import { ChokepointError } from '../../../shared/case/error.ts';
import { sha256Hex } from '../../../shared/evidence/hash.ts';
import { isSignatureFile } from '../../../shared/evidence/paths.ts';
import { nextSignatureFile, roleOfSignatureFile, SIGNED_FILE } from '../../../shared/evidence/signatures.ts';
import { NAMESPACES, type SignerRole, verifySignature } from '../../../shared/evidence/sshsig.ts';
import type { VerificationResult, VerifiedSignature } from '../../../shared/evidence/verification.ts';
import { verdictWords } from '../../../shared/evidence/verification-words.ts';
import type { BundleFiles } from './archive.ts';
import { signMessage } from './ed25519.ts';
import { manifestOf, verifyFiles } from './verify-files.ts';

/**
 * Whether what Verify found may be counter-signed: every claim came out again here.
 *
 * @throws ChokepointError `not-recomputed`
 */
export function requireRecomputed(result: VerificationResult): void {
  const alone = result.status === 'not-computed';
  if (result.status === 'match' && result.trust.includes('L2')) return;
  throw new ChokepointError(
    'not-recomputed',
    `The ${alone ? 'dissent' : 'bundle'} was not counter-signed, since it ${alone ? 'was not computed again' : 'does not come out again'} here. ${verdictWords(result)}`,
    alone
      ? 'Name the bundle that the dissent answers: chokepoint sign DISSENT --counter --against BUNDLE.'
      : 'Verify it to see every difference, and tell its author. Where you disagree with a decision, answer with a dissent.',
  );
}

/** What was added to a bundle: the files with the signature, its name, and how it was checked. */
export type Signed = { files: BundleFiles; name: string; signature: VerifiedSignature };

/**
 * What the next signature of a bundle is for.
 *
 * @param role `null` = author where nobody has signed as author, otherwise counter-signer
 * @throws ChokepointError `already-signed`, `not-signed-yet`
 */
export function roleFor(files: BundleFiles, role: SignerRole | null): SignerRole {
  const byAuthor = files.has(`${SIGNED_FILE}.sig`);
  if (role === 'author' && byAuthor)
    throw new ChokepointError(
      'already-signed',
      'The bundle has the signature of its author already.',
      'Counter-sign it, or export it again and sign that.',
    );
  if (role === 'counter' && !byAuthor)
    throw new ChokepointError(
      'not-signed-yet',
      'The bundle has no signature of an author that could be counter-signed.',
      'Let its author sign it first, or sign it as its author.',
    );
  return role ?? (byAuthor ? 'counter' : 'author');
}

/**
 * The list of hashes of a bundle, after comparing it and the manifest with the files: nobody signs a list that does not fit.
 *
 * @throws ChokepointError `not-a-bundle`, `bundle-changed` naming the first file
 */
function signable(files: BundleFiles): Uint8Array {
  const list = files.get(SIGNED_FILE);
  if (list === undefined)
    throw new ChokepointError('not-a-bundle', `The zip has no ${SIGNED_FILE}.`, 'Choose the .zip that an export of evidence wrote.');
  const listed = new Map<string, string>();
  for (const line of new TextDecoder().decode(list).split('\n')) {
    const parts = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (parts) listed.set(parts[2] as string, parts[1] as string);
  }
  for (const [name, hash] of listed) {
    const content = files.get(name);
    if (content === undefined || sha256Hex(content) !== hash) throw changed(name, content === undefined ? 'is missing' : 'was changed');
  }
  for (const name of files.keys())
    if (name !== SIGNED_FILE && !isSignatureFile(name) && !listed.has(name)) throw changed(name, 'is not listed');
  const manifest = manifestOf(files);
  if (typeof manifest === 'string')
    throw new ChokepointError('not-a-bundle', manifest, 'Choose the .zip that an export of evidence wrote.');
  const wrong = verifyFiles(files, manifest, false, () => {}).find(({ ok }) => !ok);
  if (wrong) throw changed(wrong.name, wrong.problem ?? 'was changed');
  return list;
}

function changed(name: string, what: string): ChokepointError {
  return new ChokepointError(
    'bundle-changed',
    `The file ${name} of the bundle ${what}; it was not signed.`,
    'Get the bundle again from where it was made, or export it again.',
    { file: name },
  );
}

/**
 * Signs a bundle with a key.
 *
 * @param seed the 32 secret bytes; not kept
 * @param role `null` = author where nobody has signed as author, otherwise counter-signer
 * @throws ChokepointError `not-a-bundle`, `bundle-changed`, `already-signed`, `not-signed-yet`
 */
export function signBundle(files: BundleFiles, seed: Uint8Array, role: SignerRole | null = null): Signed {
  const as = roleFor(files, role);
  return withSignature(files, signMessage(signable(files), seed, NAMESPACES[as]), as);
}

/**
 * Puts a signature that was made elsewhere into a bundle, once it holds.
 *
 * @param text as `ssh-keygen -Y sign` writes it
 * @throws ChokepointError as `signBundle`; `signature-refused`
 */
export function attachSignature(files: BundleFiles, text: string, role: SignerRole | null = null): Signed {
  signable(files);
  return withSignature(files, text, roleFor(files, role));
}

function withSignature(files: BundleFiles, text: string, role: SignerRole): Signed {
  const message = files.get(SIGNED_FILE) as Uint8Array;
  const name = nextSignatureFile(files.keys(), role);
  const signature = verifySignature(message, text, { file: name, role });
  if (!signature.ok)
    throw new ChokepointError(
      'signature-refused',
      `The signature was not taken in: ${signature.problem}.`,
      `Sign ${SIGNED_FILE} of this very bundle: ssh-keygen -Y sign -n ${NAMESPACES[role]} -f KEY ${SIGNED_FILE}.`,
      { role },
    );
  const already = [...files.keys()]
    .filter(isSignatureFile)
    .find(
      (other) =>
        verifySignature(message, new TextDecoder().decode(files.get(other)), { file: other, role: roleOfSignatureFile(other) }).key ===
        signature.key,
    );
  if (already !== undefined)
    throw new ChokepointError('already-signed', `That key has signed the bundle already (${already}).`, 'Sign with another key.', {
      file: already,
      key: signature.key,
    });
  return { files: new Map([...files, [name, new TextEncoder().encode(text)]]), name, signature };
}
