import { z } from 'zod';
import { parseFraction } from '../metrics/exact.ts';

/** Kinds that say who is who: they merge entities (domain 5). `parent`: the second owns the first, with a share where it is known. */
export const OWNERSHIP_KINDS = ['same-owner', 'parent', 'operates-for', 'white-label'] as const;
/** Kinds that say what an entity leans on: they never merge, they are dimensions of C7 and common-mode removals of C9. */
export const DEPENDENCY_KINDS = ['located-at', 'hosted-by', 'leases-from', 'runs', 'paid-through'] as const;
export const linkKindSchema = z.enum([...OWNERSHIP_KINDS, ...DEPENDENCY_KINDS]);
export type LinkKind = z.infer<typeof linkKindSchema>;

/** Strongest first. Proof: document or key; strong: hard to share by chance; weak: shared by strangers every day. */
export const STRENGTHS = ['proof', 'strong', 'weak'] as const;
export const strengthSchema = z.enum(STRENGTHS);
export type Strength = z.infer<typeof strengthSchema>;

/**
 * Strength of each type of evidence, taken by itself.
 *
 * Source: domain 5. It names neither web domains nor self-declared names of any kind: these count as weak, because anybody can declare them.
 */
export const EVIDENCE_STRENGTH = {
  'registry-entry': 'proof',
  filing: 'proof',
  document: 'proof',
  'signing-key': 'proof',
  announcement: 'strong',
  wallet: 'strong',
  'payout-address': 'strong',
  'tls-key': 'strong',
  mailbox: 'strong',
  contact: 'strong',
  domain: 'weak',
  'email-domain': 'weak',
  'address-range': 'weak',
  'host-suffix': 'weak',
  name: 'weak',
  specification: 'weak',
  'alias-list': 'weak',
} as const satisfies Record<string, Strength>;
export type EvidenceType = keyof typeof EVIDENCE_STRENGTH;
export const evidenceTypeSchema = z.enum(Object.keys(EVIDENCE_STRENGTH) as [EvidenceType, ...EvidenceType[]]);

/** A day, `2026-11-20`, or an instant that begins with one. Days compare as text. */
export const dateSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, 'a date such as 2026-11-20');

export const evidenceSchema = z.strictObject({
  type: evidenceTypeSchema,
  /** what was seen, for example the shared address */
  value: z.string(),
  /** source row or document; `null` = not recorded */
  source: z.string().nullable(),
  dateSeen: dateSchema.nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Who decided, when and why; `members` is the full list that was shown when links were confirmed as a group. */
export const decidedSchema = z.strictObject({
  by: z.string().min(1),
  at: z.string().min(1),
  why: z.string().min(1),
  members: z.array(z.string()).nullable(),
});
export type Decided = z.infer<typeof decidedSchema>;

export const linkStateSchema = z.enum(['proposed', 'confirmed', 'rejected', 'deferred']);
export type LinkState = z.infer<typeof linkStateSchema>;

const shareText = z.string().refine((text) => {
  try {
    const { num, den } = parseFraction(text);
    return num > 0n && num <= den;
  } catch {
    return false;
  }
}, 'a share above 0 and at most 1, such as 3/5 or 0.6');

/** A statement about two entities with its evidence, its time and what a person decided about it. */
export const linkSchema = z
  .strictObject({
    id: z.string().min(1),
    kind: linkKindSchema,
    /** the account, or the one that is owned, operated, hosted ... */
    from: z.string().min(1),
    /** the other account, the owner, the host ... */
    to: z.string().min(1),
    /** part of `from` that a parent holds, as exact text; `null` = unknown */
    share: shareText.nullable(),
    evidence: z.array(evidenceSchema).min(1),
    strength: strengthSchema,
    /** 0..1, set by a person */
    confidence: z.number().min(0).max(1).nullable(),
    /** the link applies when the as-of date lies inside, both days included; `null` = open */
    validFrom: dateSchema.nullable(),
    validTo: dateSchema.nullable(),
    state: linkStateSchema,
    decided: decidedSchema.nullable(),
  })
  .refine(({ from, to }) => from !== to, 'a link needs two different entities')
  .refine(({ kind, share }) => share === null || kind === 'parent', 'only a parent link has a share')
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || dayOf(validFrom) <= dayOf(validTo), 'valid from is after valid to')
  .refine(({ state, decided }) => (state === 'proposed') === (decided === null), 'a decision needs who, when and why; a proposal has none');
export type Link = z.infer<typeof linkSchema>;

function dayOf(date: string): string {
  return date.slice(0, 10);
}

/** Names compared by code unit, so that an order never depends on the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The stronger of two strengths, or of none and one. */
export function stronger(a: Strength | null, b: Strength): Strength {
  return a === null || STRENGTHS.indexOf(b) < STRENGTHS.indexOf(a) ? b : a;
}

/** Strength of evidence taken together: that of the strongest piece, for weak pieces do not add up to a strong one. */
export function strengthOf(evidence: readonly Pick<Evidence, 'type'>[]): Strength {
  return evidence.reduce<Strength | null>((best, { type }) => stronger(best, EVIDENCE_STRENGTH[type]), null) ?? 'weak';
}

/**
 * Stable id of a link: the same statement about the same two entities has the same id in every case and pack.
 *
 * @param kind `same-owner` has no direction, so its two ends are sorted
 */
export function linkId(kind: LinkKind, from: string, to: string): string {
  const ends = kind === 'same-owner' && compareText(to, from) < 0 ? [to, from] : [from, to];
  return `${kind}${JSON.stringify(ends)}`;
}

/** Whether the as-of date lies inside the time of a link; without an as-of date only links that have not ended apply. */
export function isValidAt({ validFrom, validTo }: Pick<Link, 'validFrom' | 'validTo'>, asOf: string | null): boolean {
  if (asOf === null) return validTo === null;
  const day = dayOf(asOf);
  return (validFrom === null || dayOf(validFrom) <= day) && (validTo === null || day <= dayOf(validTo));
}

/**
 * Whether a link says that two entities are one: ownership kinds, but a parent with a known share of at most one half does not control.
 *
 * Source: domain 5; control as in ASC 280-10-50-42 (entities under common control).
 */
export function isOwnership({ kind, share }: Pick<Link, 'kind' | 'share'>): boolean {
  if (!(OWNERSHIP_KINDS as readonly string[]).includes(kind)) return false;
  if (share === null) return true;
  const { num, den } = parseFraction(share);
  return 2n * num > den;
}
