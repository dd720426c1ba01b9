import { z } from 'zod';
import { ChokepointError } from '../case/error.ts';
import { type Portfolio, parsePortfolio } from '../case/portfolio.ts';
import { assertInventory, type CodedColumn, type Inventory } from './inventory.ts';

const text = z.string().nullable();
const number = z.number().nullable();
/** Fields of a row in the order in which `inputsText` writes them. */
const rowSchema = z
  .tuple([
    text,
    number,
    number,
    z.number().int().positive(),
    z.union([z.literal(0), z.literal(1)]),
    text,
    number,
    text,
    number,
    z.union([z.literal(-1), z.literal(0), z.literal(1)]),
    number,
    text,
    text,
    text,
  ])
  .rest(number);
const headerSchema = z.object({
  format: z.literal(1),
  by: z.string(),
  portfolio: z.unknown(),
  vramRange: z.literal(true).optional(),
  priceRange: z.literal(true).optional(),
  cpuMilli: z.literal(true).optional(),
  memoryMib: z.literal(true).optional(),
  gpuMatches: z.array(z.string()).optional(),
});

export type KeptInputs = { by: string; portfolio: Portfolio; inventory: Inventory };

/**
 * Reads the inputs of a removal test that were kept beside its certificate (`inputsText`).
 *
 * @param lines header, then one line a row
 * @throws ChokepointError `inputs-invalid` naming the line
 */
export function readInputs([header = '', ...lines]: readonly string[]): KeptInputs {
  const parsed = headerSchema.safeParse(jsonOf(header, 1));
  if (!parsed.success) throw invalid(1);
  const { vramRange, priceRange, cpuMilli, memoryMib, gpuMatches } = parsed.data;
  const prices = vramRange ? 16 : 14;
  const cpu = priceRange ? prices + 2 : prices;
  const memory = cpuMilli ? cpu + 1 : cpu;
  const first = memoryMib ? memory + 1 : memory;
  const width = first + (gpuMatches?.length ?? 0);
  const rows = lines.map((line, index) => {
    const row = rowSchema.safeParse(jsonOf(line, index + 2));
    if (!row.success || row.data.length !== width) throw invalid(index + 2);
    return row.data;
  });
  const column = (at: 0 | 5 | 7 | 11 | 12 | 13): CodedColumn => {
    const codeOf = new Map<string, number>();
    const codes = Int32Array.from(rows, (row) => {
      const label = row[at];
      if (label === null) return -1;
      const code = codeOf.get(label) ?? codeOf.size;
      codeOf.set(label, code);
      return code;
    });
    return { codes, labels: [...codeOf.keys()] };
  };
  const numbers = (at: 1 | 2 | 6 | 8 | 10) => Float64Array.from(rows, (row) => row[at] ?? Number.NaN);
  const later = (at: number) => Float64Array.from(rows, (row) => (row[at] as number | null) ?? Number.NaN);
  const gpuModel = column(5);
  /** What each row says of its model, once a model; rows that contradict each other make no inventory. */
  const matchesAt = (at: number): Uint8Array => {
    const matches = new Uint8Array(gpuModel.labels.length).fill(255);
    for (const [index, row] of rows.entries()) {
      const code = gpuModel.codes[index] as number;
      const match = row[at] as number | null;
      if (code < 0) continue;
      if (match === null || ![0, 1, 2].includes(match) || (matches[code] !== 255 && matches[code] !== match)) throw invalid(index + 2);
      matches[code] = match;
    }
    return matches;
  };
  const inventory: Inventory = {
    rows: rows.length,
    unit: column(0),
    gpus: { low: Float64Array.from(rows, (row) => row[1] ?? 0), high: numbers(2) },
    nodes: Int32Array.from(rows, (row) => row[3]),
    nodeSizeKnown: Uint8Array.from(rows, (row) => row[4]),
    gpuModel,
    ...(gpuMatches ? { gpuMatches: Object.fromEntries(gpuMatches.map((list, index) => [list, matchesAt(first + index)])) } : {}),
    ...(vramRange ? { vramRange: { low: later(14), high: later(15) } } : {}),
    ...(priceRange ? { priceRange: { low: later(prices), high: later(prices + 1) } } : {}),
    ...(cpuMilli ? { cpuMilli: later(cpu) } : {}),
    ...(memoryMib ? { memoryMib: later(memory) } : {}),
    vramGib: numbers(6),
    country: column(7),
    uptime: numbers(8),
    verified: Int8Array.from(rows, (row) => row[9]),
    priceUsdPerGpuHour: numbers(10),
    site: column(11),
    provider: column(12),
    region: column(13),
  };
  assertInventory(inventory);
  return { by: parsed.data.by, portfolio: parsePortfolio(parsed.data.portfolio), inventory };
}

function jsonOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw invalid(number);
  }
}

function invalid(line: number): ChokepointError {
  return new ChokepointError(
    'inputs-invalid',
    `Line ${line} of the inputs of the removal test cannot be read.`,
    'Take the files from the PDF again (pdfdetach -saveall report.pdf), or check against the case with --case CASE.',
    { line },
  );
}
