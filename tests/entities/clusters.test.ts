import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnInfo, Field } from '../../shared/case/dataset.ts';
import { clusterLinks } from '../../shared/entities/clusters.ts';
import { groupNames } from '../../shared/entities/group-names.ts';
import { groupEntities } from '../../shared/entities/groups.ts';
import { createMergePreview } from '../../shared/entities/merge-preview.ts';
import { isPartyColumn } from '../../shared/entities/parties.ts';
import type { Account } from '../../shared/entities/propose.ts';
import { propose } from '../../shared/entities/propose.ts';
import { linksForColumn } from '../../shared/entities/scope.ts';
import { nameColumns, traitColumns } from '../../shared/entities/trait-columns.ts';
import { linkOf, linksArbitrary, NAMES, unitsArbitrary } from './support.ts';

const account = (id: string, name: string, wallet: string, website = ''): Account => ({
  id,
  name,
  traits: [
    { type: 'payout-address', value: wallet },
    { type: 'website', value: website },
  ],
  weight: 1n,
});

describe('what is decided at once', () => {
  it('a wallet of four accounts is one proposal with three links, not three proposals', () => {
    const accounts = ['north', 'maple', 'quartz', 'ember'].map((name, index) => account(`p${index}`, name, '0xabc'));
    const clusters = clusterLinks(propose(accounts).proposals, []);
    expect(clusters).toHaveLength(1);
    expect(clusters[0]).toMatchObject({ ends: ['p0', 'p1', 'p2', 'p3'], strength: 'strong', deferred: false });
    expect(clusters[0]?.links).toHaveLength(3);
    expect(clusters[0]?.collisions).toEqual([{ type: 'payout-address', nameKey: null, key: '0xabc', accounts: 4 }]);
  });

  it('a pair with stronger evidence than the rest of its block is a proposal of its own', () => {
    const accounts = [
      account('p0', 'north', '0xabc', 'https://example.org'),
      account('p1', 'maple', '0xabc', 'https://example.org'),
      account('p2', 'quartz', '0xdef', 'https://example.org'),
    ];
    const clusters = clusterLinks(propose(accounts).proposals, []);
    expect(clusters.map(({ strength, ends }) => [strength, ends])).toEqual([
      ['strong', ['p0', 'p1']],
      ['weak', ['p0', 'p2']],
    ]);
  });

  it('names that merely resemble each other are decided pair by pair: a chain is never one proposal', () => {
    const accounts = ['acme compute north', 'acme compute nord', 'acme computer nord'].map((name, index) => ({
      id: `p${index}`,
      name,
      traits: [],
    }));
    for (const { links, collisions } of clusterLinks(propose(accounts).proposals, []))
      if (collisions.every(({ nameKey }) => nameKey === 'bigrams' || nameKey === 'rare word')) expect(links).toHaveLength(1);
  });

  it('open links of the case to one owner are one proposal, those left for later another', () => {
    const links = [
      linkOf('a', 'Parent', 'proposed', 'weak', { kind: 'operates-for' }),
      linkOf('b', 'Parent', 'proposed', 'weak', { kind: 'operates-for' }),
      linkOf('c', 'Parent', 'deferred', 'weak', { kind: 'operates-for' }),
      linkOf('d', 'Parent', 'confirmed', 'weak', { kind: 'operates-for' }),
    ];
    expect(clusterLinks([], links).map(({ ends, deferred }) => [ends, deferred])).toEqual([
      [['Parent', 'a', 'b'], false],
      [['Parent', 'c'], true],
    ]);
  });

  it('every link is in exactly one proposal, whatever was decided before', () => {
    fc.assert(
      fc.property(linksArbitrary, (links) => {
        const open = links.filter(({ state }) => state === 'proposed' || state === 'deferred').map(({ id }) => id);
        expect(
          clusterLinks([], links)
            .flatMap((cluster) => cluster.links.map(({ id }) => id))
            .sort(),
        ).toEqual(open.sort());
      }),
    );
  });
});

describe('the effect of joining several', () => {
  it('is that of one entity with the summed weight', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.uniqueArray(fc.nat({ max: NAMES.length - 1 }), { minLength: 2 }), (units, members) => {
        const preview = createMergePreview(units);
        const joined = members.reduce((sum, member) => sum + (units[member] as bigint), 0n);
        const merged = [...units.filter((_, index) => !members.includes(index)), joined];
        expect(preview.afterGroup(members)).toEqual(createMergePreview(merged).before);
        const squares = (list: readonly bigint[]) => list.reduce((sum, each) => sum + each * each, 0n);
        expect(preview.groupRise(members)).toBe(squares(merged) - squares(units));
      }),
    );
  });

  it('agrees with the preview of a pair', () => {
    fc.assert(
      fc.property(unitsArbitrary, fc.nat({ max: 7 }), fc.nat({ max: 7 }), (units, a, b) => {
        const preview = createMergePreview(units);
        expect(preview.afterGroup([a, b])).toEqual(preview.afterPair(a, b));
      }),
    );
  });
});

