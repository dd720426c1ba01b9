import { z } from 'zod';
import { ChokepointError } from '../case/error.ts';
import type { Decision } from './decision.ts';
import { decide } from './decision.ts';
import type { Refusal } from './groups.ts';
import type { Guard } from './guard.ts';
import { guardsBetween } from './guard.ts';
import type { Evidence, Link, LinkKind } from './link.ts';
import { compareText, linkId, linkSchema, strengthOf } from './link.ts';
import { Merging } from './merging.ts';

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
 * A conflict is never resolved by itself: the link of the case stays. Links come rejections first, then proof before weak, so that the
 * result does not depend on the order of the pack. Groups above a size limit are not asked about here: the pack is the list.
 *
 * @param entities ids of the view that the pack is tried on
 */
export function importAliasPack(pack: AliasPack, links: readonly Link[], entities: readonly string[], asOf: string | null): AliasImport {
  const byId = new Map(links.map((link) => [link.id, link]));
  const unchanged: string[] = [];
  const conflicts: Conflict[] = [];
  const wanted: Link[] = [];
  for (const inPack of [...pack.links].sort(byImportOrder)) {
    const here = byId.get(inPack.id);
    const settledHere = here?.state === 'confirmed' || here?.state === 'rejected';
    if (!here) wanted.push(inPack);
    else if (!saysTheSame(here, inPack)) conflicts.push({ kind: 'says-something-else', link: inPack.id, here, inPack });
    else if (here.state === inPack.state || !inPack.decided || (settledHere && inPack.state === 'deferred')) unchanged.push(inPack.id);
    else if (settledHere) conflicts.push({ kind: 'decided-otherwise', link: inPack.id, here, inPack });
    else wanted.push(inPack);
  }
  const parts = connectedParts(wanted, links, entities).map((part) => takeWithoutConflict(part.wanted, part.links, part.entities, asOf));
  const taken = parts.flatMap((part) => part.taken).sort(byImportOrder);
  const decisions = decisionsOf(taken, new Set(byId.keys()));
  const present = new Set(entities);
  return {
    decisions,
    links: decisions.reduce((current, decision) => decide(current, decision).links, links),
    added: taken.filter(({ id }) => !byId.has(id)).map(({ id }) => id),
    settled: taken.filter(({ id }) => byId.has(id)).map(({ id }) => id),
    unchanged,
    conflicts: [...conflicts, ...parts.flatMap(({ refused }) => refused)],
    absent: [...new Set(pack.links.flatMap(({ from, to }) => [from, to]))].filter((name) => !present.has(name)).sort(compareText),
  };
}

type Part = { wanted: Link[]; links: Link[]; entities: string[] };

/** What could ever be one group is judged by itself: guards of one part never depend on another. In order of the first wanted link. */
function connectedParts(wanted: readonly Link[], links: readonly Link[], entities: readonly string[]): Part[] {
  const merging = new Merging([]);
  for (const { from, to } of [...wanted, ...links]) merging.join(from, to);
  const parts = new Map<string, Part>();
  for (const link of wanted) {
    const root = merging.find(link.from);
    const part = parts.get(root) ?? { wanted: [], links: [], entities: [] };
    parts.set(root, part);
    part.wanted.push(link);
  }
  for (const link of links) parts.get(merging.find(link.from))?.links.push(link);
  for (const entity of entities) parts.get(merging.find(entity))?.entities.push(entity);
  return [...parts.values()];
}

type Taken = { taken: Link[]; refused: Conflict[] };

/** Takes as many links as no guard refuses: all at once where nothing stands against it, else halves, until single links are left. */
function takeWithoutConflict(wanted: readonly Link[], links: readonly Link[], entities: readonly string[], asOf: string | null): Taken {
  const known = new Set(links.map(({ id }) => id));
  const taken: Link[] = [];
  let result = links;
  const attempt = (some: readonly Link[]): { link: Link; conflict: Conflict }[] => {
    if (some.length === 0) return [];
    const steps = decisionsOf(some, known);
    const after = steps.reduce((current, step) => decide(current, step).links, result);
    const conflict = conflictIn(guardsBetween(entities, result, after, asOf), some[0]?.id ?? '');
    if (!conflict) {
      taken.push(...some);
      result = after;
      return [];
    }
    if (some.length === 1) return [{ link: some[0] as Link, conflict }];
    const half = some.length >> 1;
    return [...attempt(some.slice(0, half)), ...attempt(some.slice(half))];
  };
  // A link that came later may be what a refused one waited for: stronger evidence, or the list of a whole group.
  let open = attempt(wanted);
  for (let before = wanted.length; open.length > 0 && open.length < before; ) {
    before = open.length;
    open = attempt(open.map(({ link }) => link));
  }
  return { taken, refused: open.map(({ conflict }) => conflict) };
}

function decisionsOf(some: readonly Link[], known: ReadonlySet<string>): Decision[] {
  const added = some.filter(({ id }) => !known.has(id));
  const settled = some.filter(({ id }) => known.has(id));
  return [
    ...(added.length > 0 ? [{ action: 'add' as const, links: added }] : []),
    ...(settled.length > 0
      ? [{ action: 'restore' as const, links: settled.map(({ id, state, decided }) => ({ id, state, decided })) }]
      : []),
  ];
}

function conflictIn(guards: readonly Guard[], link: string): Conflict | null {
  for (const guard of guards) {
    if (guard.reason === 'joins-rejected-pair') return { kind: guard.reason, link, refusal: guard.refusal };
    if (guard.reason === 'weak-group') return { kind: guard.reason, link, members: guard.members };
  }
  return null;
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
