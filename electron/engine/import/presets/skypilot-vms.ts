import type { Preset } from './preset.ts';

/** Price list of a cloud in the SkyPilot catalogue. */
export const skypilotVms: Preset = {
  id: 'skypilot-vms',
  title: 'SkyPilot price list',
  about: 'one type of instance in one region a record: a price list, never supply',
  source: 'skypilot-org/skypilot-catalog, vms.csv',
  verified: { state: 'shape', note: 'Two dialects of the public catalogue were read; no file has been mapped in this version.' },
  required: [['instance_type'], ['accelerator_name'], ['accelerator_count'], ['price']],
  usual: ['v_cpus', 'memory_gi_b', 'gpu_info', 'spot_price', 'region', 'availability_zone'],
  steps: [{ step: 'keep', where: 'AcceleratorName is not null', reason: 'Instances without an accelerator are no GPU offers.' }],
  mapping: {
    gpu_model: ['accelerator_name'],
    gpu_count: ['accelerator_count'],
    price_usd_per_gpu_hour: ['price'],
    region: ['region'],
  },
  grain: 'offer',
  grainReason: 'A record is a type of instance that can be rented, not a machine.',
  base: null,
  notes: [
    'A price list says what one instance costs, not how many there are: it serves C6 only, and its counts are never added up.',
    'Prices are per instance and are divided by its accelerators. SpotPrice is a series of its own.',
  ],
};
