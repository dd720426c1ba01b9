import type { Preset } from './preset.ts';
import { EXAMPLE } from './template.ts';

/** The sheet that a network is asked to fill in. */
export const networkSheet: Preset = {
  id: 'network-sheet',
  title: 'Sheet for a network',
  about: 'one machine or provider a record, as filled in by the network',
  source: 'the template of this program: chokepoint template',
  verified: { state: 'real-file', note: 'The template is part of this program; every field has its own name.' },
  required: [['network'], ['provider'], ['gpu_model'], ['gpu_count'], ['country_method']],
  usual: ['operator', 'node_id', 'country', 'uptime', 'verified', 'observed_at'],
  // a record without a network is no example: the name may stand in the first record only
  steps: [
    { step: 'keep', where: `network != '${EXAMPLE}' or network is null`, reason: 'The example record of the template is no supply.' },
  ],
  // every column is named after its field
  mapping: {},
  grain: 'node',
  grainReason: 'The sheet asks for one machine a record.',
  base: null,
  notes: ['What the network writes is a statement of the network: say on which rung of the ladder it stands.'],
};
