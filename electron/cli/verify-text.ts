import type { FirstDifference, VerificationResult, VerifiedClaim } from '../../shared/evidence/verification.ts';
import { plural } from '../../shared/format/index.ts';
import { table } from './output.ts';

const MOST_DECISIONS = 40;

const textOfValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A difference in words: `value.low: states 11, 12 comes out`. */
export const differenceWords = ({ where, stated, recomputed }: FirstDifference): string =>
  `${where}: states ${textOfValue(stated)}, ${textOfValue(recomputed)} comes out`;

const RUNGS: readonly (readonly [VerificationResult['trust'][number], string])[] = [
  ['L0', 'hashed: every file is as it was written'],
  ['L1', 'signed by its author'],
  ['L2', 'recomputed here: every claim comes out again from the records'],
  ['L3', 'counter-signed by somebody else'],
];

function claimRows(claims: readonly VerifiedClaim[]): string {
  const rows = claims.map(({ id, stated, recomputed, match }) => [
    id,
    stated?.display ?? 'not stated',
    recomputed?.display ?? 'does not come out',
    match ? 'match' : 'MISMATCH',
  ]);
  return table([['Claim', 'Stated', 'Recomputed', 'Result'], ...rows]);
}

/** The first sentence: what was found, in one line. */
export function verdictOf({ status, problem, claims, files, ledger, signatures }: VerificationResult): string {
  if (status === 'not-a-bundle') return `Not verified. ${problem}`;
  const matching = claims.filter(({ match }) => match).length;
  if (status === 'match')
    return `Match: all ${plural(claims.length, 'claim')} come out again, ${plural(files.length, 'file')} as they were written.`;
  const parts = [
    ...(matching < claims.length ? [`${claims.length - matching} of ${plural(claims.length, 'claim')} differ`] : []),
    ...(files.some(({ ok }) => !ok)
      ? [`${files.filter(({ ok }) => !ok).length} of ${plural(files.length, 'file')} are not as stated`]
      : []),
    ...(ledger.intact ? [] : ['the ledger is broken']),
    ...(signatures.some(({ ok }) => !ok) ? ['a signature does not hold'] : []),
  ];
  return `MISMATCH: ${parts.join('; ')}.`;
}

/** What Verify found, for a person at a terminal. */
export function verificationText(result: VerificationResult, fileName: string): string {
  const { kind, bundle, title, asOf, claims, files, ledger, signatures, decisions, redaction, trust, notes } = result;
  const verdict = verdictOf(result);
  if (result.status === 'not-a-bundle') return `${fileName}\n${verdict}`;
  const broken = files.filter(({ ok }) => !ok);
  const differing = claims.flatMap(({ id, firstDifference }) => (firstDifference ? [`  ${id}  ${differenceWords(firstDifference)}`] : []));
  const of = { bundle: 'bundle', pdf: 'report by its attachments', dissent: 'dissent' }[kind ?? 'bundle'];
  return [
    verdict,
    `${fileName}, ${of}: ${title}${asOf === null ? '' : `, as of ${asOf}`}`,
    `SHA-256 of manifest.json ${bundle}`,
    '',
    claimRows(claims),
    ...(differing.length > 0 ? ['', 'First differences', ...differing] : []),
    '',
    broken.length === 0 ? `Files: ${files.length}, all as stated` : 'Files that are not as stated',
    ...broken.map(({ name, problem }) => `  ${name}  ${problem}`),
    `Ledger: ${plural(ledger.entries, 'entry', 'entries')}, ${ledger.intact ? 'chain intact' : `broken at entry ${ledger.brokenAt}`}${ledger.redacted > 0 ? `, ${ledger.redacted} without text` : ''}`,
    ...(redaction === null
      ? []
      : [`Redacted: ${redaction.columns.join(', ')}; ${plural(redaction.names, 'name')} in ${plural(redaction.records, 'record')}`]),
    signatures.length === 0 ? 'Signatures: none' : 'Signatures',
    ...signatures.map(
      ({ file, ok, key, signer, known, problem }) =>
        `  ${file}  ${ok ? `holds, ${signer ?? key}${known ? '' : ', a key that is not in your list'}` : `does NOT hold: ${problem}`}`,
    ),
    '',
    `Decisions of persons: ${decisions.length}`,
    ...decisions
      .slice(-MOST_DECISIONS)
      .map(({ sequence, at, actor, label, undone }) => `  ${sequence}  ${at.slice(0, 10)}  ${actor}  ${label}${undone ? ' (undone)' : ''}`),
    ...(decisions.length > MOST_DECISIONS ? [`  the last ${MOST_DECISIONS} of them; --json lists all`] : []),
    '',
    'Trust',
    ...RUNGS.map(([rung, words]) => `  ${rung}  ${trust.includes(rung) ? 'yes' : 'no '}  ${words}`),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
