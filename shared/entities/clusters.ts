import type { Link, Strength } from './link.ts';
import { compareText, STRENGTHS } from './link.ts';
import { Merging } from './merging.ts';
import type { Collision, NameKey, Proposal } from './propose.ts';
import { linkOfProposal } from './propose.ts';

/** Open links that one and the same piece of evidence suggests: what a person decides at once. */
export type Cluster = {
  /** id of the first link */
  readonly id: string;
  readonly links: readonly Link[];
  /** every end of the links, in code unit order */
  readonly ends: readonly string[];
  /** strongest evidence of the weakest link */
  readonly strength: Strength;
  /** keys that collided, strongest first; empty for links that came by hand or from a list */
  readonly collisions: readonly Collision[];
  /** how alike the least similar pair of names is, 0..1; `null` where one has no name */
  readonly similarity: number | null;
  readonly deferred: boolean;
};

/** Writings that are equal by rule; the looser keys put unlike names into one block, which is judged pair by pair. */
const EXACT_NAMES: ReadonlySet<NameKey> = new Set(['fingerprint', 'without legal form', 'numbered']);

type Open = { readonly link: Link; readonly key: string; readonly collisions: readonly Collision[]; readonly similarity: number | null };

function ofProposal(proposal: Proposal): Open {
  const [first] = proposal.collisions;
  const together = first && (first.nameKey === null || EXACT_NAMES.has(first.nameKey));
  return {
    link: linkOfProposal(proposal),
    key: together ? JSON.stringify([first.type, first.nameKey, first.key]) : proposal.id,
    collisions: proposal.collisions,
    similarity: proposal.similarity?.words ?? null,
  };
}

function ofLink(link: Link): Open {
  const [first] = link.evidence;
  const key =
    link.kind !== 'same-owner'
      ? JSON.stringify([link.kind, link.to])
      : first && first.type !== 'name'
        ? JSON.stringify([first.type, null, first.value])
        : link.id;
  return { link, key: `${link.state} ${key}`, collisions: [], similarity: null };
}

/**
 * Puts open links together that share their strongest evidence and hang together, so that a wallet of five accounts is one decision.
 *
 * @param proposals suggestions without a link in the case
 * @param links links of the case; only open ones count
 * @returns by strength, then by id
 */
export function clusterLinks(proposals: readonly Proposal[], links: readonly Link[]): Cluster[] {
  const open = links.filter(({ state }) => state === 'proposed' || state === 'deferred').map(ofLink);
  const byKey = new Map<string, Open[]>();
  for (const each of [...proposals.map(ofProposal), ...open]) {
    const found = byKey.get(each.key);
    if (found) found.push(each);
    else byKey.set(each.key, [each]);
  }
  return [...byKey.values()]
    .flatMap(connectedParts)
    .map(clusterOf)
    .sort((a, b) => STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength) || compareText(a.id, b.id));
}

function connectedParts(members: readonly Open[]): Open[][] {
  if (members.length === 1) return [[...members]];
  const merging = new Merging([]);
  for (const { link } of members) merging.join(link.from, link.to);
  const parts = new Map<string, Open[]>();
  for (const member of members) {
    const root = merging.find(member.link.from);
    const part = parts.get(root);
    if (part) part.push(member);
    else parts.set(root, [member]);
  }
  return [...parts.values()];
}

/** Keys on which every pair collided: only what all links share is evidence of the whole. */
function sharedCollisions(members: readonly Open[]): readonly Collision[] {
  if (members.length === 1) return members[0]?.collisions ?? [];
  const counts = new Map<string, { each: Collision; pairs: number }>();
  for (const { collisions } of members)
    for (const each of collisions) {
      const name = `${each.type} ${each.nameKey} ${each.key}`;
      const found = counts.get(name);
      if (found) found.pairs += 1;
      else counts.set(name, { each, pairs: 1 });
    }
  return [...counts.values()].filter(({ pairs }) => pairs === members.length).map(({ each }) => each);
}

function clusterOf(members: readonly Open[]): Cluster {
  const sorted = [...members].sort((a, b) => compareText(a.link.id, b.link.id));
  const links = sorted.map(({ link }) => link);
  return {
    id: links[0]?.id ?? '',
    links,
    ends: [...new Set(links.flatMap(({ from, to }) => [from, to]))].sort(compareText),
    strength: links.reduce<Strength>(
      (weakest, { strength }) => (STRENGTHS.indexOf(strength) > STRENGTHS.indexOf(weakest) ? strength : weakest),
      'proof',
    ),
    collisions: sharedCollisions(sorted),
    similarity: sorted.reduce<number | null>(
      (least, { similarity }) => (similarity === null ? least : least === null ? similarity : Math.min(least, similarity)),
      null,
    ),
    deferred: links.every(({ state }) => state === 'deferred'),
  };
}
