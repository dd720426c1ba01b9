import packageJson from '../../../package.json' with { type: 'json' };
import { ChokepointError, errorValueOf } from '../../../shared/case/error.ts';
import { type Alternative, type ComparedClaim, DISSENT_PATH, type Dissent, dissentSchema } from '../../../shared/evidence/alternative.ts';
import type { Claim } from '../../../shared/evidence/claims-file.ts';
import { firstDifference } from '../../../shared/evidence/compare-claims.ts';
import { BUNDLE_FORMAT, type Manifest } from '../../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS } from '../../../shared/evidence/paths.ts';
import type { VerifiedClaim } from '../../../shared/evidence/verification.ts';
import { sha256Hex } from '../digest.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import { alternativeOf, answerableOf } from './alternative.ts';
import type { BundleFiles } from './archive.ts';
import { textOf } from './verify-files.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => encode(`${JSON.stringify(value, null, 1)}\n`);
const byPath = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);

const readme = ({ answers }: Dissent): string =>
  `Dissent made with Chokepoint. It answers the bundle ${answers.bundle}.
1. sha256sum -c ${BUNDLE_PATHS.hashes}
2. ssh-keygen -Y verify -f allowed_signers -I NAME -n chokepoint-bundle -s ${BUNDLE_PATHS.hashes}.sig < ${BUNDLE_PATHS.hashes}
3. chokepoint verify DISSENT.zip --against BUNDLE.zip computes every claim of it again
4. ${DISSENT_PATH} holds who says what, with which changes, and the claims of both side by side
`;

/**
 * A dissent as a bundle of its own: changes, claims side by side and the reviewer's words. It holds no records: it answers a bundle that does.
 * The same answer gives the same bytes.
 *
 * @param about the case and engine of the bundle that is answered
 */
export function dissentFiles(
  { bundle, title, asOf, changes, words, claims }: Alternative,
  { reviewer, note }: { reviewer: string; note: string },
  about: Pick<Manifest, 'case' | 'engine' | 'sample'>,
): BundleFiles {
  const dissent: Dissent = { format: 1, answers: { bundle, title, asOf }, reviewer, note, changes, words, claims };
  const files: BundleFiles = new Map([
    [DISSENT_PATH, json(dissent)],
    [BUNDLE_PATHS.readme, encode(readme(dissent))],
  ]);
  const listed = [...files].map(([path, content]) => ({ path, bytes: content.length, sha256: sha256Hex(content) }));
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    kind: 'dissent',
    generator: { name: 'Chokepoint', version: packageJson.version },
    engine: about.engine,
    case: about.case,
    sample: about.sample,
    asOf,
    random: { generator: 'xoroshiro128+', seeds: [] },
    options: { answers: bundle },
    redaction: null,
    raw: [],
    ledger: { entries: 0, head: null },
    files: listed.sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
  files.set(BUNDLE_PATHS.manifest, json(manifest));
  const lines = [...files].sort(byPath).map(([path, content]) => `${sha256Hex(content)}  ${path}\n`);
  files.set(BUNDLE_PATHS.hashes, encode(lines.join('')));
  return files;
}

/** What a dissent says; in words why it cannot be read. */
export function dissentIn(files: BundleFiles): Dissent | string {
  const text = textOf(files, DISSENT_PATH);
  if (text === null) return `${DISSENT_PATH} is missing`;
  try {
    return dissentSchema.parse(JSON.parse(text));
  } catch {
    return `${DISSENT_PATH} cannot be read as a dissent`;
  }
}

/** What a dissent says. @throws ChokepointError `not-a-dissent` */
export function requireDissent(files: BundleFiles, name: string): Dissent {
  const dissent = dissentIn(files);
  if (typeof dissent !== 'string') return dissent;
  throw new ChokepointError(
    'not-a-dissent',
    `"${name}" is no dissent: ${dissent}.`,
    'Choose the .zip that chokepoint dissent write made.',
    {
      fileName: name,
    },
  );
}

/** Claims that a bundle states. @throws ChokepointError `bundle-unusable` */
export function claimsStated(files: BundleFiles, name: string): Claim[] {
  try {
    return (JSON.parse(textOf(files, BUNDLE_PATHS.claims) ?? '') as { claims: Claim[] }).claims;
  } catch {
    throw new ChokepointError('bundle-unusable', `The claims of "${name}" cannot be read.`, 'Verify it first: chokepoint verify FILE.', {
      fileName: name,
    });
  }
}

/** The bundle that a dissent is held against. */
export type Answered = { kind: 'bundle' | 'pdf'; files: BundleFiles; name: string };

/** What came out of computing a dissent again from the bundle that it answers. */
export type DissentCheck = { claims: VerifiedClaim[]; problems: string[] };

const shown = (side: ComparedClaim['alternative']) => (side === null ? null : { display: side.display, value: side.value });

/**
 * Computes the claims of a dissent again.
 *
 * @param answered files of the bundle that it is held against; `null` = it is not here, so that nothing can be computed
 */
export async function checkDissent(dissent: Dissent, answered: Answered | null, context: LaneContext): Promise<DissentCheck> {
  const id = answered === null ? null : sha256Hex(answered.files.get(BUNDLE_PATHS.manifest) ?? new Uint8Array());
  if (answered === null || id !== dissent.answers.bundle) {
    const claims = dissent.claims.map((claim): VerifiedClaim => uncomputed(claim));
    if (answered === null) return { claims, problems: [] };
    return { claims, problems: [`it answers the bundle ${dissent.answers.bundle}, not ${id}`] };
  }
  try {
    const again = await alternativeOf(
      answerableOf(answered, answered.name, context),
      claimsStated(answered.files, answered.name),
      dissent.changes,
      context,
    );
    const byId = new Map(again.claims.map((claim) => [claim.id, claim]));
    const ids = new Set(dissent.claims.map((claim) => claim.id));
    const claims = dissent.claims.map((claim) => verified(claim, byId.get(claim.id)));
    const more = again.claims.filter((claim) => !ids.has(claim.id)).map((claim) => verified(undefined, claim));
    return { claims: [...claims, ...more], problems: [] };
  } catch (error) {
    const value = errorValueOf(error);
    if (value === null || value.code === 'cancelled') throw error;
    return { claims: dissent.claims.map(uncomputed), problems: [`cannot be computed again: ${value.message}`] };
  }
}

const uncomputed = (claim: ComparedClaim): VerifiedClaim => ({
  id: claim.id,
  measure: claim.measure,
  stated: shown(claim.alternative),
  recomputed: null,
  match: false,
  firstDifference: null,
  decisions: [],
});

/** A line of a dissent beside the same line computed again: both sides of it have to agree. */
function verified(stated: ComparedClaim | undefined, again: ComparedClaim | undefined): VerifiedClaim {
  const difference = firstDifference(JSON.parse(JSON.stringify(stated ?? null)), JSON.parse(JSON.stringify(again ?? null)), 'claim', [
    'alternative',
    'stated',
  ]);
  const { id, measure } = stated ?? (again as ComparedClaim);
  return {
    id,
    measure,
    stated: stated === undefined ? null : shown(stated.alternative),
    recomputed: again === undefined ? null : shown(again.alternative),
    match: difference === null,
    firstDifference: difference,
    decisions: [],
  };
}
