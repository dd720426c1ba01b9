import { ChokepointError } from '../case/error.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import type { GroupFlag, GroupLimits, Refusal } from './groups.ts';
import { appliedLinks, DEFAULT_LIMITS, groupEntities, rejectedLinks } from './groups.ts';
import type { Link } from './link.ts';
import { compareText } from './link.ts';
import { Merging, pathBetween } from './merging.ts';

/** What stands in the way of a decision. `refused`: something else must be decided first; `ask`: a person may say yes after reading it. */
export type Guard =
  | { readonly kind: 'refused'; readonly reason: 'joins-rejected-pair'; readonly refusal: Refusal }
  | { readonly kind: 'ask'; readonly reason: 'weak-group'; readonly group: string; readonly members: readonly string[] }
  | { readonly kind: 'ask'; readonly reason: 'many-members' | 'large-share'; readonly group: string; readonly members: readonly string[] };

/**
 * What stands in the way of a decision: nothing, when the list is empty.
 *
 * Asked about: confirming and its like (add, restore) that join a rejected pair; rejecting a pair that confirmed links hold together; a
 * confirmed weak link that closes a chain without the whole list in `members`; groups that pass a limit by this decision.
 *
 * @param units weights in the order of `entities`
 * @throws ChokepointError `link-unknown`, `link-exists`
 * Source: domain 5, guards.
 */
export function guardsOf(
  entities: readonly string[],
  links: readonly Link[],
  decision: Decision,
  asOf: string | null,
  units?: readonly bigint[],
  limits: GroupLimits = DEFAULT_LIMITS,
): Guard[] {
  return guardsBetween(entities, links, decide(links, decision).links, asOf, units, limits);
}

/** The same for any change from one list of links to another. */
export function guardsBetween(
  entities: readonly string[],
  links: readonly Link[],
  after: readonly Link[],
  asOf: string | null,
  units?: readonly bigint[],
  limits: GroupLimits = DEFAULT_LIMITS,
): Guard[] {
  const before = groupEntities(entities, links, 'confirmed', asOf, units, limits);
  const guards: Guard[] = refusalsBetween(links, after, asOf);
  const placeOf = new Map(entities.map((entity, index) => [entity, index]));
  const groupBefore = (member: string) => before.groups[before.groupOf[placeOf.get(member) as number] as number];
  for (const { id, members, flags } of groupEntities(entities, after, 'confirmed', asOf, units, limits).groups) {
    const old = groupBefore(id);
    const asks = (flag: GroupFlag): boolean => flags.includes(flag) && !(old?.flags.includes(flag) && old.members.length >= members.length);
    if (asks('weak-chain')) guards.push({ kind: 'ask', reason: 'weak-group', group: id, members });
    for (const reason of ['many-members', 'large-share'] as const)
      if (asks(reason)) guards.push({ kind: 'ask', reason, group: id, members });
  }
  return guards;
}

/** The guards of any change of links that nobody can answer: rejected pairs that were apart and would be held together. */
export function refusalsBetween(links: readonly Link[], after: readonly Link[], asOf: string | null): Guard[] {
  const known = new Set(joinedRejections(links, asOf).map(({ rejected }) => rejected));
  return joinedRejections(after, asOf)
    .filter(({ rejected }) => !known.has(rejected))
    .map((refusal) => ({ kind: 'refused', reason: 'joins-rejected-pair', refusal }));
}

/** Rejected pairs that confirmed links would hold together, with the path between them. */
function joinedRejections(links: readonly Link[], asOf: string | null): Refusal[] {
  const confirmed = appliedLinks(links, 'confirmed', asOf);
  const merging = new Merging([]);
  for (const { from, to } of confirmed) merging.join(from, to);
  return rejectedLinks(links, asOf)
    .filter(({ from, to }) => merging.find(from) === merging.find(to))
    .sort((a, b) => compareText(a.id, b.id))
    .map(({ id, from, to }) => {
      const path = (pathBetween(confirmed, from, to) ?? []).map((link) => link.id);
      return { link: path[0] ?? id, rejected: id, between: [from, to], path };
    });
}

/**
 * Applies a decision whose guards are answered.
 *
 * @param acknowledged reasons that a person has read and accepts; a refusal cannot be accepted
 * @returns links after the decision and its inverse
 * @throws ChokepointError `merge-refused` with the path, `weak-group-unconfirmed` with the full list, `group-limit` with the list
 */
export function decideGuarded(
  entities: readonly string[],
  links: readonly Link[],
  decision: Decision,
  asOf: string | null,
  acknowledged: readonly ('many-members' | 'large-share')[] = [],
  units?: readonly bigint[],
  limits: GroupLimits = DEFAULT_LIMITS,
): { links: readonly Link[]; inverse: Decision } {
  assertGuards(guardsOf(entities, links, decision, asOf, units, limits), acknowledged, limits);
  return decide(links, decision);
}

/**
 * Stops a decision that a guard refuses, or that a person has not been asked about.
 *
 * @throws ChokepointError `merge-refused` with the path, `weak-group-unconfirmed` with the full list, `group-limit` with the list
 */
export function assertGuards(
  guards: readonly Guard[],
  acknowledged: readonly ('many-members' | 'large-share')[] = [],
  limits: GroupLimits = DEFAULT_LIMITS,
): void {
  for (const guard of guards) {
    if (guard.reason === 'joins-rejected-pair') {
      const { between, path } = guard.refusal;
      throw new ChokepointError(
        'merge-refused',
        `"${between[0]}" and "${between[1]}" were decided to be two, and ${path.length === 1 ? 'this link' : `a path of ${path.length} links`} would make them one.`,
        'Open the path, and take back one of its links or the rejection.',
        { ...guard.refusal },
      );
    }
    if (guard.reason === 'weak-group')
      throw new ChokepointError(
        'weak-group-unconfirmed',
        `Only weak links would hold ${guard.members.length} accounts together: ${guard.members.join(', ')}.`,
        'Read the whole list and confirm it as one group, or find stronger evidence.',
        { members: guard.members },
      );
    if (!acknowledged.includes(guard.reason))
      throw new ChokepointError(
        'group-limit',
        guard.reason === 'many-members'
          ? `The group of "${guard.group}" would have ${guard.members.length} accounts.`
          : `The group of "${guard.group}" would hold more than ${limits.share.num}/${limits.share.den} of the weight.`,
        'Read the list of its accounts and confirm once more.',
        { reason: guard.reason, members: guard.members },
      );
  }
}
