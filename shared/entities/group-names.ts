import type { Group, Grouping } from './groups.ts';
import type { Link } from './link.ts';
import { compareText, OWNERSHIP_KINDS } from './link.ts';

const DIRECTED: ReadonlySet<string> = new Set(OWNERSHIP_KINDS.filter((kind) => kind !== 'same-owner'));

/** Ends that others point to and that point to nobody: the last owners of the group. */
function parentsOf(links: readonly Link[]): string[] {
  const from = new Set(links.map((link) => link.from));
  return [...new Set(links.map((link) => link.to))].filter((end) => !from.has(end)).sort(compareText);
}

function nameOf(group: Group, linkOf: ReadonlyMap<string, Link>, weightOf: (member: string) => bigint): string {
  if (group.links.length === 0) return group.id;
  const directed = group.links.flatMap((id) => {
    const link = linkOf.get(id);
    return link && DIRECTED.has(link.kind) ? [link] : [];
  });
  const largest = (names: readonly string[]): string =>
    names.reduce((best, name) => (weightOf(name) > weightOf(best) ? name : best), names[0] as string);
  const parents = parentsOf(directed);
  return largest(parents.length > 0 ? parents : group.members);
}

/**
 * Name of each group, in the order of `groups`: its parent, or else its largest member; the first in code unit order among equals.
 *
 * The name is one of the group's own members or owners, so no two groups have the same one.
 *
 * @param links the links that were grouped
 * @param units weights in the order of `entities`; use weights that no filter changes, so that a group keeps its name
 */
export function groupNames(grouping: Grouping, links: readonly Link[], units: readonly bigint[]): string[] {
  const linkOf = new Map(links.map((link) => [link.id, link]));
  const weights = new Map(grouping.entities.map((entity, index) => [entity, units[index] ?? 0n]));
  return grouping.groups.map((group) => nameOf(group, linkOf, (member) => weights.get(member) ?? 0n));
}
