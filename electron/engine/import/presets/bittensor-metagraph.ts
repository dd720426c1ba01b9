import type { Preset } from './preset.ts';

/** Neurons of one Bittensor subnet. */
export const bittensorMetagraph: Preset = {
  id: 'bittensor-metagraph',
  title: 'Bittensor metagraph',
  about: 'one neuron (hotkey) of a subnet a record',
  source: 'column names of bittensor metagraph exports',
  verified: { state: 'shape', note: 'Column names only; no real file has been mapped yet.' },
  required: [['uid'], ['hotkey'], ['coldkey']],
  usual: ['stake', 'incentive', 'emission', 'trust', 'validator_permit', 'active'],
  steps: [],
  mapping: { provider: ['hotkey'], owner: ['coldkey'], stake: ['stake', 'total_stake', 's'], observed_at: ['last_update'] },
  grain: 'node',
  grainReason: 'Every uid is one place in the subnet.',
  base: 'registered',
  notes: [
    'Stake stands in TAO or in rao (1 TAO = 10^9 rao), and the file does not say which; shares are the same in both.',
    'One coldkey may hold many hotkeys: count by owner before by provider.',
  ],
};
