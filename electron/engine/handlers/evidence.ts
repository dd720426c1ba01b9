import { readFile, writeFile } from 'node:fs/promises';
import type { SignedBundle } from '../../../shared/contract/evidence.ts';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { type Alternative, dissentText } from '../../../shared/evidence/alternative.ts';
import { sha256Hex } from '../../../shared/evidence/hash.ts';
import type { SignerRole } from '../../../shared/evidence/sshsig.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { type BundleFiles, readArchive, writeArchive } from '../evidence/archive.ts';
import { requireDissent } from '../evidence/dissent.ts';
import { attachSignature, requireRecomputed, roleFor, type Signed, signBundle } from '../evidence/sign.ts';
import { replayBundle, replayPlan } from './evidence-replay.ts';

/** Lets `work` add a signature to a bundle and keeps the result as a file of the same name. */
async function signed({ files, keys }: EngineContext, ref: string, work: (bundle: BundleFiles) => Signed): Promise<SignedBundle> {
  const { name, path } = files.get(ref);
  await files.size(ref);
  const result = work(readArchive(await readFile(path), name));
  const content = writeArchive(result.files);
  const output = await files.createOutput(name, 'application/zip');
  await writeFile(output.path, content);
  const { key, role } = result.signature;
  const signer = (await keys.known()).find(({ fingerprint }) => fingerprint === key)?.name ?? null;
  return {
    file: {
      ref: output.ref,
      name: output.name,
      bytes: content.length,
      sha256: sha256Hex(content),
      mediaType: 'application/zip',
      role: 'bundle',
    },
    signature: result.name,
    role: role as SignerRole,
    key: key as string,
    signer,
  };
}

/** Verifies a bundle that is about to be counter-signed. @throws ChokepointError as `roleFor`; `not-recomputed` */
async function recomputedFirst(
  context: EngineContext,
  { file, role, against }: { file: string; role: SignerRole | null; against: string | null },
): Promise<void> {
  const { path, fileName } = await fileOf(context, file);
  if (roleFor(readArchive(await readFile(path), fileName), role) === 'author') return;
  const known = await context.keys.known();
  const answered = against === null ? null : await fileOf(context, against);
  requireRecomputed(await context.session.compute.call('evidence.verify', { path, fileName, known, against: answered }));
}

/** Where a file of a reference is. */
async function fileOf({ files }: EngineContext, ref: string): Promise<{ path: string; fileName: string }> {
  const { name, path } = files.get(ref);
  await files.size(ref);
  return { path, fileName: name };
}

/** Makes a dissent, signs it where a key is named, and keeps it as a file. */
async function dissentOf(
  context: EngineContext,
  made: { alternative: Alternative; files: [string, Uint8Array][] },
  { key, passphrase }: { key: string | null; passphrase: string | null },
): Promise<{ file: ReportFile; alternative: Alternative; signature: string | null }> {
  const unsigned: BundleFiles = new Map(made.files);
  let result: Pick<Signed, 'files'> & { name: string | null } = { files: unsigned, name: null };
  if (key !== null) {
    const { seed } = await context.keys.secret(key, passphrase);
    try {
      result = signBundle(unsigned, seed, 'author');
    } finally {
      seed.fill(0);
    }
  }
  const content = writeArchive(result.files);
  const { ref, path, name } = await context.files.createOutput(`dissent-${made.alternative.bundle.slice(0, 8)}.zip`, 'application/zip');
  await writeFile(path, content);
  const file = { ref, name, bytes: content.length, sha256: sha256Hex(content), mediaType: 'application/zip', role: 'bundle' as const };
  return { file, alternative: made.alternative, signature: result.name };
}

export const evidence = {
  choices: engine.evidence.choices.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) =>
      context.session.compute.call('evidence.choices', await fileOf(context, input.file), { signal: working, onProgress }),
    ),
  ),
  alternative: engine.evidence.alternative.handler(({ context, input: { file, changes }, signal }) =>
    job(signal, async (onProgress, working) =>
      context.session.compute.call('evidence.alternative', { ...(await fileOf(context, file)), changes }, { signal: working, onProgress }),
    ),
  ),
  dissent: engine.evidence.dissent.handler(({ context, input: { file, changes, reviewer, note, key, passphrase }, signal }) =>
    job(signal, async (onProgress, working) => {
      const asked = { ...(await fileOf(context, file)), changes, reviewer, note };
      const made = await context.session.compute.call('evidence.dissent', asked, { signal: working, onProgress });
      return dissentOf(context, made, { key, passphrase });
    }),
  ),
  readDissent: engine.evidence.readDissent.handler(async ({ context, input: { file } }) => {
    const { path, fileName } = await fileOf(context, file);
    const dissent = requireDissent(readArchive(await readFile(path), fileName), fileName);
    return { dissent, printed: { name: dissent.reviewer, text: dissentText(dissent) } };
  }),
  verify: engine.evidence.verify.handler(({ context, input, signal }) =>
    job(signal, async (onProgress, working) => {
      const file = await fileOf(context, input.file);
      const against = input.against === null ? null : await fileOf(context, input.against);
      const known = await context.keys.known();
      return context.session.compute.call('evidence.verify', { ...file, known, against }, { signal: working, onProgress });
    }),
  ),
  keys: engine.evidence.keys.handler(async ({ context: { keys } }) => ({ own: await keys.own(), known: await keys.known() })),
  createKey: engine.evidence.createKey.handler(({ context, input }) => context.keys.create({ ...input, made: context.now() })),
  importKey: engine.evidence.importKey.handler(async ({ context, input: { file, ...rest } }) =>
    context.keys.import({ ...rest, text: await readFile(context.files.path(file), 'utf8'), made: context.now() }),
  ),
  trustKey: engine.evidence.trustKey.handler(({ context, input: { name, publicKey } }) => context.keys.trust(name, publicKey)),
  distrustKey: engine.evidence.distrustKey.handler(({ context, input: { key } }) => context.keys.distrust(key)),
  sign: engine.evidence.sign.handler(async ({ context, input: { file, key, passphrase, role, against } }) => {
    await recomputedFirst(context, { file, role, against });
    const { seed } = await context.keys.secret(key, passphrase);
    try {
      return await signed(context, file, (bundle) => signBundle(bundle, seed, role));
    } finally {
      seed.fill(0);
    }
  }),
  attachSignature: engine.evidence.attachSignature.handler(async ({ context, input: { file, signature, role, against } }) => {
    await recomputedFirst(context, { file, role, against });
    const text = await readFile(context.files.path(signature), 'utf8');
    return signed(context, file, (bundle) => attachSignature(bundle, text, role));
  }),
  replayPlan: engine.evidence.replayPlan.handler(({ context, input }) => replayPlan(context, input.bundle)),
  replay: engine.evidence.replay.handler(({ context, input, signal }) =>
    job(signal, (onProgress, working) => replayBundle(context, input, onProgress, working)),
  ),
};
