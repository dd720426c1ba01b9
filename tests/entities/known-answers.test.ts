import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { linksOfGroups } from '../../shared/entities/alias-pack.ts';
import { decide } from '../../shared/entities/decision.ts';
import { groupEntities } from '../../shared/entities/groups.ts';
import { decideGuarded, guardsOf } from '../../shared/entities/guard.ts';
import { headlineOf, impactOfDecision } from '../../shared/entities/impact.ts';
import type { Trait } from '../../shared/entities/keys.ts';
import type { Link } from '../../shared/entities/link.ts';
import type { Account } from '../../shared/entities/propose.ts';
import { linkOfProposal, propose } from '../../shared/entities/propose.ts';
import { toNumber } from '../../shared/metrics/exact.ts';
import { toPoints } from '../../shared/metrics/hhi.ts';
import { generateSample, SAMPLE_AS_OF, SAMPLE_NETWORKS, type SampleOptions, sampleAnswerKey } from '../../shared/sample/index.ts';
import { DATA, hasData, readCsv } from './support.ts';

const points = (hhi: Parameters<typeof toPoints>[0] | null): number => (hhi ? toNumber(toPoints(hhi)) : Number.NaN);

/** One account for each value of a column, with the facts of all its records. */
function accountsBy(
  rows: readonly Record<string, string>[],
  idColumn: string,
  nameColumn: string,
  traitsOf: (row: Record<string, string>) => Trait[],
  weightOf: (row: Record<string, string>) => bigint,
): Account[] {
  const byId = new Map<string, { name: string | null; traits: Map<string, Trait>; weight: bigint }>();
  for (const row of rows) {
    const id = row[idColumn] ?? '';
    const account = byId.get(id) ?? { name: row[nameColumn] || null, traits: new Map(), weight: 0n };
    byId.set(id, account);
    for (const trait of traitsOf(row)) account.traits.set(`${trait.type} ${trait.value}`, trait);
    account.weight += weightOf(row);
  }
  return [...byId].map(([id, { name, traits, weight }]) => ({ id, name, traits: [...traits.values()], weight }));
}

const weightsOf = (accounts: readonly Account[]): bigint[] => accounts.map(({ weight = 0n }) => weight);
const confirm = (links: readonly Link[], members: readonly string[]) => ({
  action: 'confirm' as const,
  links: links.map(({ id }) => id),
  by: 'Ada',
  at: '2026-11-20',
  why: 'list of the network',
  members,
});

