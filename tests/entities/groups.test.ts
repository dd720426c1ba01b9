import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChokepointError } from '../../shared/case/error.ts';
import type { Decision } from '../../shared/entities/decision.ts';
import { decide } from '../../shared/entities/decision.ts';
import type { EntityPolicy } from '../../shared/entities/groups.ts';
import { ENTITY_POLICIES, groupEntities } from '../../shared/entities/groups.ts';
import { decideGuarded, guardsOf } from '../../shared/entities/guard.ts';
import type { Link } from '../../shared/entities/link.ts';
import { isOwnership, isValidAt, linkSchema } from '../../shared/entities/link.ts';
import { linkOf, linksArbitrary, NAMES } from './support.ts';

const members = (links: readonly Link[], policy: EntityPolicy, asOf: string | null = null, entities: readonly string[] = NAMES): string[] =>
  groupEntities(entities, links, policy, asOf)
    .groups.filter((group) => group.members.length > 1)
    .map((group) => group.members.join(''));

const confirm = (links: readonly Link[], list: readonly string[] | null = null): Decision => ({
  action: 'confirm',
  links: links.map(({ id }) => id),
  by: 'Ada',
  at: '2026-11-20T12:00:00Z',
  why: 'same filing',
  members: list,
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ChokepointError) return error.value.code;
    throw error;
  }
  return 'none';
}