describe('the name of a group', () => {
  const units = NAMES.map((_, index) => BigInt(index));
  const nameOf = (links: Parameters<typeof groupNames>[1], member: string) => {
    const grouping = groupEntities(NAMES, links, 'confirmed', null);
    return groupNames(grouping, links, units)[grouping.groupOf[NAMES.indexOf(member)] as number];
  };

  it('is its parent', () => {
    expect(nameOf([linkOf('a', 'Parent', 'confirmed', 'proof', { kind: 'parent' })], 'a')).toBe('Parent');
    expect(nameOf([linkOf('h', 'a', 'confirmed', 'proof', { kind: 'operates-for' })], 'h')).toBe('a');
  });

  it('is the last owner where owners own each other', () => {
    const links = [
      linkOf('a', 'Holding', 'confirmed', 'proof', { kind: 'parent' }),
      linkOf('Holding', 'Trust', 'confirmed', 'proof', { kind: 'parent' }),
    ];
    expect(nameOf(links, 'a')).toBe('Trust');
  });

  it('is its largest member where nobody owns another, the first in order among equals', () => {
    expect(nameOf([linkOf('b', 'g', 'confirmed', 'strong')], 'b')).toBe('g');
    const equal = groupEntities(['y', 'x'], [linkOf('x', 'y', 'confirmed', 'strong')], 'confirmed', null);
    expect(groupNames(equal, [linkOf('x', 'y', 'confirmed', 'strong')], [5n, 5n])).toEqual(['x']);
  });

  it('is never that of another group', () => {
    fc.assert(
      fc.property(linksArbitrary, (links) => {
        const names = groupNames(groupEntities(NAMES, links, 'all-plausible', null), links, units);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('which columns speak about accounts', () => {
  const column = (name: string, field: Field | null = null): ColumnInfo => ({
    name,
    header: name,
    field,
    type: 'text',
    filled: 1,
    distinct: 1,
    sum: null,
  });

  it('knows facts by their headers', () => {
    const columns = [
      'payout_address',
      'coldkey',
      'E-Mail',
      'Website',
      'contact_domain',
      'KeybaseUsername',
      'Host URI',
      'country',
      'status',
    ];
    expect(
      traitColumns(
        columns.map((name) => column(name)),
        'provider',
      ).map(({ column: name, trait }) => [name, trait]),
    ).toEqual([
      ['payout_address', 'payout-address'],
      ['coldkey', 'wallet'],
      ['E-Mail', 'email'],
      ['Website', 'website'],
      ['contact_domain', 'website'],
      ['KeybaseUsername', 'contact'],
      ['Host URI', 'host'],
    ]);
  });

  it('takes an AS number only beside an address, and a hosting company never: sharing it is a dependency', () => {
    expect(traitColumns([column('asn', 'asn'), column('host_org', 'host_org')], 'provider')).toEqual([]);
    expect(traitColumns([column('asn', 'asn'), column('public_ip')], 'provider')).toEqual([
      { column: 'asn', trait: 'network', with: 'public_ip' },
    ]);
  });

  it('takes what a person says instead of the headers', () => {
    expect(traitColumns([column('memo'), column('email')], 'provider', { memo: 'wallet' })).toEqual([
      { column: 'memo', trait: 'wallet', with: null },
    ]);
  });

  it('looks for names beside account numbers, not beside names', () => {
    const columns = [column('provider', 'provider'), column('Name'), column('operator', 'operator')];
    expect(nameColumns(columns, columns[0] as ColumnInfo)).toEqual(['operator', 'Name']);
    expect(nameColumns(columns, columns[2] as ColumnInfo)).toEqual([]);
  });

  it('lets links hold for every party column and for the column that they were made for', () => {
    const links = [{ madeFor: 'payout_address', link: linkOf('a', 'b', 'confirmed', 'strong') }];
    const speak = (name: string, field: Field | null) => linksForColumn(links, column(name, field)).length;
    expect([speak('operator', 'operator'), speak('payout_address', null), speak('country', 'country')]).toEqual([1, 1, 0]);
    expect(isPartyColumn(column('validator', 'validator'))).toBe(true);
  });
});
