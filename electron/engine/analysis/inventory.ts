import type { Dataset, Field } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { decimalToNumber, parseDecimal } from '../../../shared/columns/decimal.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { plural } from '../../../shared/format/index.ts';
import { isVerified } from '../../../shared/quality/verified.ts';
import { matchesGpu, memoryRange } from '../../../shared/resilience/gpu-matches.ts';
import type { CodedColumn, Inventory } from '../../../shared/resilience/inventory.ts';
import { reference } from './reference.ts';

/** Fields that the removal test reads beside the removal unit; all but `gpu_count` may be absent. */
const FIELDS_READ = [
  'gpu_count',
  'node_count',
  'gpu_model',
  'vram_gib',
  'cpu_milli',
  'memory_mib',
  'country',
  'uptime',
  'verified',
  'price_usd_per_gpu_hour',
  'site',
  'provider',
  'region',
] as const satisfies readonly Field[];

/** Names of the columns that serve the removal test in this dataset, by field. */
function fieldColumns(dataset: Dataset): Map<Field, string> {
  const found = new Map<Field, string>();
  for (const field of FIELDS_READ) {
    const column = dataset.columns.find((candidate) => candidate.field === field);
    if (column) found.set(field, column.name);
  }
  return found;
}

/** Names of all columns that the removal test reads: those of the fields, and the text behind the GPU model. */
export function inventoryColumns(dataset: Dataset): string[] {
  const model = dataset.columns.find(({ field }) => field === 'gpu_model');
  return [...fieldColumns(dataset).values(), ...(model?.derived ? [model.derived.from] : [])];
}

/** Supply for the removal test, and what a person must know about how it was read. */
export type BuiltInventory = { inventory: Inventory; notes: string[] };

/** No host holds more GPUs than this: a larger count is a total over several machines, whatever the grain says. */
const MOST_GPUS_ON_A_HOST = 128;

/** A count this near to a whole number is one that went through a double. */
const FLOAT_NOISE = 1e-6;

function coded(column: Column, rows: Int32Array | null): CodedColumn {
  const { codes, dictionary } = codesOf(column);
  return { codes: rows === null ? codes : rows.map((row) => codes[row] as number), labels: dictionary };
}

/** Values of the selected rows as doubles, NaN = none. */
export function numbersOf(column: Column, rows: Int32Array | null): Float64Array {
  const count = rows === null ? (column.type === 'number' ? column.values.length : column.codes.length) : rows.length;
  const at = (index: number) => (rows === null ? index : (rows[index] as number));
  if (column.type === 'number') {
    const divisor = 10 ** column.scale;
    return Float64Array.from({ length: count }, (_, index) => (column.values[at(index)] as number) / divisor);
  }
  const values = column.dictionary.map((text) => {
    const value = parseDecimal(text);
    return value === null ? Number.NaN : decimalToNumber(value);
  });
  return Float64Array.from({ length: count }, (_, index) => {
    const code = column.codes[at(index)] as number;
    return code < 0 ? Number.NaN : (values[code] as number);
  });
}

/** Uptime as a fraction by consensus of the column (domain.md 6.4): cells of the other scale become unknown, never rescaled one by one. */
function uptimeFractions(values: Float64Array, notes: string[]): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const above = known.filter((value) => value > 1).length;
  if (above === 0) return values;
  const percent = above * 2 > known.length;
  const odd = percent ? known.length - above : above;
  notes.push(
    percent
      ? `Uptime is read as percent: ${above} of ${known.length} values lie above 1${odd > 0 ? `; the other ${odd} are taken as unknown` : ''}.`
      : `Uptime is read as a fraction: ${odd} of ${known.length} values lie above 1 and are taken as unknown.`,
  );
  return values.map((value) => (percent ? (value > 1 && value <= 100 ? value / 100 : Number.NaN) : value <= 1 ? value : Number.NaN));
}

