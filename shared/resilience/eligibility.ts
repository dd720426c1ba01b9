import type { WorkloadClass } from '../case/portfolio.ts';
import type { CodedColumn, Inventory } from './inventory.ts';
import { matchesModel } from './models.ts';

/** Answers of a predicate; the answer of a class is the smallest of its predicates. */
const NO = 0;
const UNKNOWN = 1;
const YES = 2;

/**
 * Which rows may serve a class.
 *
 * @returns per row 0 = no, 1 = depends on a value that is unknown (eligible in the optimistic reading only), 2 = yes
 */
export function eligibilityOf(inventory: Inventory, workload: WorkloadClass): Uint8Array {
  const answers = new Uint8Array(inventory.rows).fill(YES);
  const { gpu_models: models, countries } = workload;
  if (models) {
    const matches = inventory.gpuMatches?.[JSON.stringify(models)];
    applyLabels(answers, inventory.gpuModel, (label, code) => matches?.[code] ?? matchesModel(label, models));
  }
  if (countries) {
    const wanted = new Set(countries.map((country) => country.toLowerCase()));
    applyLabels(answers, inventory.country, (label) => (wanted.has(label.trim().toLowerCase()) ? YES : NO));
  }
  const { min_vram_gib: minVram, min_uptime: minUptime, max_usd_per_gpu_hour: maxPrice } = workload;
  if (minVram !== undefined) applyMemory(answers, inventory, minVram);
  if (minUptime !== undefined) applyNumbers(answers, inventory.uptime, (value) => value >= minUptime);
  if (maxPrice !== undefined) applyPrice(answers, inventory, maxPrice);
  if (workload.verified_only) {
    for (let row = 0; row < answers.length; row += 1) {
      const state = inventory.verified?.[row] ?? -1;
      lower(answers, row, state === 1 ? YES : state === 0 ? NO : UNKNOWN);
    }
  }
  return answers;
}

function applyLabels(answers: Uint8Array, column: CodedColumn | undefined, test: (label: string, code: number) => number): void {
  const table = Uint8Array.from(column?.labels ?? [], test);
  for (let row = 0; row < answers.length; row += 1) {
    const code = column ? (column.codes[row] as number) : -1;
    lower(answers, row, code < 0 ? UNKNOWN : (table[code] as number));
  }
}

function applyNumbers(answers: Uint8Array, column: Float64Array | undefined, test: (value: number) => boolean): void {
  for (let row = 0; row < answers.length; row += 1) {
    const value = column ? (column[row] as number) : Number.NaN;
    lower(answers, row, Number.isNaN(value) ? UNKNOWN : test(value) ? YES : NO);
  }
}

/** Memory of the record, else what its model comes with: enough in every reading, in some, in none. */
function applyMemory(answers: Uint8Array, { vramGib, vramRange }: Inventory, least: number): void {
  for (let row = 0; row < answers.length; row += 1) {
    const stated = vramGib?.[row] ?? Number.NaN;
    const low = Number.isNaN(stated) ? (vramRange?.low[row] ?? Number.NaN) : stated;
    const high = Number.isNaN(stated) ? (vramRange?.high[row] ?? Number.NaN) : stated;
    lower(answers, row, low >= least ? YES : high < least ? NO : UNKNOWN);
  }
}

/** Price of the record, else what its bounds say: low enough in every reading, in some, in none. */
function applyPrice(answers: Uint8Array, { priceUsdPerGpuHour, priceRange }: Inventory, most: number): void {
  for (let row = 0; row < answers.length; row += 1) {
    const stated = priceUsdPerGpuHour?.[row] ?? Number.NaN;
    const low = Number.isNaN(stated) ? (priceRange?.low[row] ?? Number.NaN) : stated;
    const high = Number.isNaN(stated) ? (priceRange?.high[row] ?? Number.NaN) : stated;
    lower(answers, row, high <= most ? YES : low > most ? NO : UNKNOWN);
  }
}

function lower(answers: Uint8Array, row: number, answer: number): void {
  if (answer < (answers[row] as number)) answers[row] = answer;
}
