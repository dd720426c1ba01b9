import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportAliasPack, importAliasPack, linksOfGroups, parseAliasPack } from '../../shared/entities/alias-pack.ts';
import { decide } from '../../shared/entities/decision.ts';
import { groupEntities } from '../../shared/entities/groups.ts';
import type { Link } from '../../shared/entities/link.ts';
import { linkOf, linksArbitrary, NAMES } from './support.ts';

const ABOUT = { title: 'Operators', author: 'Ada', made: '2026-11-20', licence: 'CC0-1.0' };
const pack = (...links: Link[]) => parseAliasPack(exportAliasPack(links, ABOUT));

describe('an alias pack', () => {
  it('holds what people decided, in the same bytes for any order of links', () => {
    fc.assert(
      fc.property(linksArbitrary, (links) => {
        const text = exportAliasPack(links, ABOUT);
        expect(exportAliasPack([...links].reverse(), ABOUT)).toBe(text);
        const decided = links.filter(({ state }) => state === 'confirmed' || state === 'rejected');
        expect(parseAliasPack(text).links).toEqual(decided.sort((a, b) => (a.id < b.id ? -1 : 1)));
      }),
    );
  });

  it.each([
    ['no JSON', '{'],
    ['another format', JSON.stringify({ format: 'other' })],
    ['an unknown field', JSON.stringify({ ...JSON.parse(exportAliasPack([], ABOUT)), more: 1 })],
    ['a link without evidence', exportAliasPack([{ ...linkOf('a', 'b', 'confirmed', 'weak'), evidence: [] }], ABOUT)],
    ['two links with one id', exportAliasPack([linkOf('a', 'b', 'confirmed', 'weak'), linkOf('a', 'b', 'rejected', 'weak')], ABOUT)],
  ])('with %s is refused with the reason', (_, text) => {
    expect(() => parseAliasPack(text)).toThrowError(
      expect.objectContaining({ value: expect.objectContaining({ code: 'alias-pack-invalid' }) }),
    );
  });

  it('brings decisions into an empty case, and names accounts that are not there', () => {
    const link = linkOf('a', 'stranger', 'confirmed', 'proof');
    const result = importAliasPack(pack(link, linkOf('b', 'c', 'confirmed', 'strong')), [], NAMES, null);
    expect(result.conflicts).toEqual([]);
    expect(result.added).toHaveLength(2);
    expect(result.absent).toEqual(['stranger']);
    expect(groupEntities(NAMES, result.links, 'confirmed', null).groups.find(({ id }) => id === 'b')?.members).toEqual(['b', 'c']);
  });

  it('settles links that are open here and leaves equal ones alone', () => {
    const here = [linkOf('a', 'b', 'proposed', 'strong'), linkOf('c', 'd', 'confirmed', 'strong')];
    const result = importAliasPack(
      pack(linkOf('a', 'b', 'confirmed', 'strong'), linkOf('c', 'd', 'confirmed', 'strong')),
      here,
      NAMES,
      null,
    );
    expect([result.settled, result.unchanged]).toEqual([[here[0]?.id], [here[1]?.id]]);
    expect(result.links[0]?.state).toBe('confirmed');
  });

  it('lists a decision that was taken otherwise here, and keeps the one of the case', () => {
    const here = linkOf('a', 'b', 'rejected', 'strong');
    const result = importAliasPack(pack(linkOf('a', 'b', 'confirmed', 'strong')), [here], NAMES, null);
    expect(result.conflicts).toMatchObject([{ kind: 'decided-otherwise', link: here.id }]);
    expect(result.links).toEqual([here]);
  });

  it('lists another share or another time of the same link', () => {
    const here = linkOf('a', 'b', 'confirmed', 'proof', { kind: 'parent', share: '60%'.replace('60%', '3/5') });
    const result = importAliasPack(pack(linkOf('a', 'b', 'confirmed', 'proof', { kind: 'parent', share: '4/5' })), [here], NAMES, null);
    expect(result.conflicts.map(({ kind }) => kind)).toEqual(['says-something-else']);
  });

  it('lists a merge that would join a pair rejected here, with the path', () => {
    const here = [linkOf('a', 'b', 'confirmed', 'strong'), linkOf('a', 'c', 'rejected', 'strong')];
    const [ab, ac] = here as [Link, Link];
    const bc = linkOf('b', 'c', 'confirmed', 'strong');
    const result = importAliasPack(pack(bc), here, NAMES, null);
    expect(result.conflicts).toEqual([
      { kind: 'joins-rejected-pair', link: bc.id, refusal: { link: ab.id, rejected: ac.id, between: ['a', 'c'], path: [ab.id, bc.id] } },
    ]);
    expect(result.links).toEqual(here);
  });

  it('lists a chain through weak links, unless the pack confirmed it as a group', () => {
    const here = [linkOf('a', 'b', 'confirmed', 'weak')];
    const alone = importAliasPack(pack(linkOf('b', 'c', 'confirmed', 'weak')), here, NAMES, null);
    expect(alone.conflicts).toMatchObject([{ kind: 'weak-group', members: ['a', 'b', 'c'] }]);
    const group = importAliasPack(pack(linkOf('b', 'c', 'confirmed', 'weak', { members: ['a', 'b', 'c'] })), here, NAMES, null);
    expect(group.conflicts).toEqual([]);
  });

  it('imported twice changes nothing the second time, and its decisions lead to its links', () => {
    fc.assert(
      fc.property(linksArbitrary, linksArbitrary, (theirs, ours) => {
        const first = importAliasPack(pack(...theirs), ours, NAMES, null);
        const second = importAliasPack(pack(...theirs), first.links, NAMES, null);
        expect(second.links).toEqual(first.links);
        expect([second.added, second.settled]).toEqual([[], []]);
        expect(first.decisions.reduce((links, decision) => decide(links, decision).links, ours as readonly Link[])).toEqual(first.links);
      }),
    );
  });
});

describe('a plain list of groups', () => {
  it('becomes open links of each account to its group, as weak as a list by others is', () => {
    const links = linksOfGroups(
      { 'Group 1': ['a', 'b'], c: ['c'] },
      { type: 'alias-list', value: 'groups.json', source: null, dateSeen: '2025-08-25' },
    );
    expect(links.map(({ from, to, state, strength }) => [from, to, state, strength])).toEqual([
      ['a', 'Group 1', 'proposed', 'weak'],
      ['b', 'Group 1', 'proposed', 'weak'],
    ]);
  });
});
