import type { ArrayChoice, Dialect, Field, Grain } from '../../../shared/case/dataset.ts';

/** What each field of the model means, for the person who maps. */
export const FIELD_NOTES: Record<Field, string> = {
  provider: 'account that offers capacity on the network',
  operator: 'who runs the machines, behind one or more accounts',
  owner: 'who owns the machines or receives the income',
  node_id: 'stable name of one machine',
  site: 'building or data centre',
  host_org: 'organisation that hosts the machine',
  asn: 'network that the machine is reached through',
  cloud: 'cloud provider that the machine is rented from',
  country: 'country where the machine stands',
  region: 'region or bloc',
  gpu_model: 'GPU model as the source names it',
  gpu_vendor: 'maker of the GPU',
  gpu_count: 'GPUs in the record',
  gpu_free: 'GPUs not in use',
  node_count: 'machines in the record',
  vram_gib: 'memory of one GPU in GiB',
  cpu_milli: 'CPU of the record in thousandths of a core',
  memory_mib: 'memory of the host or hosts of the record in MiB',
  price_usd_per_gpu_hour: 'price of one GPU for one hour in US dollars',
  uptime: 'share of time the machine answered',
  verified: 'whether somebody checked the machine',
  status: 'state of the record as the source names it',
  validator: 'validator that the record belongs to',
  stake: 'stake or voting weight',
  observed_at: 'when the record was observed',
};

export const GRAINS: readonly { id: Grain; label: string; description: string }[] = [
  { id: 'provider', label: 'one provider', description: 'an account with all its machines' },
  { id: 'node', label: 'one node', description: 'one machine, with its GPUs as a count' },
  { id: 'gpu', label: 'one GPU', description: 'each card is a record' },
  { id: 'offer', label: 'one offer', description: 'a listing; several may describe one machine' },
  { id: 'day', label: 'one day of something', description: 'a time series; days are never summed' },
];

type Choice<Id extends string> = { id: Id; label: string };

export const FORMATS: readonly Choice<Dialect['format']>[] = [
  { id: 'csv', label: 'delimited text' },
  { id: 'json', label: 'JSON' },
  { id: 'ndjson', label: 'JSON, one object a line' },
  { id: 'xlsx', label: 'Excel workbook' },
  { id: 'parquet', label: 'Parquet' },
];
export const THOUSANDS_MARKS: readonly Choice<NonNullable<Dialect['thousandsMark']> | 'none'>[] = [
  { id: 'none', label: 'no mark' },
  { id: ',', label: 'comma' },
  { id: '.', label: 'point' },
  { id: ' ', label: 'blank' },
  { id: "'", label: 'apostrophe' },
  { id: '_', label: 'underscore' },
];
export const TOTALS: readonly (Choice<'reject' | 'keep'> & { description: string })[] = [
  { id: 'reject', label: 'left out', description: 'rows named "total" that hold only sums become rejected records' },
  { id: 'keep', label: 'kept', description: 'they are records like all others' },
];
export const ARRAY_CHOICES: readonly (Choice<ArrayChoice> & { description: string })[] = [
  { id: 'text', label: 'text', description: 'the JSON text of the list, in one cell' },
  { id: 'explode', label: 'records', description: 'one record for each element; the other cells repeat' },
  { id: 'join', label: 'joined', description: 'all elements in one cell, with ";" between them' },
  { id: 'count', label: 'count', description: 'number of elements' },
  { id: 'sum', label: 'sum', description: 'exact sum of the numbers in the elements' },
];
export const COMMENTS: readonly Choice<string>[] = [
  { id: 'none', label: 'none' },
  { id: '#', label: 'lines after #' },
  { id: ';', label: 'lines after ;' },
  { id: '%', label: 'lines after %' },
  { id: '/', label: 'lines after /' },
];
export const MEMBER_COLUMNS: readonly (Choice<'same' | 'by-name'> & { description: string })[] = [
  { id: 'same', label: 'must be the same', description: 'files with other columns are refused by name' },
  { id: 'by-name', label: 'joined by name', description: 'a column that a file lacks has no value in its records' },
];
export const OPENED: readonly (Choice<'text' | 'columns'> & { description: string })[] = [
  { id: 'text', label: 'text', description: 'the dict or list stays in one cell' },
  { id: 'columns', label: 'columns', description: 'each member of the dict is a column; lists get a choice of their own' },
];
export const ENCODINGS: readonly Choice<Dialect['encoding']>[] = [
  { id: 'utf-8', label: 'UTF-8' },
  { id: 'utf-16le', label: 'UTF-16 LE' },
  { id: 'utf-16be', label: 'UTF-16 BE' },
  { id: 'windows-1252', label: 'Windows-1252' },
];
export const DELIMITERS: readonly Choice<string>[] = [
  { id: ',', label: 'comma' },
  { id: ';', label: 'semicolon' },
  { id: '\t', label: 'tab' },
  { id: '|', label: 'pipe' },
];
export const QUOTES: readonly Choice<string>[] = [
  { id: '"', label: 'double "' },
  { id: "'", label: "single '" },
  { id: 'none', label: 'none' },
];
export const DECIMAL_MARKS: readonly Choice<Dialect['decimalMark']>[] = [
  { id: '.', label: 'point' },
  { id: ',', label: 'comma' },
];

export const TYPE_WORDS = { text: 'text', number: 'number', exact: 'exact number' } as const;
