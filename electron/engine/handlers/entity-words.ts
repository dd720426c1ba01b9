import type { PackResult } from '../../../shared/case/entities.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { AliasPack, Conflict, linksOfGroups } from '../../../shared/entities/alias-pack.ts';
import type { Link } from '../../../shared/entities/link.ts';
import { listOf } from '../../../shared/format/index.ts';

type Words = { label: string; reason: string };

const quoted = (names: readonly string[]): string => listOf(names.map((name) => `"${name}"`));
const endsOf = (links: readonly Link[]): string[] => [...new Set(links.flatMap(({ from, to }) => [from, to]))];
/** Evidence in words: `shared payout address`. */
const evidenceOf = (links: readonly Link[]): string => {
  const types = [...new Set(links.flatMap(({ evidence }) => evidence.slice(0, 1).map(({ type }) => type.replaceAll('-', ' '))))];
  return types.join(', ') || 'evidence by hand';
};

/** How confirming reads as history, and the reason where a person gave none. */
export function confirmLabel(links: readonly Link[], members: readonly string[] | null): Words {
  const names = members ?? endsOf(links);
  const evidence = evidenceOf(links);
  return {
    label: `Confirm ${names.length > 2 ? `${names.length} accounts` : quoted(names)} as one (${evidence})${names.length > 2 ? `: ${quoted(names)}` : ''}`,
    reason: `evidence of the proposal: ${evidence}`,
  };
}

/** The same for rejecting. */
export function rejectLabel(links: readonly Link[]): Words {
  return { label: `Keep ${quoted(endsOf(links))} apart`, reason: `different parties in spite of: ${evidenceOf(links)}` };
}

/** The same for deferring. */
export function deferLabel(links: readonly Link[]): Words {
  return { label: `Decide later about ${quoted(endsOf(links))}`, reason: 'needs more evidence' };
}

/** How a link by hand reads as history. */
export function linkLabel({ kind, from, to }: Link): string {
  return `Link "${from}" to "${to}": ${kind.replaceAll('-', ' ')}`;
}

function isGroups(value: unknown): value is Record<string, string[]> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('format' in value) &&
    Object.values(value).every(
      (members) => Array.isArray(members) && members.every((member) => typeof member === 'string' && member !== ''),
    )
  );
}

type About = { actor: string; at: string; why: string; confirm: boolean; fileName: string };

/**
 * A plain list of groups, `{ "Group": ["account", ...] }`, as a pack; `null` where the text is something else.
 *
 * @param about `confirm`: each group is confirmed with its whole list, else the links stay open
 * @throws ChokepointError `alias-pack-empty`
 */
export function packOfGroups(text: string, about: About, entities: readonly string[], toLinks: typeof linksOfGroups): AliasPack | null {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  if (!isGroups(value)) return null;
  const why = about.why === '' ? `list of groups ${about.fileName}` : about.why;
  const present = new Set(entities);
  const links = toLinks(value, { type: 'alias-list', value: about.fileName, source: about.fileName, dateSeen: about.at.slice(0, 10) });
  if (links.length === 0)
    throw new ChokepointError(
      'alias-pack-empty',
      `${about.fileName} names no groups.`,
      'Choose a file of the form {"Group": ["account", ...]}.',
      {
        file: about.fileName,
      },
    );
  const groups = value;
  return {
    format: 'chokepoint-alias-pack',
    version: 1,
    title: about.fileName,
    author: about.actor,
    made: about.at.slice(0, 10),
    licence: null,
    links: links.map((link) => ({
      ...link,
      ...(about.confirm && {
        state: 'confirmed' as const,
        decided: { by: about.actor, at: about.at, why, members: [link.to, ...(groups[link.to] ?? [])].filter((name) => present.has(name)) },
      }),
    })),
  };
}

const stateWords = (link: Link): string =>
  `${link.state}${link.decided ? ` by ${link.decided.by} (${link.decided.why})` : ''}${link.share ? `, share ${link.share}` : ''}${link.validFrom || link.validTo ? `, valid ${link.validFrom ?? '…'} to ${link.validTo ?? '…'}` : ''}`;

/** A conflict with what the case and the pack say, in words. */
export function conflictOf(
  conflict: Conflict,
  inPack: readonly Link[],
  stored: ReadonlyMap<string, Link>,
): PackResult['conflicts'][number] {
  const link = inPack.find(({ id }) => id === conflict.link) ?? stored.get(conflict.link);
  const base = { kind: conflict.kind, link: conflict.link, from: link?.from ?? '', to: link?.to ?? '' };
  if (conflict.kind === 'joins-rejected-pair')
    return {
      ...base,
      here: `"${conflict.refusal.between[0]}" and "${conflict.refusal.between[1]}" are kept apart`,
      inPack: `would join them over ${conflict.refusal.path.length} link${conflict.refusal.path.length === 1 ? '' : 's'}`,
    };
  if (conflict.kind === 'weak-group')
    return {
      ...base,
      here: `only weak links would hold ${conflict.members.length} accounts together`,
      inPack: link ? stateWords(link) : '',
    };
  return { ...base, here: stateWords(conflict.here), inPack: stateWords(conflict.inPack) };
}
