import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Portfolio } from '../../shared/case/portfolio.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { Inventory } from '../../shared/resilience/inventory.ts';
import { type PreparedRemoval, prepareRemoval } from '../../shared/resilience/removal-test.ts';

const MODELS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliet', 'kilo', 'lima'];
const SIZES = [1, 2, 4, 8] as const;
const GANGS = [1, 2, 4, 8] as const;
/** The largest fiftieth of the providers has mostly nodes of eight GPUs. */
const LARGE = 0.02;

export type Shape = {
  units: number;
  classes: number;
  /** demand of each class as a share of what the network can host of it alone */
  load: string;
  /** such as `90%` */
  threshold: string;
  mode?: 'independent' | 'competing';
  seed?: number;
};

export type Instance = { inventory: Inventory; portfolio: Portfolio; prepared: PreparedRemoval; nodes: number };

/**
 * A network with a long tail: provider u (from 0) has max(1, floor(units / (u + 1)^0.95)) nodes of one to three of 12 GPU models; each class
 * takes gangs of 1, 2, 4 or 8 GPUs of one to four of the models.
 */
export function instance({ units, classes, load, threshold, mode = 'independent', seed = 7 }: Shape): Instance {
  const random = xoroshiro128plus(seed);
  const uniform = () => (random.next() >>> 0) / 2 ** 32;
  const pick = (count: number) => Math.floor(uniform() * count);
  const portfolio = parsePortfolio({
    classes: Array.from({ length: classes }, (_, index) => ({
      name: `class ${index}`,
      gpu_models: [...new Set(Array.from({ length: 1 + pick(4) }, () => MODELS[pick(MODELS.length)]))],
      gpus_per_node: GANGS[index % GANGS.length],
      quantity_share_of_capacity: load,
    })),
  });
  const rows: { unit: number; model: number; size: number; nodes: number }[] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const own = Math.max(1, Math.floor(units / (unit + 1) ** 0.95));
    const models = Array.from({ length: 1 + pick(3) }, () => pick(MODELS.length));
    const counts = new Map<number, number>();
    for (let node = 0; node < own; node += 1) {
      const model = models[pick(models.length)] as number;
      const size = unit < units * LARGE && uniform() < 0.8 ? 8 : (SIZES[pick(4)] as number);
      counts.set(model * 100 + size, (counts.get(model * 100 + size) ?? 0) + 1);
    }
    for (const [key, nodes] of counts) rows.push({ unit, model: Math.floor(key / 100), size: key % 100, nodes });
  }
  const gpus = Float64Array.from(rows, ({ size }) => size);
  const inventory: Inventory = {
    rows: rows.length,
    unit: {
      codes: Int32Array.from(rows, ({ unit }) => unit),
      labels: Array.from({ length: units }, (_, unit) => `provider ${String(unit).padStart(6, '0')}`),
    },
    gpus: { low: gpus, high: gpus },
    nodes: Int32Array.from(rows, ({ nodes }) => nodes),
    gpuModel: { codes: Int32Array.from(rows, ({ model }) => model), labels: MODELS },
  };
  const prepared = prepareRemoval(inventory, portfolio, { threshold, mode });
  return { inventory, portfolio: prepared.portfolio, prepared, nodes: rows.reduce((sum, { nodes }) => sum + nodes, 0) };
}
