import { strToU8, type Zippable, zipSync } from 'fflate';

/** Word in the column "network" of the example record. */
export const EXAMPLE = 'EXAMPLE';

type Asked = { column: string; claims: string; required: boolean; meaning: string; example: string };

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

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;

/** The sheet to fill in: a header and one example record, which is left out of every import. */
export function templateCsv(): string {
  return line(ASKED.map(({ column }) => column)) + line(ASKED.map(({ example }) => example));
}

/** What each column means, with the claims of an audit that need it. */
export function dictionaryCsv(): string {
  return (
    line(['column', 'needed', 'claims', 'meaning', 'example']) +
    ASKED.map(({ column, required, claims, meaning, example }) =>
      line([column, required ? 'required' : 'if known', claims, meaning, example]),
    ).join('')
  );
}

const LETTER = `Data request

sheet.csv       to fill in: one machine a record. The record "${EXAMPLE}" shows how; it is left out when the file is read.
dictionary.csv  what each column means, and which claims of the audit need it.

Leave a cell empty when it is not known: empty is counted as not disclosed. Please do not estimate.
Claims: C1 provider concentration, C2 largest suppliers, C3 hardware, C4 uptime, C5 countries, C6 prices, C7 vendors, clouds and partners,
C8 validators, C9 what stays servable when suppliers are removed.
`;

/** Sheet, dictionary and a short letter as one archive. Always the same bytes. */
export function templateZip(): Uint8Array {
  const files: Zippable = {
    'sheet.csv': strToU8(templateCsv()),
    'dictionary.csv': strToU8(dictionaryCsv()),
    'README.txt': strToU8(LETTER),
  };
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}