function flags(column: Column, rows: Int32Array | null): Int8Array {
  const { codes, labels } = coded(column, rows);
  const truth = labels.map((label) => {
    const verified = isVerified(label);
    return verified === null ? -1 : Number(verified);
  });
  return Int8Array.from(codes, (code) => (code < 0 ? -1 : (truth[code] as number)));
}

/**
 * Supply of the selected rows, one entry a record.
 *
 * A missing GPU count is 0 at the lower end and without limit at the upper (removal-test.md 6), and is named in the notes. A record is one node (removal-test.md 2.1). A
 * record of grain `provider`, or with more GPUs than any host holds, is a total whose cut into nodes is unknown, unless `node_count` says how many
 * equal nodes it stands for.
 *
 * @param table the columns of `fieldColumns`
 * @param unit the removal unit, as the entity policy counts it
 * @param rows selected row numbers, `null` = all
 * GPU models are canonical ids, or the text of the source where no rule reads it. Where a record states no memory, it is that of its model in the
 * reference table; a model that comes in several sizes counts only where all of them, or in the favourable reading any of them, are enough.
 *
 * @param models lists of models of the classes that will ask
 * @throws ChokepointError `gpu-count-missing` when no column serves the field `gpu_count`, `unknown-column`
 */
export function buildInventory(
  table: ColumnTable,
  dataset: Dataset,
  unit: Column,
  rows: Int32Array | null,
  models: readonly (readonly string[])[] = [],
): BuiltInventory {
  const columns = fieldColumns(dataset);
  const notes: string[] = [];
  const read = (field: Field): Column | null => {
    const name = columns.get(field);
    return name === undefined ? null : columnOf(table, name);
  };
  const gpuCount = read('gpu_count');
  if (gpuCount === null || gpuCount.type === 'text')
    throw new ChokepointError(
      'gpu-count-missing',
      `The removal test of "${dataset.name}" needs the number of GPUs of each record, but no numeric column serves the field gpu_count.`,
      'Import the file again and give the column with GPU counts to the field gpu_count (on the command line: --map gpu_count=COLUMN).',
      { dataset: dataset.id, columns: dataset.columns.map(({ name }) => name) },
    );
  const totals = numbersOf(gpuCount, rows);
  const count = totals.length;
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const nodes = new Int32Array(count).fill(1);
  const nodeSizeKnown = new Uint8Array(count).fill(dataset.grain === 'provider' ? 0 : 1);
  const nodeCount = read('node_count');
  const nodeCounts = nodeCount === null || nodeCount.type === 'text' ? null : numbersOf(nodeCount, rows);
  const bounds = gpuCount.bounds && { low: numbersOf(gpuCount.bounds.low, rows), high: numbersOf(gpuCount.bounds.high, rows) };
  let missing = 0;
  let bounded = 0;
  let fractional = 0;
  for (let row = 0; row < count; row++) {
    const total = totals[row] as number;
    if (Number.isNaN(total)) {
      const least = bounds?.low[row] ?? Number.NaN;
      const most = bounds?.high[row] ?? Number.NaN;
      high[row] = most;
      if (Number.isNaN(least)) {
        missing += 1;
        continue;
      }
      bounded += 1;
      low[row] = least;
      if (!(most <= MOST_GPUS_ON_A_HOST) || (nodeCounts !== null && nodeCounts[row] !== 1)) nodeSizeKnown[row] = 0;
      continue;
    }
    const nearest = Math.round(total);
    const whole = Math.abs(total - nearest) <= FLOAT_NOISE * Math.max(1, nearest);
    if (!whole) fractional += 1;
    low[row] = whole ? nearest : Math.floor(total);
    high[row] = whole ? nearest : Math.ceil(total);
    if (nearest > MOST_GPUS_ON_A_HOST) nodeSizeKnown[row] = 0;
    const stated = nodeCounts?.[row];
    if (stated === undefined || !Number.isInteger(stated) || stated < 1) continue;
    if (whole && nearest % stated === 0) {
      low[row] = nearest / stated;
      high[row] = nearest / stated;
      nodes[row] = stated;
      nodeSizeKnown[row] = 1;
    } else nodeSizeKnown[row] = 0;
  }
  if (missing > 0)
    notes.push(
      `${missing} of ${count} records have no GPU count; they hold none at the lower end and any number at the upper. To state that they hold none, leave them out: gpu_count is not null.`,
    );
  if (bounded > 0)
    notes.push(
      `${bounded} of ${count} records state bounds of their GPU count; the lower one counts at the lower end, the upper one at the upper.`,
    );
  if (fractional > 0)
    notes.push(`${fractional} records have a GPU count that is not whole; the count lies between the whole numbers around it.`);
  const unsized = nodeSizeKnown.reduce((sum, known) => sum + (known === 0 ? 1 : 0), 0);
  if (unsized < count && nodeCounts === null && !dataset.columns.some(({ field }) => field === 'node_id'))
    notes.push(
      `${count - unsized} of ${count} records are read as one host each with all of its GPUs; import with grain "provider" if they are totals.`,
    );
  if (unsized > 0)
    notes.push(
      `${unsized} of ${count} records are totals without node sizes; classes with more than one GPU per node have a range of capacity.`,
    );

  const optional = <T>(field: Field, make: (column: Column) => T): T | undefined => {
    const column = read(field);
    return column === null ? undefined : make(column);
  };
  const text = (field: Field) => optional(field, (column) => coded(column, rows));
  const number = (field: Field) => {
    const column = read(field);
    return column === null || column.type === 'text' ? undefined : numbersOf(column, rows);
  };
  const uptime = number('uptime');
  const windows = dataset.columns.filter(({ derived, rawOf }) => derived?.windowDays !== undefined && rawOf === undefined);
  const window = windows.find(({ field }) => field === 'uptime');
  if (window && windows.length > 1)
    notes.push(
      `Uptime is that of "${window.header}"${window.derived?.windowDays ? `, the last ${plural(window.derived.windowDays, 'day')}` : ', over a time that is not stated'}; other windows are not mixed in: ${windows
        .filter((other) => other !== window)
        .map(({ header }) => header)
        .join(', ')}.`,
    );
  const gpuModel = optional('gpu_model', (column) => modelsOf(column, table.columns.get(rawName(dataset) ?? ''), rows));
  const prices = optional('price_usd_per_gpu_hour', (column) => pricesOf(column, rows, notes));
  const memory = memoryOf(gpuModel, number('vram_gib'), count, notes);
  return {
    inventory: {
      rows: count,
      unit: coded(unit, rows),
      gpus: { low, high },
      nodes,
      nodeSizeKnown,
      gpuModel: gpuModel && { codes: gpuModel.codes, labels: gpuModel.labels },
      gpuMatches: gpuModel && matchesOf(gpuModel, models),
      ...memory,
      cpuMilli: perNode(number('cpu_milli'), nodes),
      memoryMib: perNode(number('memory_mib'), nodes),
      country: text('country'),
      uptime: uptime && uptimeFractions(uptime, notes),
      verified: optional('verified', (column) => flags(column, rows)),
      ...prices,
      site: text('site'),
      provider: text('provider'),
      region: text('region'),
    },
    notes,
  };
}

