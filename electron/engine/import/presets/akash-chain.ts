import type { Preset } from './preset.ts';

/** What providers registered on the Akash chain: attributes as keys and values, no counts. */
export const akashChain: Preset = {
  id: 'akash-chain',
  title: 'Akash chain providers',
  about: 'one registered provider a record, with its own attributes',
  source: 'Akash REST, /akash/provider/v1beta4/providers',
  verified: { state: 'shape', note: 'The documented shape only; no export has been mapped yet.' },
  formats: ['json', 'ndjson'],
  required: [['owner'], ['host_uri'], ['attributes']],
  usual: ['info_email', 'info_website'],
  never: ['gpu_models', 'gpumodels'],
  steps: [
    { step: 'names', from: 'attributes', members: ['vendor', 'model', 'ram', 'interface'], within: 'key', as: 'gpu models' },
    { step: 'member', from: 'attributes', key: 'organization', as: 'organization' },
    { step: 'member', from: 'attributes', key: 'country', as: 'country' },
    { step: 'member', from: 'attributes', key: 'location-region', as: 'location-region' },
    { step: 'member', from: 'attributes', key: 'hosting-provider', as: 'hosting-provider' },
  ],
  mapping: {
    provider: ['owner'],
    operator: ['organization'],
    country: ['country'],
    region: ['location-region'],
    host_org: ['hosting-provider'],
    gpu_model: ['gpu models'],
  },
  grain: 'provider',
  grainReason: 'The chain registers one account a record.',
  base: 'registered',
  notes: [
    'The chain knows no counts of GPUs: C2, C3 and the removal test need the status of each provider or the list of Akash Console.',
    'All attributes are what the provider says of itself.',
  ],
};
