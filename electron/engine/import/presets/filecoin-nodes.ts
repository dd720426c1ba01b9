import type { Preset } from './preset.ts';

/** Located Filecoin nodes without identifiers. */
export const filecoinNodes: Preset = {
  id: 'filecoin-nodes',
  title: 'Filecoin nodes by place',
  about: 'one node a record, without an identifier',
  source: 'DecentralizedGeo/geobeat',
  verified: { state: 'real-file', note: 'Mapped with the list of 2025-11-22.' },
  required: [['country_code'], ['isp'], ['as_raw'], ['asname']],
  usual: ['org', 'city', 'region_name', 'hosting', 'proxy', 'mobile'],
  steps: [{ step: 'part', from: 'as_raw', by: ' ', part: 1, as: 'as_raw, ASN' }],
  mapping: { operator: ['org'], host_org: ['isp'], asn: ['as_raw, ASN'], country: ['country_code'], region: ['region_name'] },
  grain: 'node',
  grainReason: 'A record is one node; equal records are different nodes.',
  base: 'online',
  notes: [
    'Nothing identifies a node: equal records are kept, each counts once.',
    'All places come from the IP address; the organisation is that of the address, not of the miner.',
  ],
};
