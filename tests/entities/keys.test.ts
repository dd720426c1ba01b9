import { describe, expect, it } from 'vitest';
import type { AccountTrait } from '../../shared/entities/keys.ts';
import { keysOfTrait } from '../../shared/entities/keys.ts';

const keys = (type: AccountTrait, value: string) => keysOfTrait({ type, value }).map(({ evidence, key }) => `${evidence}: ${key}`);

describe('the keys of a fact about an account', () => {
  it.each<[AccountTrait, string, string[]]>([
    ['website', 'https://www.Coinbase.com/staking?x=1', ['domain: coinbase.com']],
    ['website', 'coinbase.com:8080', ['domain: coinbase.com']],
    ['website', 'https://stake.solfi.co.uk', ['domain: solfi.co.uk']],
    ['website', 'https://team.github.io', ['domain: team.github.io']],
    ['website', 'https://x.com/Kvasir', ['domain: x.com/kvasir']],
    ['website', 'https://github.io', []],
    ['website', 'https://x.com', []],
    ['website', 'http://203.0.113.9/', []],
    ['email', 'Ops@Kvasir.example', ['mailbox: ops@kvasir.example', 'email-domain: kvasir.example']],
    ['email', 'somebody@gmail.com', ['mailbox: somebody@gmail.com']],
    ['email', 'no address', []],
    ['wallet', '0xAbC1', ['wallet: 0xabc1']],
    ['payout-address', 'AbC1', ['payout-address: AbC1']],
    ['contact', '@Kvasir', ['contact: kvasir']],
    // A KeybaseUsername "unknown" stands in a real validator list.
    ['contact', 'unknown', []],
    ['wallet', ' - ', []],
    ['host', 'gpu-7.rack.kvasir.example', ['host-suffix: kvasir.example']],
    ['host', 'static.7.6.5.4.clients.your-server.de', []],
    ['network', 'AS64500 203.0.113.7', ['address-range: AS64500 203.0.113.0/24']],
    ['network', '64500 203.0.113.0/25', ['address-range: AS64500 203.0.113.0/24']],
    ['network', 'AS64500 2001:DB8:1::7', ['address-range: AS64500 2001:db8:1::/48']],
    ['network', 'AS64500 10.0.0.0/8', []],
    // Sharing a large network is a dependency, not ownership.
    ['network', 'AS64500', []],
  ])('%s %s', (type, value, expected) => {
    expect(keys(type, value)).toEqual(expected);
  });
});
