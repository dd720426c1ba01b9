/** Word in the column "network" of the example record. */
export const EXAMPLE = 'EXAMPLE';

/** A column of the sheet that is sent to a network. */
export type Asked = { column: string; claims: string; required: boolean; meaning: string; example: string };

/** What an analyst asks a network for: one machine a record. */
export const ASKED: readonly Asked[] = [
  { column: 'network', claims: 'all', required: true, meaning: 'Name of the network, the same in every record.', example: EXAMPLE },
  {
    column: 'provider',
    claims: 'C1 C2 C9',
    required: true,
    meaning: 'Account or key that offers the machine, as the network knows it. Stable from export to export.',
    example: 'prov-0017',
  },
  {
    column: 'operator',
    claims: 'C1 C2 C8 C9',
    required: false,
    meaning: 'Company or person who runs the machines behind one or more accounts. Leave empty when it is not known.',
    example: 'Northgrid GmbH',
  },
  {
    column: 'owner',
    claims: 'C2',
    required: false,
    meaning: 'Who owns or controls the operator, where that is somebody else.',
    example: 'Northgrid Holding',
  },
  {
    column: 'node_id',
    claims: 'C1 C9',
    required: true,
    meaning: 'Stable name of the machine, not of an offer or a session. One machine, one id.',
    example: 'node-000231',
  },
  { column: 'site', claims: 'C7 C9', required: false, meaning: 'Data centre or hall where the machine stands.', example: 'FRA-2' },
  { column: 'host_org', claims: 'C7', required: false, meaning: 'Company that hosts the machine.', example: 'Example Hosting AG' },
  { column: 'asn', claims: 'C7', required: false, meaning: 'Autonomous system that the machine is reached through.', example: 'AS64500' },
  { column: 'cloud', claims: 'C7', required: false, meaning: 'Cloud that the machine is rented from, if any.', example: '' },
  { column: 'country', claims: 'C5', required: true, meaning: 'ISO 3166-1 alpha-2 code of the place of the machine.', example: 'DE' },
  {
    column: 'country_method',
    claims: 'C5',
    required: true,
    meaning: 'How the country is known: address, self-declared or registry.',
    example: 'address',
  },
  { column: 'region', claims: 'C5', required: false, meaning: 'State, region or zone.', example: 'Hesse' },
  {
    column: 'gpu_model',
    claims: 'C3 C7 C9',
    required: true,
    meaning: 'Full model name with form factor and memory. Machines with several models: one record for each.',
    example: 'NVIDIA H100 SXM 80GB',
  },
  {
    column: 'gpu_count',
    claims: 'C1 C2 C3 C9',
    required: true,
    meaning: 'Whole GPUs of this model in this machine. No slices, no totals over machines.',
    example: '8',
  },
  { column: 'gpu_free', claims: 'C9', required: false, meaning: 'GPUs of them that are not under a lease at observed_at.', example: '3' },
  { column: 'vram_gib', claims: 'C3 C9', required: false, meaning: 'Memory of one GPU in GiB.', example: '80' },
  {
    column: 'uptime',
    claims: 'C4',
    required: false,
    meaning: 'Part of the window in which the machine answered, 0 to 1.',
    example: '0.9975',
  },
  { column: 'uptime_window_days', claims: 'C4', required: false, meaning: 'Length of that window in days.', example: '30' },
  {
    column: 'price_usd_per_gpu_hour',
    claims: 'C6',
    required: false,
    meaning: 'Price of one GPU for one hour in US dollars at observed_at.',
    example: '1.85',
  },
  {
    column: 'verified',
    claims: 'C1 C3',
    required: false,
    meaning: 'true when a party other than the provider tested the hardware.',
    example: 'true',
  },
  { column: 'verified_by', claims: 'C1 C3', required: false, meaning: 'Who tested it, and how.', example: 'network prover, 2026-11-01' },
  { column: 'status', claims: 'C4', required: true, meaning: 'online or offline at observed_at.', example: 'online' },
  {
    column: 'observed_at',
    claims: 'all',
    required: true,
    meaning: 'ISO date or time (UTC) at which the record was true; one and the same for the whole file.',
    example: '2026-11-20',
  },
];

/** Columns that only some networks have: asked for where a claim needs them, and no part of the sheet. */
export const ASKED_BESIDE: readonly Asked[] = [
  { column: 'validator', claims: 'C8', required: false, meaning: 'Key or id of the validator, one record each.', example: 'val-0042' },
  {
    column: 'stake',
    claims: 'C8',
    required: false,
    meaning: 'Active stake of the validator in base units, in full digits.',
    example: '431724893288175524',
  },
  {
    column: 'gpu_vendor',
    claims: 'C7',
    required: false,
    meaning: 'Maker of the accelerator, where the model is not stated.',
    example: 'NVIDIA',
  },
];

/** How the cells of a column are written. */
export const FORMATS: Readonly<Record<string, string>> = {
  country: 'ISO 3166-1 alpha-2',
  country_method: 'address, self-declared or registry',
  gpu_count: 'whole number',
  gpu_free: 'whole number',
  vram_gib: 'number, GiB of one GPU',
  uptime: 'fraction, 0 to 1',
  uptime_window_days: 'whole number of days',
  price_usd_per_gpu_hour: 'number, US dollars for one GPU and hour',
  stake: 'whole number, base units',
  observed_at: 'ISO 8601 date or time in UTC',
  verified: 'true or false',
  asn: 'AS and number',
};
