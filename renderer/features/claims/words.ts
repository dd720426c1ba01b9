import type { ClaimResult, ClaimState } from '../../../shared/case/claims.ts';

/** States of a claim as words and tones; the word says it, the tone repeats it. */
export const STATES: Readonly<Record<ClaimState, { label: string; tone?: 'warning' | 'proven' | 'worst' | 'accent' }>> = {
  computed: { label: 'computed', tone: 'accent' },
  bounded: { label: 'computed with bounds', tone: 'warning' },
  'not-disclosed': { label: 'not disclosed' },
  'not-mapped': { label: 'not mapped', tone: 'warning' },
  'not-applicable': { label: 'not applicable' },
};

/** Chart of a view that a claim is read from: prices and uptimes are no shares. */
export const chartOf = (reading: ClaimResult['reading']): string | null =>
  reading?.spread === 'price' ? 'prices' : reading?.spread === 'uptime' ? 'uptime' : null;

/** What a factor of a dependency is. */
export const FACTOR_WORDS: Readonly<Record<string, string>> = {
  site: 'site',
  host_org: 'hosting company',
  asn: 'network (ASN)',
  cloud: 'cloud',
  country: 'country',
  gpu_vendor: 'GPU vendor',
  partner: 'partner',
  'payout-address': 'payout address',
  wallet: 'wallet',
};