describe.each(SAMPLE_NETWORKS.flatMap((network) => [60, 240].map((providers) => ({ network, providers, seed: 7 }))))(
  'the answer key of the sample $network with $providers accounts',
  (options: SampleOptions) => {
    const key = sampleAnswerKey(options);
    const rows = Papa.parse<Record<string, string>>([...generateSample(options)].join(''), { header: true, skipEmptyLines: true }).data;
    const records = rows.filter(({ node_id }) => node_id !== '');
    const traits = (row: Record<string, string>): Trait[] => [
      { type: 'payout-address', value: row.payout_address ?? '' },
      { type: 'website', value: row.contact_domain ?? '' },
      { type: 'network', value: row.asn ?? '' },
    ];
    const accounts = accountsBy(records, 'provider', 'operator', traits, (row) => BigInt(row.gpu_count ?? '0'));
    const entities = accounts.map(({ id }) => id);
    const { proposals } = propose(accounts);
    const links = proposals.map(linkOfProposal);
    const plausible = groupEntities(entities, links, 'all-plausible', SAMPLE_AS_OF);

    it('split identities are proposed by their payout address, strong, and are one under "all plausible"', () => {
      for (const { accounts: members, payoutAddress } of key.splitIdentities) {
        const found = proposals.filter(({ collisions }) =>
          collisions.some((each) => each.type === 'payout-address' && each.key === payoutAddress),
        );
        expect(new Set(found.flatMap(({ from, to }) => [from, to]))).toEqual(new Set(members));
        for (const { strength } of found) expect(strength).toBe('strong');
        expect(plausible.groups.find((group) => group.members.includes(members[0] ?? ''))?.members).toEqual([...members].sort());
      }
    });

    it('nobody else is merged: every other account stays alone, and the groups are the true operators', () => {
      expect(plausible.groups.filter((group) => group.members.length > 1)).toHaveLength(key.splitIdentities.length);
      expect(plausible.refused).toEqual([]);
    });

    it('the firm that resembles the largest operator is not merged with it; it is suggested by name at most, as weak', () => {
      const largest = new Set(key.splitIdentities[0]?.accounts ?? []);
      const group = plausible.groups.find(({ members }) => members.includes(key.lookAlike.account));
      expect(group?.members).toEqual([key.lookAlike.account]);
      const suggested = proposals.filter(
        ({ from, to }) => [from, to].includes(key.lookAlike.account) && (largest.has(from) || largest.has(to)),
      );
      for (const { strength, collisions } of suggested) {
        expect(strength).toBe('weak');
        expect(collisions.every(({ type }) => type === 'name')).toBe(true);
      }
    });

    it('operators on one large network are not suggested for that: an AS number alone is a dependency', () => {
      expect(proposals.flatMap(({ collisions }) => collisions).filter(({ type }) => type === 'address-range')).toEqual([]);
    });

    it('merging shows the concentration that the accounts hide', () => {
      const units = weightsOf(accounts);
      const none = headlineOf(groupEntities(entities, links, 'none', SAMPLE_AS_OF), units);
      expect(points(headlineOf(plausible, units).hhi)).toBeGreaterThan(points(none.hhi));
    });
  },
);

describe.skipIf(!hasData)('the node providers of DFINITY, 2025-10-31', () => {
  const load = () => {
    const rows = readCsv('nodes-dfinity/current_nodes_2025-10-31.csv');
    const accounts = accountsBy(
      rows,
      'node_provider_name',
      'node_provider_name',
      () => [],
      () => 1n,
    );
    const groups = JSON.parse(readFileSync(`${DATA}/nodes-dfinity/provider_alias_groups.json`, 'utf8')) as Record<string, string[]>;
    const evidence = {
      type: 'alias-list' as const,
      value: 'provider_alias_groups.json',
      source: 'dfinity/decentralization',
      dateSeen: '2025-08-25',
    };
    return { accounts, groups, links: linksOfGroups(groups, evidence), entities: accounts.map(({ id }) => id), asOf: '2025-10-31' };
  };

  // Expected values: README of the shared data, D1a and D1b.
  it('69 providers become 64 with the alias groups, each confirmed as a group, and HHI goes from 220.2350 to 229.8347', () => {
    const { accounts, groups, links, entities, asOf } = load();
    let current: readonly Link[] = links;
    for (const [group, members] of Object.entries(groups)) {
      const some = links.filter(({ to }) => to === group);
      expect(guardsOf(entities, current, confirm(some, [members[0] ?? '']), asOf).map(({ reason }) => reason)).toEqual(['weak-group']);
      current = decideGuarded(entities, current, confirm(some, members), asOf).links;
    }
    const [before, after] = (['none', 'confirmed'] as const).map((policy) =>
      headlineOf(groupEntities(entities, current, policy, asOf), weightsOf(accounts)),
    );
    expect([before?.entities, after?.entities]).toEqual([69, 64]);
    expect(points(before?.hhi ?? null)).toBeCloseTo(220.235, 4);
    expect(points(after?.hhi ?? null)).toBeCloseTo(229.8347, 4);
    expect([before?.nakamoto, after?.nakamoto]).toEqual([
      { '1/3': 11, '1/2': 18, '2/3': 26 },
      { '1/3': 11, '1/2': 17, '2/3': 25 },
    ]);
  });

  // Expected values: vectors dfinity-merge_impact-01 and -02.
  it.each([
    ['NP Group: 1', 4.21241861124869, 66],
    ['NP Group: 2', 5.38731087697111, 67],
  ])('%s alone adds %d points and leaves %i providers', (group, delta, count) => {
    const { accounts, groups, links, entities, asOf } = load();
    const input = { entities, units: weightsOf(accounts), links, asOf };
    const impact = impactOfDecision(
      input,
      confirm(
        links.filter(({ to }) => to === group),
        groups[group] ?? [],
      ),
    );
    expect(points(impact.deltaHhi)).toBeCloseTo(delta, 9);
    expect([impact.before.entities, impact.after.entities]).toEqual([69, count]);
    expect(impact.after.nakamoto).toEqual({ '1/3': 11, '1/2': 17, '2/3': 26 });
  });

  it('open links of the list merge nobody under any policy: a list by others is weak until a person confirms it', () => {
    const { links, entities, asOf } = load();
    for (const policy of ['none', 'confirmed', 'all-plausible'] as const)
      expect(groupEntities(entities, links, policy, asOf).groups).toHaveLength(69);
  });
});

