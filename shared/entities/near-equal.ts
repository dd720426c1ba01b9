import { type Link, type LinkState, linkId } from './link.ts';
import { linkOfProposal, propose } from './propose.ts';

/** Two names of one list that may be one holder; `stored` = an open link of the case says so, else the finder proposes it. */
export type NearEqual = { readonly from: string; readonly to: string; readonly stored: boolean };

const OPEN: ReadonlySet<LinkState> = new Set(['proposed', 'deferred']);

/**
 * Pairs of names that an open link joins, and those that the finder proposes because they differ in their writing or legal form only; pairs that
 * somebody decided about are left out.
 *
 * @param names distinct names, as few as are printed: all of them are compared
 * @param links of the case that speak about the column, decided ones too
 */
export function nearEqualNames(names: readonly string[], links: readonly Link[]): NearEqual[] {
  const among = new Set(names);
  const stored = links.filter(({ kind, state, from, to }) => kind === 'same-owner' && OPEN.has(state) && among.has(from) && among.has(to));
  const known = new Set(links.flatMap(({ from, to, kind }) => (kind === 'same-owner' ? [linkId(kind, from, to)] : [])));
  const found = propose(names.map((name) => ({ id: name, name, traits: [] }))).proposals.filter(({ collisions }) =>
    collisions.some(({ nameKey }) => nameKey === 'fingerprint' || nameKey === 'without legal form'),
  );
  return [
    ...stored.map(({ from, to }) => ({ from, to, stored: true })),
    ...found.map(linkOfProposal).flatMap(({ id, from, to }) => (known.has(id) ? [] : [{ from, to, stored: false }])),
  ];
}

/** `May be one holder: an open proposal joins "A" and "B"; the names "C" and "D" are nearly equal, and nobody has decided (see Entities).`; empty = no pair. */
export function nearEqualWords(pairs: readonly NearEqual[]): string {
  if (pairs.length === 0) return '';
  const words = pairs.map(({ from, to, stored }) =>
    stored ? `an open proposal joins "${from}" and "${to}"` : `the names "${from}" and "${to}" are nearly equal, and nobody has decided`,
  );
  return `May be one holder: ${words.join('; ')} (see Entities).`;
}
