import { z } from 'zod';
import { ChokepointError } from '../case/error.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import type { Refusal } from './groups.ts';
import { guardsOf } from './guard.ts';
import type { Evidence, Link, LinkKind } from './link.ts';
import { compareText, linkId, linkSchema, strengthOf } from './link.ts';

/** What people decided about who is who, as a file that another case can read. */
export const aliasPackSchema = z.strictObject({
  format: z.literal('chokepoint-alias-pack'),
  version: z.literal(1),
  title: z.string().min(1),
  author: z.string().min(1),
  /** day on which the pack was made */
  made: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  licence: z.string().nullable(),
  links: z.array(linkSchema),
});
export type AliasPack = z.infer<typeof aliasPackSchema>;

/**
 * Reads an alias pack.
 *
 * @param text JSON
 * @throws ChokepointError `alias-pack-invalid` with place and reason of the first problem; also where two links have one id
 */
export function parseAliasPack(text: string): AliasPack {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw invalid('The file is not JSON.', []);
  }
  const result = aliasPackSchema.safeParse(content);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw invalid(`${issue?.path.join('.') || 'The file'}: ${issue?.message ?? 'not readable'}.`, result.error.issues);
  }
  const seen = new Set<string>();
  for (const { id } of result.data.links) {
    if (seen.has(id)) throw invalid(`Two links have the id ${id}.`, []);
    seen.add(id);
  }
  return result.data;
}

function invalid(what: string, issues: readonly { path: PropertyKey[]; message: string }[]): ChokepointError {
  return new ChokepointError(
    'alias-pack-invalid',
    `This is no alias pack that can be read. ${what}`,
    'Choose a file made by "Export alias pack", or correct the place that is named.',
    { issues: issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) },
  );
}

/**
 * The decided links of a case as a pack: confirmed and rejected ones, by id; open ones are nobody's decision and stay.
 *
 * @returns the same text for the same links in any order; two spaces, a line feed at the end
 */
export function exportAliasPack(links: readonly Link[], about: Pick<AliasPack, 'title' | 'author' | 'made' | 'licence'>): string {
  const { title, author, made, licence } = about;
  const decided = links
    .filter(({ state }) => state === 'confirmed' || state === 'rejected')
    .sort((a, b) => compareText(a.id, b.id))
    .map(inOrder);
  return `${JSON.stringify({ format: 'chokepoint-alias-pack', version: 1, title, author, made, licence, links: decided }, null, 2)}\n`;
}

/** The same fields in the same order, whoever made the link. */
function inOrder(link: Link): Link {
  const { id, kind, from, to, share, evidence, strength, confidence, validFrom, validTo, state, decided } = link;
  const ordered = evidence.map(({ type, value, source, dateSeen }) => ({ type, value, source, dateSeen }));
  const by = decided && { by: decided.by, at: decided.at, why: decided.why, members: decided.members };
  return { id, kind, from, to, share, evidence: ordered, strength, confidence, validFrom, validTo, state, decided: by };
}

/** Why a link of a pack was not taken over. */
export type Conflict =
  | { readonly kind: 'decided-otherwise'; readonly link: string; readonly here: Link; readonly inPack: Link }
  | { readonly kind: 'says-something-else'; readonly link: string; readonly here: Link; readonly inPack: Link }
  | { readonly kind: 'joins-rejected-pair'; readonly link: string; readonly refusal: Refusal }
  | { readonly kind: 'weak-group'; readonly link: string; readonly members: readonly string[] };

export type AliasImport = {
  /** decisions to take, in order; nothing is changed before a person takes them */
  readonly decisions: readonly Decision[];
  /** links as they would be after the decisions */
  readonly links: readonly Link[];
  readonly added: readonly string[];
  /** links that were open here and that the pack decides */
  readonly settled: readonly string[];
  readonly unchanged: readonly string[];
  readonly conflicts: readonly Conflict[];
  /** names of the pack that no account of this view has; their links are taken over and wait */
  readonly absent: readonly string[];
};

