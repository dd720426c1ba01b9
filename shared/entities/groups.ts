import type { Fraction } from '../metrics/exact.ts';
import type { Link, Strength } from './link.ts';
import { compareText, isOwnership, isValidAt, STRENGTHS } from './link.ts';
import { Merging, pathBetween } from './merging.ts';

/** Which links count: none, those a person confirmed, or also open ones of strength proof or strong. */
export const ENTITY_POLICIES = ['none', 'confirmed', 'all-plausible'] as const;
export type EntityPolicy = (typeof ENTITY_POLICIES)[number];

/** Sizes above which a group is asked about again. */
export type GroupLimits = { readonly members: number; readonly share: Fraction };

/** 20 accounts, or a third of the weight: one group above a third decides alone in a Byzantine fault tolerant network. */
export const DEFAULT_LIMITS: GroupLimits = { members: 20, share: { num: 1n, den: 3n } };

export type GroupFlag =
  /** falls apart without its weak links; listed in full and confirmed as a group */
  | 'held-by-weak-links'
  /** the same with three or more parts, and nobody has confirmed the whole list */
  | 'weak-chain'
  | 'many-members'
  | 'large-share';

/** Entities that are one under a policy. */
export type Group = {
  /** id of the first member in code unit order */
  readonly id: string;
  readonly members: readonly string[];
  /** ends of links that are no entity of this view: owners, or accounts of another view */
  readonly owners: readonly string[];
  /** links inside the group */
  readonly links: readonly string[];
  /** weakest link without which the group would fall apart; `null` for a single entity */
  readonly strength: Strength | null;
  readonly flags: readonly GroupFlag[];
};

/** A link that was not applied, because it would join two entities that a person keeps apart. */
export type Refusal = {
  readonly link: string;
  readonly rejected: string;
  readonly between: readonly [string, string];
  /** links from one to the other, in order, the refused one among them */
  readonly path: readonly string[];
};

/** Entities and their groups under one policy at one as-of date. */
export type Grouping = {
  readonly policy: EntityPolicy;
  readonly asOf: string | null;
  readonly entities: readonly string[];
  /** index into `groups` of each entity, in the order of `entities` */
  readonly groupOf: Int32Array;
  /** by id; single entities included */
  readonly groups: readonly Group[];
  readonly refused: readonly Refusal[];
};

const isOpen = ({ state }: Link): boolean => state === 'proposed' || state === 'deferred';

/** Links that a policy applies at an as-of date: ownership only, and an unconfirmed weak link never. */
export function appliedLinks(links: readonly Link[], policy: EntityPolicy, asOf: string | null): Link[] {
  if (policy === 'none') return [];
  return links.filter(
    (link) =>
      isOwnership(link) &&
      isValidAt(link, asOf) &&
      (link.state === 'confirmed' || (policy === 'all-plausible' && isOpen(link) && link.strength !== 'weak')),
  );
}

/** Ownership links that a person rejected and that apply at the as-of date: their ends stay apart under every policy. */
export function rejectedLinks(links: readonly Link[], asOf: string | null): Link[] {
  return links.filter((link) => link.state === 'rejected' && isOwnership(link) && isValidAt(link, asOf));
}

const rankOf = ({ state, strength }: Link): number => (state === 'confirmed' ? 0 : STRENGTHS.length) + STRENGTHS.indexOf(strength);

/** Confirmed before open, strong before weak, sure before doubtful: the order in which links are applied where they cannot all be. */
function byWeightOfEvidence(a: Link, b: Link): number {
  return rankOf(a) - rankOf(b) || (b.confidence ?? 0) - (a.confidence ?? 0) || compareText(a.id, b.id);
}

/**
 * Groups of entities under a policy at an as-of date: components over the links that apply.
 *
 * A link that would join a rejected pair is not applied and listed with the path; confirmed links come first, so that every group under
 * `confirmed` lies inside one under `all-plausible`.
 *
 * @param entities distinct ids of a view; ends of links that are not among them (owners) connect but are not counted
 * @param links in any order, which changes nothing
 * @param units weights in the order of `entities`, for the limit on the share; absent = no such limit
 * Source: domain 5, policies and guards.
 */
