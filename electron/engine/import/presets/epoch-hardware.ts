import type { Preset } from './preset.ts';

/** Accelerators with their specifications: a reference, no supply. */
export const epochHardware: Preset = {
  id: 'epoch-hardware',
  title: 'Epoch AI hardware table',
  about: 'one accelerator model a record: a reference, never supply',
  source: 'Epoch AI, Machine Learning Hardware',
  verified: { state: 'real-file', note: 'Mapped with the table of 2025-12.' },
  required: [['hardware_name'], ['manufacturer'], ['tdp_w'], ['release_date']],
  usual: ['type', 'foundry', 'ml_models', 'memory_size_per_board_byte'],
  steps: [],
  mapping: { gpu_model: ['hardware_name'], gpu_vendor: ['manufacturer'], vram_gib: ['memory_size_per_board_byte'] },
  grain: 'offer',
  grainReason: 'A record is a model, not a device.',
  base: null,
  notes: ['A table of models says nothing about how many there are.'],
};
