import type { Preset } from './preset.ts';

/** Offers on Vast.ai: one machine is listed as slices of 1, 2, 4, 8 GPUs side by side. */
export const vastOffers: Preset = {
  id: 'vast-offers',
  title: 'Vast.ai offers',
  about: 'one offer a record; the slices of a machine stand side by side',
  source: 'Palimon/vastai-tools (one real record); Vast.ai command line, search offers',
  verified: { state: 'shape', note: 'Field names checked on one real record; no whole export has been mapped yet.' },
  required: [['machine_id'], ['host_id'], ['num_gpus'], ['gpu_name'], ['dph_total', 'dph_base', 'dph']],
  usual: ['gpu_ram', 'reliability2', 'geolocation', 'verification', 'rentable', 'rented'],
  steps: [
    {
      step: 'largest',
      per: 'machine_id',
      of: 'num_gpus',
      reason: 'The offers of one machine are slices of the same GPUs; the largest one counts.',
    },
    { step: 'part', from: 'geolocation', by: ',', part: -1, as: 'geolocation, last part' },
  ],
  mapping: {
    provider: ['host_id'],
    node_id: ['machine_id'],
    gpu_model: ['gpu_name'],
    gpu_count: ['num_gpus'],
    vram_gib: ['gpu_ram'],
    price_usd_per_gpu_hour: ['dph_total', 'dph_base', 'dph'],
    uptime: ['reliability2', 'reliability'],
    country: ['geolocation, last part'],
    verified: ['verification', 'verified'],
    status: ['rentable'],
  },
  grain: 'node',
  grainReason: 'One offer is left of each machine, the largest.',
  base: 'rentable',
  notes: [
    'dph_total is the price of the whole offer: it is divided by its GPUs.',
    'The id of an offer changes when a machine is rented again; machines are told apart by machine_id.',
    'reliability2 is an estimate by Vast.ai; its window is not stated.',
  ],
};
