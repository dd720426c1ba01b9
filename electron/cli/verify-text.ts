import type { VerificationResult, VerifiedClaim } from '../../shared/evidence/verification.ts';
import { differenceWords, rungLines, signatureWords, verdictWords } from '../../shared/evidence/verification-words.ts';
import { plural } from '../../shared/format/index.ts';
import { table } from './output.ts';

const MOST_DECISIONS = 40;

/** The claims of a dissent beside those of the bundle that it answers; those that are otherwise first. */
function dissentRows({ claims, dissent }: VerificationResult): string {
  const byId = new Map(dissent?.claims.map((claim) => [claim.id, claim]));
  const changed = ({ id }: VerifiedClaim) => byId.get(id)?.changed ?? true;
  const word = ({ match, firstDifference }: VerifiedClaim) => (match ? 'match' : firstDifference === null ? 'not computed' : 'MISMATCH');
  const rows = [...claims.filter(changed), ...claims.filter((claim) => !changed(claim))].map((claim) => [
    claim.id,
    byId.get(claim.id)?.stated?.display ?? 'not stated',
    claim.stated?.display ?? 'not stated',
    changed(claim) ? 'otherwise' : 'the same',
    word(claim),
  ]);
  return table([['Claim', 'Bundle states', 'Dissent states', 'Effect', 'Computed again'], ...rows]);
}

function claimRows(claims: readonly VerifiedClaim[]): string {
  const rows = claims.map(({ id, stated, recomputed, match }) => [
    id,
    stated?.display ?? 'not stated',
    recomputed?.display ?? 'does not come out',
    match ? 'match' : 'MISMATCH',
  ]);
  return table([['Claim', 'Stated', 'Recomputed', 'Result'], ...rows]);
}

/** What Verify found, for a person at a terminal. */
export function verificationText(result: VerificationResult, fileName: string): string {
  const { kind, bundle, title, asOf, claims, files, ledger, signatures, decisions, redaction, dissent, notes } = result;
  const verdict = verdictWords(result);
  if (result.status === 'not-a-bundle') return `${fileName}\n${verdict}`;
  const broken = files.filter(({ ok }) => !ok);
  const differing = claims.flatMap(({ id, firstDifference }) => (firstDifference ? [`  ${id}  ${differenceWords(firstDifference)}`] : []));
  const of = { bundle: 'bundle', pdf: 'report by its attachments', dissent: 'dissent' }[kind ?? 'bundle'];
  return [
    verdict,
    `${fileName}, ${of}: ${title}${asOf === null ? '' : `, as of ${asOf}`}`,
    `SHA-256 of manifest.json ${bundle}`,
    ...(dissent === null ? [] : [...dissent.words, ...(dissent.note === '' ? [] : [`${dissent.reviewer} says:`, dissent.note])]),
    ...(result.status === 'not-computed' ? ['Compute it again: chokepoint verify DISSENT --against BUNDLE'] : []),
    '',
    dissent === null ? claimRows(claims) : dissentRows(result),
    ...(differing.length > 0 ? ['', 'First differences', ...differing] : []),
    '',
    broken.length === 0 ? `Files: ${files.length}, all as stated` : 'Files that are not as stated',
    ...broken.map(({ name, problem }) => `  ${name}  ${problem}`),
    `Ledger: ${plural(ledger.entries, 'entry', 'entries')}, ${ledger.intact ? 'chain intact' : `broken at entry ${ledger.brokenAt}`}${ledger.redacted > 0 ? `, ${ledger.redacted} without text` : ''}`,
    ...(redaction === null
      ? []
      : [`Redacted: ${redaction.columns.join(', ')}; ${plural(redaction.names, 'name')} in ${plural(redaction.records, 'record')}`]),
    signatures.length === 0 ? 'Signatures: none' : 'Signatures',
    ...signatures.map((signature) => `  ${signature.file}  ${signatureWords(signature)}`),
    '',
    `Decisions of persons: ${decisions.length}`,
    ...decisions
      .slice(-MOST_DECISIONS)
      .map(({ sequence, at, actor, label, undone }) => `  ${sequence}  ${at.slice(0, 10)}  ${actor}  ${label}${undone ? ' (undone)' : ''}`),
    ...(decisions.length > MOST_DECISIONS ? [`  the last ${MOST_DECISIONS} of them; --json lists all`] : []),
    '',
    'Trust',
    ...rungLines(result).map(({ rung, name, reached, words }) => `  ${rung}  ${reached ? 'yes' : 'no '}  ${name}: ${words}`),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