describe.skipIf(!hasData)('the validators of Solana', () => {
  const load = (day: string) =>
    accountsBy(
      readCsv(`validators-solana/solana_validators_${day}.csv`),
      'VotePubkey',
      'Name',
      (row) => [
        { type: 'website', value: row.Website ?? '' },
        { type: 'contact', value: row.KeybaseUsername ?? '' },
      ],
      (row) => BigInt(row.ActivatedStake ?? '0'),
    );

  // Names: README of the shared data, "Messy traits".
  it('Coinbase and Coinbase 02 to 06 are suggested by their web site, 2026-08-01', () => {
    const accounts = load('2026-08-01');
    const nameOf = new Map(accounts.map(({ id, name }) => [id, name]));
    const found = propose(accounts).proposals.filter(({ collisions }) =>
      collisions.some(({ type, key }) => type === 'domain' && key === 'coinbase.com'),
    );
    const names = new Set(found.flatMap(({ from, to }) => [nameOf.get(from), nameOf.get(to)]));
    expect([...names].sort()).toEqual(['Coinbase', 'Coinbase 02', 'Coinbase 03', 'Coinbase 04', 'Coinbase 05', 'Coinbase 06']);
    expect(found).toHaveLength(5);
    for (const { strength } of found) expect(strength).toBe('weak');
    // As a group they are confirmed with the whole list; alone, the second link asks for it.
    const links = found.map(linkOfProposal);
    const entities = accounts.map(({ id }) => id);
    const members = [...new Set(found.flatMap(({ from, to }) => [from, to]))];
    const one = decide(links, confirm(links.slice(0, 1), [])).links;
    expect(guardsOf(entities, one, confirm(links.slice(1, 2), []), '2026-08-01').map(({ reason }) => reason)).toEqual(['weak-group']);
    expect(guardsOf(entities, links, confirm(links, members), '2026-08-01')).toEqual([]);
  });

  it('"1dad | Solfège" and "1dad | Solfege" of two dates have one fingerprint', () => {
    const find = (day: string) => load(day).filter(({ name }) => name?.startsWith('1dad'));
    const both = [...find('2026-03-01'), ...find('2026-08-01')].map((account, index) => ({
      ...account,
      id: `${index} ${account.id}`,
      traits: [],
    }));
    expect(both.map(({ name }) => name)).toEqual(['1dad | Solfège', '1dad | Solfege']);
    const { proposals } = propose(both);
    expect(proposals).toHaveLength(1);
    expect(proposals[0]?.collisions[0]).toMatchObject({ type: 'name', nameKey: 'fingerprint' });
  });

  it('a Keybase name "unknown" is no evidence, 2025-10-01', () => {
    const { proposals } = propose(load('2025-10-01'));
    expect(proposals.flatMap(({ collisions }) => collisions).filter(({ type, key }) => type === 'contact' && key === 'unknown')).toEqual(
      [],
    );
  });
});