export function groupEntities(
  entities: readonly string[],
  links: readonly Link[],
  policy: EntityPolicy,
  asOf: string | null,
  units?: readonly bigint[],
  limits: GroupLimits = DEFAULT_LIMITS,
): Grouping {
  const applied = appliedLinks(links, policy, asOf).sort(byWeightOfEvidence);
  const rejected = rejectedLinks(links, asOf).sort((a, b) => compareText(a.id, b.id));
  const merging = new Merging(rejected);
  const joined: Link[] = [];
  const refused: Refusal[] = [];
  for (const link of applied) {
    const against = merging.obstacle(link.from, link.to);
    if (against === null) {
      merging.join(link.from, link.to);
      joined.push(link);
    } else {
      const path = pathBetween([...joined, link], against.from, against.to) ?? [link];
      refused.push({ link: link.id, rejected: against.id, between: [against.from, against.to], path: path.map(({ id }) => id) });
    }
  }
  const known = new Set(entities);
  const parts = new Map<string, { members: string[]; owners: string[]; links: Link[] }>();
  const partOf = (node: string) => {
    const root = merging.find(node);
    const part = parts.get(root) ?? { members: [], owners: [], links: [] };
    parts.set(root, part);
    return part;
  };
  // in the order of the ids, so that members stand sorted in each group and the groups by their first member
  for (const entity of inOrder(entities)) partOf(entity).members.push(entity);
  const outside = new Set(joined.flatMap(({ from, to }) => [from, to]).filter((node) => !known.has(node)));
  for (const node of outside) partOf(node).owners.push(node);
  for (const link of joined) partOf(link.from).links.push(link);
  const weightOf = new Map(units && entities.map((entity, index) => [entity, units[index] ?? 0n]));
  const total = units?.reduce((sum, each) => sum + each, 0n) ?? 0n;
  const groups = [...parts.values()]
    .filter(({ members }) => members.length > 0)
    .map((part): Group => {
      const { members } = part;
      if (members.length === 1 && part.links.length === 0 && part.owners.length === 0) return alone(members, limits);
      const weight = members.reduce((sum, member) => sum + (weightOf.get(member) ?? 0n), 0n);
      return {
        id: members[0] as string,
        members,
        owners: part.owners.sort(compareText),
        links: part.links.map(({ id }) => id).sort(compareText),
        strength: weakestNeeded(part.links),
        flags: [
          ...weakFlags(members, part.links),
          ...(members.length > limits.members ? ['many-members' as const] : []),
          ...(members.length > 1 && total > 0n && weight * limits.share.den > limits.share.num * total ? ['large-share' as const] : []),
        ],
      };
    });
  const indexOf = new Map<string, number>();
  for (const [index, { members }] of groups.entries()) for (const member of members) indexOf.set(member, index);
  return { policy, asOf, entities, groupOf: Int32Array.from(entities, (entity) => indexOf.get(entity) as number), groups, refused };
}

/** Sorted ids of lists that were asked for before: alternatives of one test ask for the same list again and again. */
const sortedIds = new WeakMap<readonly string[], readonly string[]>();

/** Ids by code unit. */
function inOrder(entities: readonly string[]): readonly string[] {
  const kept = sortedIds.get(entities);
  // without a function to compare, texts are sorted by code unit
  const sorted = kept?.length === entities.length ? kept : [...entities].sort();
  sortedIds.set(entities, sorted);
  return sorted;
}

/** An entity that no link joins to anything. */
const alone = (members: string[], limits: GroupLimits): Group => ({
  id: members[0] as string,
  members,
  owners: [],
  links: [],
  strength: null,
  flags: limits.members < 1 ? ['many-members'] : [],
});

/** Links came strongest first, so the last one that still joined something is the weakest that is needed. */
function weakestNeeded(links: readonly Link[]): Strength | null {
  const merging = new Merging([]);
  let weakest: Strength | null = null;
  for (const link of [...links].sort((a, b) => STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength) || compareText(a.id, b.id)))
    if (merging.join(link.from, link.to)) weakest = link.strength;
  return weakest;
}

/** Parts that a group falls into without its weak links; only links count, an owner between two accounts joins them. */
function partsWithoutWeakLinks(links: readonly Link[]): number {
  const merging = new Merging([]);
  const nodes = new Set<string>();
  for (const { from, to, strength } of links) {
    nodes.add(from).add(to);
    if (strength !== 'weak') merging.join(from, to);
  }
  return new Set([...nodes].map((node) => merging.find(node))).size;
}

function weakFlags(members: readonly string[], links: readonly Link[]): GroupFlag[] {
  const parts = partsWithoutWeakLinks(links);
  if (parts <= 1) return [];
  return parts > 2 && !isConfirmedAsGroup(members, links) ? ['held-by-weak-links', 'weak-chain'] : ['held-by-weak-links'];
}

/** Whether somebody confirmed a weak link of the group after seeing all its members. */
function isConfirmedAsGroup(members: readonly string[], links: readonly Link[]): boolean {
  return links.some(({ strength, decided }) => {
    if (strength !== 'weak' || !decided?.members) return false;
    const listed = new Set(decided.members);
    return members.every((member) => listed.has(member));
  });
}

/** Weight of each group, in the order of `groups`. */
export function groupWeights({ groups, groupOf }: Grouping, units: readonly bigint[]): bigint[] {
  const weights = new Array<bigint>(groups.length).fill(0n);
  groupOf.forEach((group, entity) => {
    weights[group] = (weights[group] as bigint) + (units[entity] as bigint);
  });
  return weights;
}
