import type { Field } from '../../../shared/case/dataset.ts';

/** A header that names a field: `sure` ones are applied unasked, the others are proposals (domain.md 1.4: a header is not evidence of meaning). */
export type Synonym = { sure: readonly string[]; likely: readonly string[] };

/** Headers in simple form (lower case, words joined by one underscore) for every field of the model. */
export const SYNONYMS: Record<Field, Synonym> = {
  provider: {
    sure: ['provider_id', 'provider_name', 'host_id', 'provider_address', 'node_provider_name', 'hotkey'],
    likely: ['node_provider_id', 'supplier', 'supplier_id', 'account', 'vote_pubkey', 'votepubkey', 'miner', 'miner_id', 'host', 'seller'],
  },
  operator: { sure: ['operator_name', 'operator_id', 'node_operator_id'], likely: ['organization', 'organisation', 'company', 'org'] },
  owner: { sure: ['owner_name', 'owner_id', 'coldkey', 'owner_hk'], likely: ['controller', 'parent', 'parent_company'] },
  node_id: {
    sure: ['node', 'machine_id', 'node_key', 'server_id', 'device_id'],
    likely: ['sn', 'machine', 'nodepubkey', 'node_pubkey', 'hostname', 'worker_id'],
  },
  site: {
    sure: ['dc_id', 'data_center', 'datacenter', 'data_centre', 'data_center_key', 'site_id'],
    likely: ['dc_name', 'facility', 'location_id'],
  },
  host_org: {
    sure: ['hosting_provider', 'hosting_company', 'host_organization', 'host_organisation', 'isp'],
    likely: ['hosting', 'hoster', 'as_org', 'asname', 'as_name'],
  },
  asn: { sure: ['as_number', 'asn_number', 'autonomous_system'], likely: ['as', 'hostingcompanyid', 'hosting_company_id', 'as_raw'] },
  cloud: { sure: ['cloud_provider', 'cloud_name'], likely: [] },
  country: {
    sure: ['country_code', 'ip_country_code', 'ipcountrycode', 'country_iso', 'country_alpha2'],
    likely: ['country_name', 'geolocation', 'location'],
  },
  region: { sure: ['region_name', 'cloud_region'], likely: ['state', 'zone'] },
  gpu_model: {
    sure: ['gpu_name', 'gpu_type', 'accelerator_name', 'acceleratorname', 'gpu'],
    likely: ['model', 'chip_type', 'chip_type_primary', 'accelerator', 'card', 'hardware'],
  },
  gpu_vendor: { sure: ['gpu_brand', 'gpu_manufacturer'], likely: ['vendor', 'manufacturer', 'gpu_supplier_primary', 'brand'] },
  gpu_count: {
    sure: [
      'num_gpus',
      'gpus',
      'num_gpu',
      'n_gpus',
      'gpu_quantity',
      'gpu_total',
      'gpus_total',
      'total_gpus',
      'accelerator_count',
      'acceleratorcount',
      'number_of_gpus',
    ],
    likely: ['gpu', 'count', 'quantity', 'chip_quantity', 'chip_quantity_primary', 'total_number_of_ai_chips', 'stats_gpu_total'],
  },
  gpu_free: {
    sure: ['gpus_free', 'free_gpus', 'gpu_available', 'gpus_available', 'available_gpus'],
    likely: ['free', 'available', 'stats_gpu_available'],
  },
  node_count: { sure: ['num_nodes', 'nodes', 'machines', 'num_machines', 'number_of_nodes'], likely: [] },
  vram_gib: {
    sure: ['vram_gb', 'vram', 'gpu_memory_gib', 'gpu_memory_gb', 'gpu_vram_gb', 'memory_gib_per_gpu'],
    likely: ['gpu_ram', 'gpu_memory', 'gpu_vram', 'memory_gb'],
  },
  cpu_milli: {
    sure: ['cpu_millicores', 'cpu_milli_cores', 'cpu_mcores', 'millicpu', 'cpu_milli_total'],
    likely: ['cpu', 'cpus', 'cpu_cores', 'num_cpus', 'cpu_count', 'vcpu', 'vcpus', 'cores', 'cpu_cores_effective', 'stats_cpu_total'],
  },
  memory_mib: {
    sure: ['host_memory_mib', 'system_memory_mib', 'ram_mib', 'mem_mib'],
    likely: [
      'memory',
      'ram',
      'mem',
      'memory_mb',
      'ram_mb',
      'ram_gb',
      'ram_gib',
      'cpu_ram',
      'host_memory',
      'memory_bytes',
      'stats_memory_total',
    ],
  },
  price_usd_per_gpu_hour: {
    sure: ['price_usd_gpu_hour', 'usd_per_gpu_hour', 'price_per_gpu_hour', 'price_per_gpu_hour_usd'],
    likely: ['price_usd_hour', 'price_per_hour', 'price', 'dph_total', 'hourly_price', 'price_usd'],
  },
  uptime: {
    sure: ['uptime_7d', 'uptime7d', 'uptime_30d', 'uptime30d', 'uptime_fraction'],
    likely: ['uptime_1d', 'uptime1d', 'reliability', 'reliability2', 'availability'],
  },
  verified: { sure: ['is_verified', 'is_audited', 'isaudited', 'verification'], likely: ['audited', 'attested', 'certainty'] },
  status: { sure: ['state_status', 'node_status'], likely: ['is_online', 'isonline', 'online', 'delinquent'] },
  validator: { sure: ['validator_id', 'validator_name', 'validator_address'], likely: ['vote_account'] },
  stake: { sure: ['active_stake', 'activatedstake', 'activated_stake', 'staked'], likely: ['delegated_stake', 'total_stake', 'bonded'] },
  observed_at: {
    sure: ['observed_on', 'observation_date', 'snapshot_date', 'captured_at', 'collected_at'],
    likely: ['timestamp', 'date', 'last_seen', 'time', 'day'],
  },
};