/** Everything but the decision and the evidence, which grows. */
function saysTheSame(a: Link, b: Link): boolean {
  return (['kind', 'from', 'to', 'share', 'validFrom', 'validTo'] as const).every((field) => a[field] === b[field]);
}

/**
 * Compares a pack with the links of a case: what it would add, what it would settle, and every conflict.
 *
 * A conflict is never resolved by itself: the link of the case stays. Links come one by one, rejections first, then proof before weak, so
 * that the result does not depend on the order of the pack. Groups above a size limit are not asked about here: the pack is the list.
 *
 * @param entities ids of the view that the pack is tried on
 */
export function importAliasPack(pack: AliasPack, links: readonly Link[], entities: readonly string[], asOf: string | null): AliasImport {
  const result = {
    decisions: [] as Decision[],
    added: [] as string[],
    settled: [] as string[],
    unchanged: [] as string[],
    conflicts: [] as Conflict[],
  };
  let current = links;
  const byId = new Map(links.map((link) => [link.id, link]));
  const take = (link: Link, decision: Decision): boolean => {
    const guard = guardsOf(entities, current, decision, asOf).find(
      ({ reason }) => reason === 'joins-rejected-pair' || reason === 'weak-group',
    );
    if (guard?.reason === 'joins-rejected-pair') result.conflicts.push({ kind: guard.reason, link: link.id, refusal: guard.refusal });
    else if (guard?.reason === 'weak-group') result.conflicts.push({ kind: guard.reason, link: link.id, members: guard.members });
    if (guard) return false;
    current = decide(current, decision).links;
    result.decisions.push(decision);
    return true;
  };
  for (const inPack of [...pack.links].sort(byImportOrder)) {
    const here = byId.get(inPack.id);
    if (!here) {
      if (take(inPack, { action: 'add', links: [inPack] })) result.added.push(inPack.id);
    } else if (!saysTheSame(here, inPack)) {
      result.conflicts.push({ kind: 'says-something-else', link: inPack.id, here, inPack });
    } else if (here.state === inPack.state) {
      result.unchanged.push(inPack.id);
    } else if (here.state === 'confirmed' || here.state === 'rejected') {
      const decided = inPack.state === 'confirmed' || inPack.state === 'rejected';
      if (decided) result.conflicts.push({ kind: 'decided-otherwise', link: inPack.id, here, inPack });
      else result.unchanged.push(inPack.id);
    } else if (inPack.decided) {
      const decision: Decision = { action: 'restore', links: [{ id: inPack.id, state: inPack.state, decided: inPack.decided }] };
      if (take(inPack, decision)) result.settled.push(inPack.id);
    } else result.unchanged.push(inPack.id);
  }
  const present = new Set(entities);
  const absent = [...new Set(pack.links.flatMap(({ from, to }) => [from, to]))].filter((name) => !present.has(name)).sort(compareText);
  return { ...result, links: current, absent };
}

const STATE_ORDER = ['rejected', 'confirmed', 'deferred', 'proposed'];
const STRENGTH_ORDER = ['proof', 'strong', 'weak'];

function byImportOrder(a: Link, b: Link): number {
  return (
    STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) ||
    STRENGTH_ORDER.indexOf(a.strength) - STRENGTH_ORDER.indexOf(b.strength) ||
    compareText(a.id, b.id)
  );
}

/**
 * Proposed links from a plain list of groups, `{ "Group": ["account", ...] }`, as other projects publish them: each account to its group.
 *
 * @param evidence where the list comes from; its type decides the strength
 */
export function linksOfGroups(
  groups: Readonly<Record<string, readonly string[]>>,
  evidence: Evidence,
  kind: Extract<LinkKind, 'parent' | 'operates-for' | 'white-label'> = 'operates-for',
): Link[] {
  return Object.entries(groups).flatMap(([group, accounts]) =>
    accounts
      .filter((account) => account !== group)
      .map((account) => ({
        id: linkId(kind, account, group),
        kind,
        from: account,
        to: group,
        share: null,
        evidence: [evidence],
        strength: strengthOf([evidence]),
        confidence: null,
        validFrom: null,
        validTo: null,
        state: 'proposed' as const,
        decided: null,
      })),
  );
}
