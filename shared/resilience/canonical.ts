import type { Portfolio } from '../case/portfolio.ts';
import type { CodedColumn, Inventory } from './inventory.ts';

/**
 * The inputs of a removal test as canonical text, in pieces to be fed to a SHA-256: portfolio, grouping, then one line a row, rows sorted
 * as texts so that their order in the file does not matter. Fields have a fixed order; unknown values are null.
 *
 * @param portfolio with whole quantities
 */
export function* canonicalInputs(inventory: Inventory, portfolio: Portfolio, by: string): Generator<string> {
  yield* sortedInputs(inputsText(inventory, portfolio, by));
}

/** The canonical text of inputs that were kept in the order of the file. */
export function* sortedInputs([header, ...rows]: readonly string[]): Generator<string> {
  yield `${header}\n`;
  for (const row of [...rows].sort()) yield `${row}\n`;
}

/**
 * The inputs as lines in the order of the file, to be kept beside a certificate: its hash is that of `sortedInputs`. The order counts only
 * for the names of records without a unit.
 *
 * @param portfolio with whole quantities
 * @returns header with grouping and portfolio, then one line a row
 */
export function inputsText(inventory: Inventory, portfolio: Portfolio, by: string): string[] {
  const header = JSON.stringify({
    format: 1,
    by,
    portfolio: sortedKeys(portfolio),
    ...(inventory.vramRange ? { vramRange: true } : {}),
    ...(inventory.priceRange ? { priceRange: true } : {}),
    ...(inventory.cpuMilli ? { cpuMilli: true } : {}),
    ...(inventory.memoryMib ? { memoryMib: true } : {}),
    ...(inventory.gpuMatches ? { gpuMatches: Object.keys(inventory.gpuMatches) } : {}),
  });
  const label = (column: CodedColumn | undefined, row: number) => {
    const code = column?.codes[row] ?? -1;
    return code < 0 ? null : column?.labels[code];
  };
  const number = (column: Float64Array | undefined, row: number) => {
    const value = column?.[row];
    return value === undefined || !Number.isFinite(value) ? null : value;
  };
  const rows = Array.from({ length: inventory.rows }, (_, row) =>
    JSON.stringify([
      label(inventory.unit, row),
      number(inventory.gpus.low, row),
      number(inventory.gpus.high, row),
      inventory.nodes[row],
      inventory.nodeSizeKnown?.[row] ?? 1,
      label(inventory.gpuModel, row),
      number(inventory.vramGib, row),
      label(inventory.country, row),
      number(inventory.uptime, row),
      inventory.verified?.[row] ?? -1,
      number(inventory.priceUsdPerGpuHour, row),
      label(inventory.site, row),
      label(inventory.provider, row),
      label(inventory.region, row),
      ...(inventory.vramRange ? [number(inventory.vramRange.low, row), number(inventory.vramRange.high, row)] : []),
      ...(inventory.priceRange ? [number(inventory.priceRange.low, row), number(inventory.priceRange.high, row)] : []),
      ...(inventory.cpuMilli ? [number(inventory.cpuMilli, row)] : []),
      ...(inventory.memoryMib ? [number(inventory.memoryMib, row)] : []),
      ...Object.values(inventory.gpuMatches ?? {}).map((matches) => matches[inventory.gpuModel?.codes[row] ?? -1] ?? null),
    ]),
  );
  return [header, ...rows];
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortedKeys(entry)]),
  );
}
