import type { Preset } from './preset.ts';

/** Akash Console lists every provider with totals; models stand beside the total without counts. */
export const akashConsole: Preset = {
  id: 'akash-console',
  title: 'Akash Console providers',
  about: 'one provider a record, with GPU totals and a list of its models',
  source: 'akash-network/console, type file of /v1/providers; Akash documentation',
  verified: { state: 'shape', note: 'Type file and an example of the documentation; no full export has been mapped yet.' },
  formats: ['json', 'ndjson'],
  required: [['owner'], ['host_uri', 'hosturi'], ['gpu_models', 'gpumodels']],
  usual: [
    'is_online',
    'is_audited',
    'uptime7d',
    'ip_country_code',
    'organization',
    'hosting_provider',
    'stats_gpu_total',
    'stats_gpu_active',
  ],
  steps: [{ step: 'names', from: 'gpuModels', members: ['vendor', 'model', 'ram', 'interface'], as: 'gpu models' }],
  mapping: {
    provider: ['owner'],
    operator: ['organization'],
    host_org: ['hosting_provider'],
    country: ['ip_country_code'],
    gpu_model: ['gpu models'],
    gpu_count: ['stats.gpu.total'],
    gpu_free: ['stats.gpu.available'],
    uptime: ['uptime7d', 'uptime30d', 'uptime1d'],
    verified: ['is_audited'],
    status: ['is_online'],
  },
  grain: 'provider',
  grainReason: 'Akash Console lists one account a record, with totals over its machines.',
  base: 'registered',
  notes: [
    'Models are listed without counts: where a provider has several, each may hold any part of its total, and numbers by model are bounds. /v1/gpu?provider= has counts per model.',
    'The country is that of the IP address; "country" and "organization" are what the provider says of itself.',
    'Offline providers are in the file: for the rung "online" keep only records where isOnline = \'true\'.',
  ],
};