/** Whole amounts of one node from those of the records: like the GPUs they are shared out equally among the nodes of a record. */
function perNode(amounts: Float64Array | undefined, nodes: Int32Array): Float64Array | undefined {
  return amounts?.map((amount, row) => (amount >= 0 ? Math.floor(amount / (nodes[row] as number)) : Number.NaN));
}

/** Prices of records, and the bounds of those that state bounds. */
function pricesOf(column: Column, rows: Int32Array | null, notes: string[]): Pick<Inventory, 'priceUsdPerGpuHour' | 'priceRange'> {
  if (column.type === 'text') return {};
  const priceUsdPerGpuHour = numbersOf(column, rows);
  if (column.bounds === undefined) return { priceUsdPerGpuHour };
  const [low, high] = [numbersOf(column.bounds.low, rows), numbersOf(column.bounds.high, rows)];
  const isBounded = (row: number) => Number.isNaN(priceUsdPerGpuHour[row]) && !(Number.isNaN(low[row]) && Number.isNaN(high[row]));
  const bounded = priceUsdPerGpuHour.reduce((sum, _, row) => sum + (isBounded(row) ? 1 : 0), 0);
  if (bounded === 0) return { priceUsdPerGpuHour };
  notes.push(
    `${bounded} of ${priceUsdPerGpuHour.length} records state bounds of their price; under a price limit they count at the lower end only where the upper bound keeps it, at the upper end unless the lower bound breaks it.`,
  );
  return { priceUsdPerGpuHour, priceRange: { low, high } };
}

