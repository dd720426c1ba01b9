import type { Preset } from './preset.ts';
import { solanaGeolocation } from './solana-geolocation.ts';

/** The first form of the list by place: the ASN stands before the company in one cell, and there are no names and no stake. */
export const solanaPlaces: Preset = {
  ...solanaGeolocation,
  id: 'solana-places',
  title: 'Solana validators by place, first form',
  about: 'one validator a record, with country and "ASN company" in one cell; no stake',
  verified: { state: 'real-file', note: 'Mapped with the file of 2025-03-04.' },
  required: [['country'], ['hosting'], ['timezone'], ['pubkey'], ['location']],
  usual: ['city', 'region'],
  never: ['hosting_company_id', 'activated_stake'],
  steps: [
    { step: 'part', from: 'Hosting', by: ' ', part: 1, as: 'Hosting, ASN' },
    { step: 'part', from: 'Hosting', by: ' ', part: 2, onwards: true, as: 'Hosting, company' },
  ],
  mapping: {
    node_id: ['pubkey'],
    country: ['country'],
    region: ['region'],
    host_org: ['Hosting, company'],
    asn: ['Hosting, ASN'],
  },
  notes: [
    'The company stands without its ASN, as in later files, so that the same company is the same entity in all of them.',
    'The key is that of the node, not that of the vote account: it does not join to later files.',
  ],
};
