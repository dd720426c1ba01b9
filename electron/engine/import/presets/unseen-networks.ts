import type { Preset } from './preset.ts';

const NO_EXPORT = 'No public export by provider has been seen: headers are guesses, and every field waits for a person.';
const ASK = 'Better than a guess: ask the network to fill in the template (Sources, Save a template).';

/** Networks whose exports nobody has seen: a person confirms every field. */
export const unseenNetworks: readonly Preset[] = [
  {
    id: 'render',
    title: 'Render export',
    about: 'nodes of the Render Network, by header only',
    source: 'none: headers as an analyst would expect them',
    verified: { state: 'unverified', note: NO_EXPORT },
    required: [
      ['node_id', 'node', 'wallet', 'node_operator'],
      ['octane_bench', 'octanebench', 'obh', 'ob_score'],
    ],
    usual: ['gpu', 'gpu_model', 'gpu_count', 'country', 'tier'],
    steps: [],
    mapping: {
      provider: ['wallet', 'node_operator'],
      node_id: ['node_id', 'node'],
      gpu_model: ['gpu_model', 'gpu'],
      gpu_count: ['gpu_count', 'gpus'],
      country: ['country'],
      uptime: ['uptime'],
      status: ['status'],
    },
    grain: 'node',
    grainReason: 'Render counts nodes; please confirm.',
    base: null,
    notes: [ASK],
  },
  {
    id: 'aethir',
    title: 'Aethir export',
    about: 'containers of cloud hosts on Aethir, by header only',
    source: 'none: headers as an analyst would expect them',
    verified: { state: 'unverified', note: NO_EXPORT },
    required: [
      ['cloud_host', 'cloud_host_id', 'resource_owner'],
      ['container_id', 'container', 'server_id'],
    ],
    usual: ['gpu_model', 'gpu_count', 'location', 'country', 'status'],
    steps: [],
    mapping: {
      provider: ['cloud_host_id', 'cloud_host', 'resource_owner'],
      node_id: ['server_id', 'container_id', 'container'],
      gpu_model: ['gpu_model', 'gpu_type', 'gpu'],
      gpu_count: ['gpu_count', 'gpus'],
      country: ['country', 'location'],
      status: ['status'],
    },
    grain: 'node',
    grainReason: 'A container runs on one machine; please confirm.',
    base: null,
    notes: ['Several containers may share one machine: give the machine to node_id where the file names it.', ASK],
  },
  {
    id: 'io-net',
    title: 'io.net export',
    about: 'devices on io.net, by header only',
    source: 'none: headers as an analyst would expect them',
    verified: { state: 'unverified', note: NO_EXPORT },
    required: [
      ['device_id'],
      ['hardware', 'hardware_name', 'gpu', 'processor'],
      ['connectivity_tier', 'supplier', 'brand_name', 'hardware_quantity'],
    ],
    usual: ['status', 'country', 'verified', 'hardware_quantity'],
    steps: [],
    mapping: {
      provider: ['supplier', 'user_id'],
      node_id: ['device_id'],
      gpu_model: ['hardware', 'hardware_name', 'gpu', 'processor'],
      gpu_count: ['hardware_quantity', 'gpu_count'],
      country: ['country', 'country_code'],
      verified: ['verified'],
      status: ['status'],
    },
    grain: 'node',
    grainReason: 'A device is one machine; please confirm.',
    base: null,
    notes: ['Published counts of this network differed by a factor of 70 between rungs: state the rung of this export.', ASK],
  },
];
