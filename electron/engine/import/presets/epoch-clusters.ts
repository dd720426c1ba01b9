import type { Preset } from './preset.ts';

/** GPU clusters of the world as Epoch AI collects them. */
export const epochClusters: Preset = {
  id: 'epoch-clusters',
  title: 'Epoch AI GPU clusters',
  about: 'one cluster a record, existing and planned',
  source: 'Epoch AI, GPU Clusters',
  verified: { state: 'real-file', note: 'Mapped with the table of 2026-04.' },
  required: [['name'], ['status'], ['owner'], ['h100_equivalents'], ['chip_type_primary']],
  usual: ['certainty', 'country', 'chip_quantity_primary', 'possible_duplicate', 'power_capacity_mw'],
  steps: [
    {
      step: 'keep',
      where: "Status = 'Existing' or Status is null",
      reason: 'Only clusters that exist are supply; planned and decommissioned ones do not count.',
    },
  ],
  mapping: {
    provider: ['name'],
    owner: ['owner'],
    gpu_model: ['chip_type_primary'],
    gpu_vendor: ['gpu_supplier_primary'],
    gpu_count: ['total_number_of_ai_chips', 'chip_quantity_primary'],
    country: ['country'],
    status: ['status'],
  },
  grain: 'provider',
  grainReason: 'A record is a whole cluster: a total, its machines are not listed.',
  base: 'claimed',
  notes: [
    'Records whose Status is empty are kept and count: nothing says that they are planned or decommissioned. Leave them out by a filter to see what they change.',
    'The weight of the source is "H100 equivalents", with which views open; chips of different kinds are not alike. The scorecard weighs by GPUs until another weight is chosen.',
    'Names are no keys: many clusters bear one and the same name. Joint owners stand in one cell.',
    'Records marked "Possible Duplicate" are kept: leave them out by a filter to see what they change.',
  ],
};
