import type { Preset } from './preset.ts';

/** Subnets of Bittensor with their emission. */
export const bittensorSubnets: Preset = {
  id: 'bittensor-subnets',
  title: 'Bittensor subnets',
  about: 'one subnet a record, with emission and market value',
  source: 'sudoHayato/bittensor-research',
  verified: { state: 'real-file', note: 'Mapped with the snapshot of 2026-04-11.' },
  required: [['netuid'], ['emission_tao_day'], ['owner_hk']],
  usual: ['name', 'market_cap_tao', 'price_tao', 'tempo', 'is_dynamic'],
  steps: [],
  mapping: { provider: ['netuid'], owner: ['owner_hk'] },
  grain: 'provider',
  grainReason: 'Every netuid is one subnet, with its totals.',
  base: 'registered',
  notes: [
    'Names are no keys: several subnets are named "deprecated".',
    'emission_tao_day is in TAO a day; it stays in TAO without a rate of its date.',
  ],
};
