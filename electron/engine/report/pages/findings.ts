import { OUTER_WORDS } from '../../../../shared/format/index.ts';
import type { Claim } from '../claims.ts';
import { homeOf } from '../claims-places.ts';
import type { Block } from '../document.ts';
import type { ReportInput } from '../input.ts';
import { claimGroups, type Page, type PageKind, printedClaim } from '../page.ts';
import { scorecardBlocks } from './scorecard.ts';

const MOST_CARDS = 5;
const MOST_FLIPS = 4;

/** Findings of the first pages where none are chosen: removal tests that break soonest, then sizes of the smallest sets, then largest shares. */
export function usualFindings(claims: readonly Claim[]): Claim[] {
  const soonest = (claim: Claim): number =>
    'stated' in claim.value ? 0 : (claim.value.low ?? claim.value.high ?? Number.POSITIVE_INFINITY);
  const breaking = claims.filter(({ id }) => id.endsWith('.breaking-point')).sort((a, b) => soonest(a) - soonest(b));
  const of = (name: string) => claims.filter(({ id }) => id.startsWith('V') && id.endsWith(`.${name}`));
  const changes = claims.filter(({ id }) => id.endsWith('.hhi-change'));
  const queues = [breaking.slice(0, 2), of('nakamoto-1-2').slice(0, 1), of('cr1').slice(0, 1), of('hhi').slice(0, 1), changes.slice(0, 1)];
  const first = queues.flat().slice(0, MOST_CARDS);
  const further = [...breaking, ...of('nakamoto-1-2'), ...of('cr1')].filter((claim) => !first.includes(claim));
  return [...first, ...further].slice(0, Math.max(first.length, 3));
}

function cards({ input, claims }: Page): Block[] {
  const chosen =
    input.layout.findings === null
      ? usualFindings(claims).map((claim) => ({ claim, text: null }))
      : input.layout.findings.flatMap(({ claim: id, text }) => {
          const claim = claims.find((candidate) => candidate.id === id);
          return claim ? [{ claim, text }] : [];
        });
  const groups = new Map<string, typeof chosen>();
  for (const each of chosen) groups.set(each.claim.context, [...(groups.get(each.claim.context) ?? []), each]);
  return [...groups].map(([context, members]) => ({
    type: 'claims',
    title: '',
    context,
    claims: members.map(({ claim, text }) => printedClaim(claim, text)),
  }));
}

/** The smallest changes that would turn a breaking point, in one list for the first pages. */
function turning({ removals }: ReportInput): Block[] {
  const items = removals.flatMap(({ name, flips }, index) => {
    const turns = (flips?.flips ?? []).filter(({ turnsAt }) => turnsAt !== null).slice(0, MOST_FLIPS);
    return turns.map(
      ({ change, turnsAt, note }) => `R${index + 1}, ${name}: ${change}. Turns at ${turnsAt}.${note === null ? '' : ` ${note}`}`,
    );
  });
  return items.length === 0
    ? []
    : [
        { type: 'heading', text: 'What would turn this' },
        { type: 'list', items: items.slice(0, 2 * MOST_FLIPS) },
      ];
}

/** Words that a reader needs before the first claim. */
function preface({ input, claims }: Page): string {
  return [
    'Each number stands with its unit, base, date and the range that the unknown mass leaves. Ids refer to claims.json, which is attached to this file.',
    ...(input.removals.length === 0
      ? []
      : ['The breaking point k* of a removal test is the smallest number of removed units that takes the service below its threshold.']),
    'At the right: computed = one value; bounded = unknown data leave a range; known-part = speaks of the known weight only.',
    ...(claims.some(({ standing }) => standing !== undefined)
      ? [
          'Robust = the same conclusion under every alternative that was asked; conditional = another one under those that are named; fragile = one record, one open link or 1 % of the weight turns it.',
        ]
      : []),
    ...(input.views.some(({ result }) => (result.outer ?? []).length > 0) ? [OUTER_WORDS] : []),
  ].join(' ');
}

/** Findings with claim cards, scorecards, what would turn them, and claims whose own section is not in the report. */
export const findingsPage: PageKind = {
  title: 'Findings',
  newPage: true,
  blocks: (page) => {
    const homeless = page.claims.filter(({ id }) => !page.shown.has(homeOf(id)));
    return [
      { type: 'paragraph', text: preface(page) },
      ...cards(page),
      ...scorecardBlocks(page),
      ...turning(page.input),
      ...(homeless.length === 0 ? [] : [{ type: 'heading' as const, text: 'Further claims' }, ...claimGroups(homeless)]),
    ];
  },
};
