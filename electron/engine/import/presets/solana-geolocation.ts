import type { Preset } from './preset.ts';

/** Validators with their place, in files whose columns differ from date to date. */
export const solanaGeolocation: Preset = {
  id: 'solana-geolocation',
  title: 'Solana validators by place',
  about: 'one validator a record, with country and hosting company; later files with name and stake',
  source: 'iGroza/Solana-Validator-IP-Geolocation',
  verified: { state: 'real-file', note: 'Mapped with the files of 2025-03-04, 2025-10-01, 2026-03-01 and 2026-08-01.' },
  formats: ['csv'],
  required: [['country'], ['hosting'], ['timezone'], ['pubkey', 'vote_pubkey']],
  usual: ['city', 'region', 'loc', 'location'],
  steps: [],
  mapping: {
    validator: ['vote_pubkey', 'pubkey'],
    operator: ['name'],
    node_id: ['node_pubkey'],
    stake: ['activated_stake'],
    country: ['country'],
    region: ['region'],
    host_org: ['hosting'],
    asn: ['hosting_company_id'],
  },
  units: { stake: 'lamports' },
  grain: 'node',
  grainReason: 'A record is one validator.',
  base: 'online',
  notes: [
    'Stake is in lamports (1 SOL = 10^9 lamports), kept as exact integers.',
    'About a third of the stake belongs to validators without a name: by operator it is unknown, and gives bounds.',
    'One company may stand under several ASNs and in several spellings; the country is that of the IP address.',
  ],
};
