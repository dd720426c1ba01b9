import type { Preset } from './preset.ts';

/** Prices of GPU clouds, one per GPU and hour. */
export const gpuPriceOffers: Preset = {
  id: 'gpu-price-offers',
  title: 'GPU price offers',
  about: 'one price of one provider a record: a price list, never supply',
  source: 'tardellirs/gpu-pricing, offerings.json',
  verified: { state: 'real-file', note: 'Mapped with the offers of 2026-05-24.' },
  formats: ['json', 'ndjson', 'csv'],
  required: [['provider_id'], ['gpu_model'], ['price_usd_hour']],
  usual: ['gpu_brand', 'vram_gb', 'tier', 'is_spot', 'collected_at'],
  steps: [],
  mapping: {
    provider: ['provider_id'],
    gpu_model: ['gpu_model'],
    gpu_vendor: ['gpu_brand'],
    vram_gib: ['vram_gb'],
    price_usd_per_gpu_hour: ['price_usd_hour'],
    observed_at: ['collected_at'],
  },
  grain: 'offer',
  grainReason: 'A record is a price that is offered, not a machine.',
  base: null,
  notes: [
    'There is no quantity in this file: it serves C6, and is never counted as supply.',
    'Spot and on-demand prices are series of their own: filter by is_spot.',
  ],
};
