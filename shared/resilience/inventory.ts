import { ChokepointError } from '../case/error.ts';

/** Dictionary-coded text column: `codes[row]` indexes `labels`, -1 = unknown. Labels are distinct. */
export type CodedColumn = { codes: Int32Array; labels: readonly string[] };

/**
 * Supply of a network, one entry a row. Columns that are absent, and missing cells, make a row's eligibility unknown where a class asks.
 */
export type Inventory = {
  rows: number;
  /** removal unit; -1 = owner unknown */
  unit: CodedColumn;
  /** GPUs on each node of the row, or on all of them where `nodeSizeKnown` is 0; NaN in `low` counts as 0, NaN in `high` as unbounded */
  gpus: { low: Float64Array; high: Float64Array };
  /** number of identical nodes of the row, at least 1 */
  nodes: Int32Array;
  /** 0 where only a total is known, not how it is cut into nodes; absent = all known */
  nodeSizeKnown?: Uint8Array;
  gpuModel?: CodedColumn;
  /** for each list of models of a class, as JSON text: whether each label is one of them (2), may be (1) or is not (0); absent = by words */
  gpuMatches?: Readonly<Record<string, Uint8Array>>;
  /** nominal GiB per GPU, NaN = unknown */
  vramGib?: Float64Array;
  /** smallest and largest memory that the model of the row comes with, where `vramGib` is unknown */
  vramRange?: { low: Float64Array; high: Float64Array };
  /** thousandths of a CPU core and MiB of memory of each node of the row, or of all of them where `nodeSizeKnown` is 0; NaN = unknown */
  cpuMilli?: Float64Array;
  memoryMib?: Float64Array;
  country?: CodedColumn;
  /** fraction 0..1, NaN = unknown */
  uptime?: Float64Array;
  /** 1 = verified, 0 = not, -1 = unknown */
  verified?: Int8Array;
  /** US dollars per GPU and hour, NaN = unknown */
  priceUsdPerGpuHour?: Float64Array;
  /** least and most that the price of the row may be, where it states bounds ("from $1.10"); NaN = no such end */
  priceRange?: { low: Float64Array; high: Float64Array };
  site?: CodedColumn;
  provider?: CodedColumn;
  region?: CodedColumn;
};

/** Whether the cut of this row into nodes is known. */
export function knowsNodeSize(inventory: Inventory, row: number): boolean {
  return inventory.nodeSizeKnown === undefined || inventory.nodeSizeKnown[row] === 1;
}

/**
 * Checks what the counting relies on: equal lengths, whole non-negative GPU counts with low <= high, at least one node, distinct labels.
 *
 * @throws ChokepointError `inventory-invalid` naming the column and the row (from 1)
 */
export function assertInventory(inventory: Inventory): void {
  const { rows, gpus, nodes, unit } = inventory;
  const columns: [string, ArrayLike<number> | undefined][] = [
    ['unit', unit.codes],
    ['gpus.low', gpus.low],
    ['gpus.high', gpus.high],
    ['nodes', nodes],
    ['nodeSizeKnown', inventory.nodeSizeKnown],
    ['gpuModel', inventory.gpuModel?.codes],
    ['vramGib', inventory.vramGib],
    ['vramRange.low', inventory.vramRange?.low],
    ['vramRange.high', inventory.vramRange?.high],
    ['cpuMilli', inventory.cpuMilli],
    ['memoryMib', inventory.memoryMib],
    ['country', inventory.country?.codes],
    ['uptime', inventory.uptime],
    ['verified', inventory.verified],
    ['priceUsdPerGpuHour', inventory.priceUsdPerGpuHour],
    ['priceRange.low', inventory.priceRange?.low],
    ['priceRange.high', inventory.priceRange?.high],
    ['site', inventory.site?.codes],
    ['provider', inventory.provider?.codes],
    ['region', inventory.region?.codes],
  ];
  for (const [name, column] of columns)
    if (column && column.length !== rows) throw invalid(name, null, `has ${column.length} entries for ${rows} rows`);
  for (const [name, column] of Object.entries({
    unit,
    gpuModel: inventory.gpuModel,
    country: inventory.country,
    site: inventory.site,
    provider: inventory.provider,
    region: inventory.region,
  })) {
    if (!column) continue;
    if (new Set(column.labels).size !== column.labels.length) throw invalid(name, null, 'lists the same label twice');
    for (let row = 0; row < rows; row += 1) {
      const code = column.codes[row] as number;
      if (code < -1 || code >= column.labels.length) throw invalid(name, row, `has no label for code ${code}`);
    }
  }
  for (let row = 0; row < rows; row += 1) {
    const low = gpus.low[row] as number;
    const high = gpus.high[row] as number;
    if (low < 0 || (!Number.isNaN(low) && !Number.isSafeInteger(low)))
      throw invalid('gpus.low', row, `is ${low}, not a whole number of GPUs`);
    if (high < 0 || (Number.isFinite(high) && !Number.isSafeInteger(high)))
      throw invalid('gpus.high', row, `is ${high}, not a whole number of GPUs`);
    if (low > high) throw invalid('gpus', row, `has a lower end ${low} above its upper end ${high}`);
    for (const [name, column] of [
      ['cpuMilli', inventory.cpuMilli],
      ['memoryMib', inventory.memoryMib],
    ] as const) {
      const amount = column?.[row] ?? 0;
      if (!Number.isNaN(amount) && !(Number.isSafeInteger(amount) && amount >= 0))
        throw invalid(name, row, `is ${amount}, not a whole amount`);
    }
    if ((nodes[row] as number) < 1) throw invalid('nodes', row, `is ${nodes[row]}; a row stands for at least one node`);
  }
}

function invalid(column: string, row: number | null, problem: string): ChokepointError {
  return new ChokepointError(
    'inventory-invalid',
    `The supply cannot be counted: column "${column}"${row === null ? '' : ` of row ${row + 1}`} ${problem}.`,
    'Look at this record in the dataset, correct its mapping or leave it out with a filter.',
    { column, row: row === null ? null : row + 1 },
  );
}