describe('a link', () => {
  it.each([
    ['a share on a link that is not a parent', { share: '1/2' }],
    ['a share above one', { kind: 'parent', share: '3/2' }],
    ['no evidence', { evidence: [] }],
    ['an end before its beginning', { validFrom: '2026-02-01', validTo: '2026-01-01' }],
    ['a decision without a person', { state: 'confirmed' }],
    ['one entity at both ends', { to: 'a' }],
    ['confidence above one', { confidence: 1.5 }],
  ])('with %s is refused', (_, change) => {
    expect(linkSchema.safeParse({ ...linkOf('a', 'b', 'proposed', 'weak'), ...change }).success).toBe(false);
  });

  it('applies on its first and last day and not outside', () => {
    const link = { validFrom: '2026-01-10', validTo: '2026-03-31' };
    const valid = ['2026-01-09', '2026-01-10', '2026-03-31T23:59:59Z', '2026-04-01'].map((day) => isValidAt(link, day));
    expect(valid).toEqual([false, true, true, false]);
    expect(isValidAt(link, null)).toBe(false);
    expect(isValidAt({ validFrom: '2026-01-10', validTo: null }, null)).toBe(true);
  });

  it('to a parent merges only above one half: at exactly one half nobody controls', () => {
    expect(['1/2', '0.5', '0.51', '1', null].map((share) => isOwnership({ kind: 'parent', share }))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('the policies', () => {
  const links = [linkOf('a', 'b', 'confirmed', 'strong'), linkOf('b', 'c', 'deferred', 'strong'), linkOf('d', 'e', 'proposed', 'weak')];

  it('none, confirmed and all plausible merge nothing, what a person confirmed, and open strong links as well', () => {
    expect(ENTITY_POLICIES.map((policy) => members(links, policy))).toEqual([[], ['ab'], ['abc']]);
  });

  it('merge by ownership, never by dependency', () => {
    const cloud = linkOf('a', 'h', 'confirmed', 'proof', { kind: 'hosted-by' });
    for (const policy of ENTITY_POLICIES) expect(members([cloud], policy)).toEqual([]);
  });

  it('apply a link at its time', () => {
    const link = linkOf('a', 'b', 'confirmed', 'proof', { validFrom: '2026-01-01', validTo: '2026-06-30' });
    expect(['2025-12-31', '2026-03-01', '2026-07-01'].map((asOf) => members([link], 'confirmed', asOf))).toEqual([[], ['ab'], []]);
  });

  it('join accounts through an owner who is no account', () => {
    const owned = ['a', 'b'].map((name) => linkOf(name, 'Holding', 'confirmed', 'proof', { kind: 'operates-for' }));
    expect(groupEntities(NAMES, owned, 'confirmed', null).groups[0]).toMatchObject({ id: 'a', members: ['a', 'b'], owners: ['Holding'] });
  });
});

describe('the guards', () => {
  it('flag a group that only weak links hold, and a chain that nobody confirmed as a whole', () => {
    const ab = linkOf('a', 'b', 'confirmed', 'weak');
    const bc = linkOf('b', 'c', 'confirmed', 'weak');
    const flags = (links: Link[]) => groupEntities(NAMES, links, 'confirmed', null).groups[0]?.flags;
    expect(flags([ab])).toEqual(['held-by-weak-links']);
    expect(flags([ab, bc])).toEqual(['held-by-weak-links', 'weak-chain']);
    expect(flags([ab, linkOf('b', 'c', 'confirmed', 'weak', { members: ['a', 'b', 'c'] })])).toEqual(['held-by-weak-links']);
    expect(flags([ab, linkOf('a', 'b', 'confirmed', 'proof', { kind: 'white-label' })])).toEqual([]);
  });

  it('refuse to close a chain through weak links unless the whole list is confirmed', () => {
    const links = [linkOf('a', 'b', 'confirmed', 'weak'), linkOf('b', 'c', 'proposed', 'weak')];
    const [, bc] = links as [Link, Link];
    expect(codeOf(() => decideGuarded(NAMES, links, confirm([bc]), null))).toBe('weak-group-unconfirmed');
    expect(guardsOf(NAMES, links, confirm([bc], ['b', 'c']), null)).toEqual([
      { kind: 'ask', reason: 'weak-group', group: 'a', members: ['a', 'b', 'c'] },
    ]);
    const { links: after } = decideGuarded(NAMES, links, confirm([bc], ['a', 'b', 'c']), null);
    expect(members(after, 'confirmed')).toEqual(['abc']);
  });

  it('refuse a merge that would join a rejected pair, and show the path', () => {
    const links = [linkOf('a', 'b', 'confirmed', 'strong'), linkOf('b', 'c', 'proposed', 'strong'), linkOf('a', 'c', 'rejected', 'weak')];
    const [ab, bc, ac] = links as [Link, Link, Link];
    const [guard] = guardsOf(NAMES, links, confirm([bc]), null);
    expect(guard).toMatchObject({ reason: 'joins-rejected-pair', refusal: { rejected: ac.id, between: ['a', 'c'], path: [ab.id, bc.id] } });
    expect(codeOf(() => decideGuarded(NAMES, links, confirm([bc]), null))).toBe('merge-refused');
    // Open links are not asked: under "all plausible" the one that would join the pair is left out and listed.
    const grouping = groupEntities(NAMES, links, 'all-plausible', null);
    expect(grouping.groups[0]?.members).toEqual(['a', 'b']);
    expect(grouping.refused).toEqual([{ link: bc.id, rejected: ac.id, between: ['a', 'c'], path: [ab.id, bc.id] }]);
  });

  it('refuse to reject a pair that confirmed links hold together', () => {
    const links = [linkOf('a', 'b', 'confirmed', 'strong'), linkOf('b', 'c', 'confirmed', 'strong'), linkOf('a', 'c', 'proposed', 'weak')];
    const reject: Decision = { action: 'reject', links: [links[2]?.id ?? ''], by: 'Ada', at: '2026-11-20', why: 'two firms' };
    expect(codeOf(() => decideGuarded(NAMES, links, reject, null))).toBe('merge-refused');
  });

  it('ask again above a number of accounts or a share of the weight', () => {
    const links = [linkOf('a', 'b', 'proposed', 'proof')];
    const units = [30n, 10n, 60n, 0n, 0n, 0n, 0n, 0n];
    const asked = (members: number, num: bigint) =>
      guardsOf(NAMES, links, confirm(links), null, units, { members, share: { num, den: 10n } }).map(({ reason }) => reason);
    expect(asked(2, 4n)).toEqual([]);
    expect(asked(1, 4n)).toEqual(['many-members']);
    expect(asked(2, 3n)).toEqual(['large-share']);
    const limits = { members: 1, share: { num: 1n, den: 1n } };
    expect(codeOf(() => decideGuarded(NAMES, links, confirm(links), null, [], units, limits))).toBe('group-limit');
    expect(codeOf(() => decideGuarded(NAMES, links, confirm(links), null, ['many-members'], units, limits))).toBe('none');
  });
});

describe('laws of groups', () => {
  const policy = fc.constantFrom(...ENTITY_POLICIES);

  it('groups do not depend on the order of links', () => {
    fc.assert(
      fc.property(
        linksArbitrary.chain((links) => fc.tuple(fc.constant(links), fc.shuffledSubarray(links, { minLength: links.length }))),
        policy,
        ([links, shuffled], each) => {
          expect(groupEntities(NAMES, shuffled, each, null)).toEqual(groupEntities(NAMES, links, each, null));
        },
      ),
    );
  });

  it('unconfirmed weak links never merge, alone or in a chain', () => {
    fc.assert(
      fc.property(linksArbitrary, policy, (links, each) => {
        const without = links.filter(({ strength, state }) => strength !== 'weak' || state === 'confirmed' || state === 'rejected');
        const grouping = groupEntities(NAMES, links, each, null);
        expect(grouping.groups).toEqual(groupEntities(NAMES, without, each, null).groups);
      }),
    );
  });

  it('confirming one weak link after another never closes a chain unasked', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(NAMES, { minLength: 3 }), (order) => {
        let links: readonly Link[] = order.slice(1).map((name, index) => linkOf(order[index] as string, name, 'proposed', 'weak'));
        for (const { id } of links) {
          const decision: Decision = { ...confirm([]), links: [id] } as Decision;
          if (guardsOf(NAMES, links, decision, null).length === 0) links = decide(links, decision).links;
        }
        expect(members(links, 'confirmed').every((group) => group.length <= 2)).toBe(true);
      }),
    );
  });

  it('a rejected pair is never one, and confirmed groups lie inside plausible ones', () => {
    fc.assert(
      fc.property(linksArbitrary, (links) => {
        const [, confirmed, plausible] = ENTITY_POLICIES.map((each) => groupEntities(NAMES, links, each, null));
        for (const grouping of [confirmed, plausible])
          for (const { from, to } of links.filter(({ state }) => state === 'rejected'))
            expect(grouping?.groups.some((group) => group.members.includes(from) && group.members.includes(to))).toBe(false);
        for (const group of confirmed?.groups ?? [])
          expect(plausible?.groups.some((larger) => group.members.every((member) => larger.members.includes(member)))).toBe(true);
      }),
    );
  });

  it('every applied or refused link is told, and a path leads from one rejected end to the other', () => {
    fc.assert(
      fc.property(linksArbitrary, (links) => {
        const byId = new Map(links.map((link) => [link.id, link]));
        for (const { between, path, link } of groupEntities(NAMES, links, 'all-plausible', null).refused) {
          let at = between[0];
          for (const id of path) {
            const step = byId.get(id) as Link;
            expect([step.from, step.to]).toContain(at);
            at = step.from === at ? step.to : step.from;
          }
          expect(at).toBe(between[1]);
          expect(path).toContain(link);
        }
      }),
    );
  });
});

describe('a decision', () => {
  const action = fc.constantFrom('confirm' as const, 'reject' as const, 'defer' as const, 'remove' as const);

  it('is taken back by its inverse, in any depth, and the inverse by its own inverse', () => {
    fc.assert(
      fc.property(linksArbitrary, fc.array(fc.tuple(action, fc.nat()), { maxLength: 6 }), (links, steps) => {
        const byId = (list: readonly Link[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
        let current: readonly Link[] = links;
        const undo: { decision: Decision; before: readonly Link[]; after: readonly Link[] }[] = [];
        for (const [what, pick] of steps) {
          if (current.length === 0) break;
          const ids = [current[pick % current.length]?.id ?? ''];
          const decision = (what === 'remove' ? { action: what, links: ids } : { ...confirm([]), action: what, links: ids }) as Decision;
          const { links: after, inverse } = decide(current, decision);
          undo.push({ decision: inverse, before: current, after });
          current = after;
        }
        for (const { decision, before, after } of undo.reverse()) {
          const { links: restored, inverse } = decide(current, decision);
          expect(byId(restored)).toEqual(byId(before));
          expect(byId(decide(restored, inverse).links)).toEqual(byId(after));
          current = restored;
        }
      }),
    );
  });

  it('about an unknown link, or adding one that is there, is refused', () => {
    const link = linkOf('a', 'b', 'proposed', 'weak');
    expect(codeOf(() => decide([], confirm([link])))).toBe('link-unknown');
    expect(codeOf(() => decide([link], { action: 'add', links: [link] }))).toBe('link-exists');
  });

  it('records who, when and why', () => {
    const link = linkOf('a', 'b', 'proposed', 'strong');
    expect(decide([link], confirm([link])).links[0]).toMatchObject({ state: 'confirmed', decided: { by: 'Ada', why: 'same filing' } });
  });
});
