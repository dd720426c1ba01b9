import type { Preset } from './preset.ts';

/** Validators as validators.app lists them. */
export const solanaValidatorsApp: Preset = {
  id: 'solana-validators-app',
  title: 'Solana validators (validators.app)',
  about: 'one validator a record, with stake and data centre',
  source: 'validators.app API as used by qkniep/alpenglow',
  verified: { state: 'shape', note: 'Field names of public files; no file of this form has been mapped in this version.' },
  required: [['vote_account'], ['active_stake'], ['data_center_key']],
  usual: ['account', 'name', 'delinquent', 'skipped_slot_percent', 'commission', 'software_version'],
  steps: [
    { step: 'part', from: 'data_center_key', by: '-', part: 1, as: 'data_center_key, ASN' },
    { step: 'part', from: 'data_center_key', by: '-', part: 2, as: 'data_center_key, country' },
  ],
  mapping: {
    validator: ['vote_account'],
    operator: ['name'],
    node_id: ['account'],
    stake: ['active_stake'],
    site: ['data_center_key'],
    asn: ['data_center_key, ASN'],
    country: ['data_center_key, country'],
    status: ['delinquent'],
  },
  units: { stake: 'lamports' },
  grain: 'node',
  grainReason: 'A record is one validator.',
  base: 'online',
  notes: ['Stake is in lamports (1 SOL = 10^9 lamports), kept as exact integers.', 'Names are what the validator says of itself.'],
};
