import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupEntities } from '../../shared/entities/groups.ts';
import type { Trait } from '../../shared/entities/keys.ts';
import { linkSchema } from '../../shared/entities/link.ts';
import type { Account, Proposal } from '../../shared/entities/propose.ts';
import { linkOfProposal, newProposals, propose } from '../../shared/entities/propose.ts';
import { linkOf } from './support.ts';

const account = (id: string, name: string | null, ...traits: Trait[]): Account => ({ id, name, traits });
const named = (...names: string[]): Account[] => names.map((name, index) => account(`id-${index}`, name));
const told = ({ from, to, collisions }: Proposal): string =>
  `${from} ${to}: ${collisions.map(({ type, nameKey, accounts }) => `${nameKey ?? type} (${accounts})`).join(', ')}`;

describe('a suggestion', () => {
  it('names every key that collided, how many accounts have it, and where it was seen', () => {
    const paid = (source: string): Trait => ({ type: 'payout-address', value: 'addr-1', source, dateSeen: '2026-11-01' });
    const { proposals } = propose([
      account('a', 'Kvasir Compute, Inc.', paid('row 2'), { type: 'website', value: 'https://kvasir.example' }),
      account('b', 'Glade GPU', paid('row 9'), { type: 'website', value: 'kvasir.example/contact' }),
    ]);
    expect(proposals.map(told)).toEqual(['a b: payout-address (2), domain (2)']);
    expect(proposals[0]?.strength).toBe('strong');
    expect(proposals[0]?.evidence).toEqual([
      { type: 'payout-address', value: 'addr-1', source: 'row 2', dateSeen: '2026-11-01' },
      { type: 'domain', value: 'kvasir.example', source: null, dateSeen: null },
    ]);
  });

  it('by name alone is weak, however alike the names are', () => {
    for (const { strength } of propose(named('Kvasir Compute', 'Kvasir Compute, Inc.', 'Kvasir-Compute')).proposals)
      expect(strength).toBe('weak');
  });

  it.each([
    ['Kvasir Compute, Inc.', 'KVASIR   COMPUTE', 'without legal form'],
    ['1dad | Solfège', '1dad | Solfege', 'fingerprint'],
    ['Blue Ant', 'BlueAnt', 'bigrams'],
    ['Krzysztof', 'Kryzysztof', 'letters'],
    ['Coinbase', 'Coinbse', 'phonetic'],
    ['Coinbase', 'Coinbase 02', 'numbered'],
    ['Kvasir Compute, Inc.', 'Kvasir Computing GmbH', 'rare word'],
  ])('joins %s and %s by %s', (a, b, key) => {
    const { proposals } = propose(named(a, b, 'Sundrift Cloud', 'Hollow Pine Systems', 'Tarn & Fell Labs'));
    expect(proposals).toHaveLength(1);
    expect(proposals[0]?.collisions.map(({ nameKey }) => nameKey)).toContain(key);
  });

  it('is not made for names that share only common words, a legal form or nothing', () => {
    const others = Array.from({ length: 60 }, (_, index) => `GPU Cloud ${String.fromCharCode(97 + (index % 26)).repeat(3 + (index % 4))}x`);
    const { proposals } = propose(named('UAB Cherry Servers', 'UAB Baltic Racks', 'GPU Cloud Fjord', 'GPU Cloud Orbit', ...others));
    expect(
      proposals.filter(({ from, to }) => ['id-0', 'id-1', 'id-2', 'id-3'].includes(from) && ['id-0', 'id-1', 'id-2', 'id-3'].includes(to)),
    ).toEqual([]);
  });

  it('is not made for accounts whose names mean unknown', () => {
    expect(
      propose([account('a', 'Unknown'), account('b', 'unknown'), account('c', null), account('d', ''), account('e', '-')]).proposals,
    ).toEqual([]);
  });

  it('links all accounts of one payout address to the heaviest of them: n - 1 suggestions', () => {
    const paid: Trait = { type: 'payout-address', value: 'addr' };
    const accounts = Array.from({ length: 40 }, (_, index) => ({ ...account(`a${index}`, null, paid), weight: index === 7 ? 9n : 1n }));
    const { proposals } = propose(accounts);
    expect(proposals).toHaveLength(39);
    expect(proposals.every(({ from, to }) => from === 'a7' || to === 'a7')).toBe(true);
    expect(proposals.every(({ collisions }) => collisions[0]?.accounts === 40)).toBe(true);
  });

  it('is not made from a weak key that too many accounts share; the key is listed instead', () => {
    const accounts = Array.from({ length: 51 }, (_, index) =>
      account(`a${index}`, null, { type: 'host', value: `n${index}.bighost.example` }),
    );
    const { proposals, common } = propose(accounts);
    expect(proposals).toEqual([]);
    expect(common).toEqual([{ type: 'host-suffix', nameKey: null, key: 'bighost.example', accounts: 51 }]);
  });

  it('becomes an open link that merges nothing as long as it is weak', () => {
    const accounts = named('Kvasir Compute', 'Kvasir Compute, Inc.');
    const links = propose(accounts).proposals.map(linkOfProposal);
    expect(links.map((link) => linkSchema.parse(link).state)).toEqual(['proposed']);
    for (const policy of ['none', 'confirmed', 'all-plausible'] as const)
      expect(groupEntities(['id-0', 'id-1'], links, policy, null).groups).toHaveLength(2);
  });

  it('comes back for a decided pair only with new evidence', () => {
    const paid: Trait = { type: 'payout-address', value: 'addr' };
    const { proposals } = propose([account('a', null, paid), account('b', null, paid)]);
    const known = linkOf('a', 'b', 'rejected', 'strong', { evidence: proposals[0]?.evidence.slice() ?? [] });
    expect(newProposals(proposals, [known])).toEqual([]);
    expect(newProposals(proposals, [linkOf('a', 'b', 'rejected', 'weak')])).toEqual(proposals);
    expect(newProposals(proposals, [])).toEqual(proposals);
  });

  it('does not depend on the order of the accounts', () => {
    const words = fc.constantFrom('kvasir', 'tarn', 'fell', 'gpu', 'cloud', 'Inc', '01', '02', 'pine');
    const accountArbitrary = fc.record({
      name: fc.array(words, { maxLength: 4 }).map((list) => list.join(' ')),
      traits: fc.array(fc.record({ type: fc.constantFrom('wallet' as const, 'contact' as const), value: fc.constantFrom('x', 'y', 'z') }), {
        maxLength: 2,
      }),
      weight: fc.bigInt({ min: 0n, max: 3n }),
    });
    fc.assert(
      fc.property(
        fc.array(accountArbitrary, { maxLength: 14 }).chain((list) => {
          const accounts = list.map((each, index) => ({ ...each, id: `a${index}` }));
          return fc.tuple(fc.constant(accounts), fc.shuffledSubarray(accounts, { minLength: accounts.length }));
        }),
        ([accounts, shuffled]) => {
          expect(propose(shuffled)).toEqual(propose(accounts));
        },
      ),
      { numRuns: 200 },
    );
  });
});