/** GPU models with what each may be: canonical where a rule reads the text, else the text itself. */
type Models = CodedColumn & { among: readonly (readonly string[] | null)[] };

function rawName(dataset: Dataset): string | undefined {
  return dataset.columns.find(({ field }) => field === 'gpu_model')?.derived?.from;
}

function modelsOf(column: Column, raw: Column | undefined, rows: Int32Array | null): Models {
  const canonical = coded(column, rows);
  const among = (column.type === 'text' && column.among) || canonical.labels.map(() => null);
  if (raw === undefined || raw.name === column.name) return { ...canonical, among };
  const source = coded(raw, rows);
  const labels = [...canonical.labels];
  const codes = Int32Array.from(canonical.codes);
  const added = new Map<string, number>(labels.map((label, code) => [label, code]));
  for (let row = 0; row < codes.length; row++) {
    const code = source.codes[row] as number;
    if ((codes[row] as number) >= 0 || code < 0) continue;
    const label = source.labels[code] as string;
    let place = added.get(label);
    if (place === undefined) {
      place = labels.length;
      labels.push(label);
      added.set(label, place);
    }
    codes[row] = place;
  }
  return { codes, labels, among: labels.map((_, code) => among[code] ?? null) };
}

function matchesOf({ labels, among }: Models, models: readonly (readonly string[])[]): Inventory['gpuMatches'] {
  if (models.length === 0) return undefined;
  return Object.fromEntries(
    models.map((entries) => [
      JSON.stringify(entries),
      Uint8Array.from(labels, (label, code) => matchesGpu(label, among[code] ?? null, entries, reference.gpus)),
    ]),
  );
}

/** Memory that records state, and that of their models where they state none. */
function memoryOf(
  models: Models | undefined,
  stated: Float64Array | undefined,
  count: number,
  notes: string[],
): Pick<Inventory, 'vramGib' | 'vramRange'> {
  if (models === undefined) return { vramGib: stated };
  const ranges = models.labels.map((label, code) => memoryRange(label, models.among[code] ?? null));
  const low = new Float64Array(count).fill(Number.NaN);
  const high = new Float64Array(count).fill(Number.NaN);
  let filled = 0;
  let open = 0;
  for (let row = 0; row < count; row++) {
    if (stated !== undefined && !Number.isNaN(stated[row] as number)) continue;
    const range = ranges[models.codes[row] as number];
    if (!range) continue;
    low[row] = range.low;
    high[row] = range.high;
    if (range.low === range.high) filled += 1;
    else open += 1;
  }
  if (filled + open === 0) return { vramGib: stated };
  notes.push(
    `${filled + open} of ${count} records state no memory; it is taken from the reference table of GPUs${open > 0 ? `, as a range for ${open} whose model comes in several sizes` : ''}.`,
  );
  return { vramGib: stated, vramRange: { low, high } };
}
