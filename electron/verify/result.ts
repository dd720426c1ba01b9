import type { VerificationResult } from '../../shared/evidence/verification.ts';
import { differenceWords, rungLines, signatureWords, verdictWords } from '../../shared/evidence/verification-words.ts';
import { plural } from '../../shared/format/index.ts';
import { element, mark, row, section, table } from './elements.ts';

/** Rows that a list shows before it is asked for all. */
const FIRST_ROWS = 200;

/** A table that begins with some of its rows and gives all when asked. */
function longTable(caption: string, headers: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLElement {
  if (rows.length <= FIRST_ROWS) return table(caption, headers, rows);
  const holder = element('div', {}, table(`${caption}: the first ${FIRST_ROWS} of ${rows.length}`, headers, rows.slice(0, FIRST_ROWS)));
  const more = element('button', { type: 'button' }, `Show all ${rows.length}`);
  more.addEventListener('click', () => holder.replaceChildren(table(caption, headers, rows)));
  holder.append(more);
  return holder;
}

function claimsOf({ claims }: VerificationResult): HTMLElement {
  const rows = claims.map(({ id, stated, recomputed, match, firstDifference, decisions }) => {
    const behind = element('span', {});
    for (const [at, sequence] of decisions.entries())
      behind.append(at === 0 ? '' : ' ', element('a', { href: `#decision-${sequence}` }, String(sequence)));
    return row(
      { class: match ? '' : 'differs' },
      id,
      stated?.display ?? 'not stated',
      recomputed?.display ?? 'does not come out',
      mark(match, match ? 'match' : 'mismatch'),
      firstDifference === null ? '' : differenceWords(firstDifference),
      behind,
    );
  });
  const differing = claims.filter(({ match }) => !match).length;
  const words =
    differing === 0 ? `${plural(claims.length, 'claim')}, all match` : `${differing} of ${plural(claims.length, 'claim')} differ`;
  return section(
    'claims',
    'Claims',
    longTable(words, ['Claim', 'Stated', 'Recomputed', 'Result', 'First difference', 'Decisions behind it'], rows),
  );
}

/** What a dissent says beside the bundle that it answers, which a page does not have; nothing of it is a mismatch. */
function dissentOf({ claims, dissent }: VerificationResult): HTMLElement {
  const byId = new Map(dissent?.claims.map((claim) => [claim.id, claim]));
  const changed = claims.filter(({ id }) => byId.get(id)?.changed ?? true);
  const rows = [...changed, ...claims.filter((claim) => !changed.includes(claim))].map((claim) =>
    row(
      {},
      claim.id,
      byId.get(claim.id)?.stated?.display ?? 'not stated',
      claim.stated?.display ?? 'not stated',
      changed.includes(claim) ? 'otherwise' : 'the same',
      'not computed again',
    ),
  );
  const note = dissent?.note ?? '';
  return section(
    'claims',
    'Claims of the dissent',
    ...(dissent?.words ?? []).map((words) => element('p', {}, words)),
    ...(note === '' ? [] : [element('blockquote', {}, note)]),
    element('p', { class: 'note' }, 'Compute it again with the program: chokepoint verify DISSENT --against BUNDLE.'),
    longTable(
      `${changed.length} of ${plural(claims.length, 'claim')} otherwise`,
      ['Claim', 'Bundle states', 'Dissent states', 'Effect', 'Result'],
      rows,
    ),
  );
}

function filesOf({ files }: VerificationResult): HTMLElement {
  const sorted = [...files].sort((a, b) => Number(a.ok) - Number(b.ok));
  const rows = sorted.map(({ name, sha256, ok, problem }) =>
    row(
      { class: ok ? '' : 'differs' },
      name,
      mark(ok, ok ? 'as stated' : (problem ?? 'changed')),
      element('code', {}, sha256 ?? 'missing'),
    ),
  );
  const changed = files.filter(({ ok }) => !ok).length;
  const words =
    changed === 0 ? `${plural(files.length, 'file')}, all as stated` : `${changed} of ${plural(files.length, 'file')} not as stated`;
  return section('files', 'Files', longTable(words, ['File', 'Result', 'SHA-256 of its bytes'], rows));
}

function ledgerOf({ ledger, decisions }: VerificationResult): HTMLElement {
  const { entries, intact, brokenAt, redacted } = ledger;
  const words = `${plural(entries, 'entry', 'entries')}; ${intact ? 'the chain of hashes is whole' : `the chain is broken at entry ${brokenAt}`}`;
  const left = redacted > 0 ? `; ${redacted} without text, since they name what is redacted` : '';
  const rows = decisions.map(({ sequence, at, actor, label, undone }) =>
    row({ id: `decision-${sequence}` }, String(sequence), at, actor, undone ? `${label} (undone)` : label),
  );
  return section(
    'ledger',
    'Decisions of persons',
    element('p', {}, mark(intact, `${words}${left}`)),
    longTable(plural(decisions.length, 'decision'), ['No.', 'Time', 'Person', 'Decision'], rows),
  );
}

function trustOf(result: VerificationResult): HTMLElement {
  const { signatures, redaction, notes } = result;
  const rungs = rungLines(result).map(({ rung, name, reached, words }) =>
    element(
      'li',
      { class: reached ? 'reached' : '' },
      element('b', {}, `${rung} ${name}`),
      ': ',
      reached ? mark(true, 'reached') : 'not reached',
      `, ${words}`,
    ),
  );
  const signed = signatures.map((signature) => element('li', {}, `${signature.file}: `, mark(signature.ok, signatureWords(signature))));
  return section(
    'trust',
    'Trust and signatures',
    element('ol', { class: 'rungs' }, ...rungs),
    signed.length === 0 ? element('p', {}, 'Nobody signed it.') : element('ul', {}, ...signed),
    element(
      'p',
      { class: 'quiet' },
      'A signature says which key signed which bytes. Compare its fingerprint with its owner. No rung says that the data of the network are true.',
    ),
    ...(redaction === null
      ? []
      : [
          element(
            'p',
            {},
            `Redacted: ${redaction.columns.join(', ')}; ${plural(redaction.names, 'name')} in ${plural(redaction.records, 'record')} are pseudonyms.`,
          ),
        ]),
    ...notes.map((note) => element('p', { class: 'note' }, note)),
  );
}

/** Everything that was found, as elements; the first one is the heading with the verdict, which takes the focus. */
export function resultElements(result: VerificationResult, fileName: string): HTMLElement[] {
  const { status, kind, bundle, title, asOf } = result;
  const heading = element('h2', { tabindex: '-1', class: `verdict ${status}` }, verdictWords(result));
  if (status === 'not-a-bundle') return [heading];
  const of = kind === 'pdf' ? 'report, by its attachments' : (kind ?? 'bundle');
  const about = element(
    'p',
    {},
    `${fileName} (${of})${title === null ? '' : `: ${title}`}${asOf === null ? '' : `, as of ${asOf}`}`,
    ...(bundle === null ? [] : [element('br', {}), 'Bundle ', element('code', {}, bundle)]),
  );
  return [
    heading,
    about,
    result.dissent === null ? claimsOf(result) : dissentOf(result),
    filesOf(result),
    trustOf(result),
    ledgerOf(result),
  ];
}
