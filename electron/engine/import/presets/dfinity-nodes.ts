import type { Preset } from './preset.ts';

/** Node list of the Internet Computer. */
export const dfinityNodes: Preset = {
  id: 'dfinity-nodes',
  title: 'Internet Computer nodes',
  about: 'one node machine a record',
  source: 'dfinity/decentralization, current_nodes',
  verified: { state: 'real-file', note: 'Mapped with the lists of 2025-08-19 and 2025-10-31.' },
  required: [['node_id'], ['node_provider_id', 'node_provider_name'], ['node_operator_id'], ['dc_id']],
  usual: ['owner', 'region', 'status', 'node_type', 'subnet_id', 'node_hardware_generation'],
  steps: [{ step: 'part', from: 'region', by: ',', part: 2, as: 'region, country' }],
  mapping: {
    provider: ['node_provider_name', 'node_provider_id'],
    operator: ['node_operator_id'],
    node_id: ['node_id'],
    site: ['dc_id'],
    host_org: ['owner'],
    country: ['region, country'],
    status: ['status'],
  },
  grain: 'node',
  grainReason: 'Every node_id is one machine.',
  base: 'registered',
  notes: [
    '"owner" is the company of the data centre, not the owner of the node: it serves host_org.',
    '"GenUnknown" is no hardware generation: say that it means unknown before you count by it.',
  ],
};
