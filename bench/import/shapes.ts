import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { type Dice, diceOf } from '../../shared/sample/random.ts';

type Cell = string | number | null;
export type Shape = {
  name: string;
  columns: readonly { name: string; type: 'text' | 'whole' | 'number' }[];
  /** cells of row `row`, in the order of the columns; the same for the same seed */
  rows: (seed: number) => (row: number) => Cell[];
};

const text = (name: string) => ({ name, type: 'text' as const });
const whole = (name: string) => ({ name, type: 'whole' as const });
const number = (name: string) => ({ name, type: 'number' as const });

const MODELS = 'H100 80GB HBM3,H100 PCIe,A100-SXM4-80GB,A100-PCIE-40GB,RTX 4090,RTX 3090,L40S,MI300X,T4,unknown'.split(',');
const COUNTS = [1, 1, 2, 4, 8, 8, 8, 16];

/** Makes a node of a fictional network: 20,000 providers of skewed size, names with commas, cells without a value. */
function nodeMaker(seed: number): { dice: Dice; node: (row: number) => Cell[] } {
  const dice = diceOf(seed);
  const providers = Array.from({ length: 20_000 }, (_, index) => `prov${dice.below(1 << 30).toString(36)}${index.toString(36)}`);
  const operators = Array.from({ length: 3_000 }, (_, index) =>
    index % 7 === 0 ? `Fictional Compute ${index}, Ltd.` : `operator ${index}`,
  );
  const countries = Array.from({ length: 94 }, (_, index) => String.fromCharCode(65 + Math.floor(index / 10), 65 + (index % 26)));
  const hosts = Array.from({ length: 400 }, (_, index) => (index % 9 === 0 ? `Hall ${index}, Inc.` : `Hall ${index}`));
  const node = (row: number): Cell[] => {
    const provider = Math.min(dice.below(20_000), dice.below(20_000));
    return [
      `n-${row.toString(16).padStart(8, '0')}`,
      providers[provider] as string,
      dice.chance(1, 12) ? null : (operators[provider % 3_000] as string),
      dice.pick(countries),
      hosts[provider % 400] as string,
      dice.pick(MODELS),
      dice.pick(COUNTS),
      dice.chance(1, 20) ? null : (dice.below(5) * 10_000 + dice.below(10_000)) / 10_000,
      dice.chance(1, 30) ? 'n/a' : (90_000 + dice.below(10_000)) / 100_000,
    ];
  };
  return { dice, node };
}

const NODE_COLUMNS = [
  ...['node_id', 'provider', 'operator', 'country', 'host_org', 'gpu_model'].map(text),
  whole('gpu_count'),
  number('price_usd_per_gpu_hour'),
  number('uptime'),
];

/** A node list of 9 columns, about 78 bytes a record. */
const nodes: Shape = { name: 'nodes', columns: NODE_COLUMNS, rows: (seed) => nodeMaker(seed).node };

/** The same without the id that no two records share: what has to be remembered does not grow with the file. */
const anonymous: Shape = {
  name: 'anonymous',
  columns: NODE_COLUMNS.slice(1),
  rows(seed) {
    const { node } = nodeMaker(seed);
    return (row) => node(row).slice(1);
  },
};

/** An inventory of 16 columns, about 160 bytes a record: the shape that the targets were set with. */
const inventory: Shape = {
  name: 'inventory',
  columns: [...NODE_COLUMNS, ...['region', 'site', 'owner', 'status', 'observed_at'].map(text), whole('vram_gib'), number('stake')],
  rows(seed) {
    const { dice, node } = nodeMaker(seed);
    const two = (value: number) => String(value).padStart(2, '0');
    return (row) => [
      ...node(row),
      `region-${dice.below(40)}`,
      `site ${dice.below(1500)} of the eastern hall`,
      `0x${(dice.below(6000) * 2_654_435_761).toString(16).padStart(14, '0')}`,
      dice.pick(['online', 'online', 'offline', 'draining']),
      `2026-04-${two(1 + dice.below(28))}T${two(dice.below(24))}:00:00Z`,
      dice.pick([16, 24, 40, 80, 141, 192]),
      (dice.below(1 << 30) * 1000 + dice.below(1000)) / 1000,
    ];
  },
};

const SHAPES = [nodes, inventory, anonymous];

/** The shape with this name. */
export function shapeOf(name: string): Shape {
  const shape = SHAPES.find((one) => one.name === name);
  if (!shape) throw new Error(`no shape "${name}"`);
  return shape;
}

/** Columns as DuckDB wants them typed. */
export function duckColumns(shape: Shape): string {
  const types = { text: 'VARCHAR', whole: 'INTEGER', number: 'DOUBLE' };
  return shape.columns.map(({ name, type }) => `'${name}': '${types[type]}'`).join(', ');
}

const csvCell = (cell: Cell) => (cell === null ? '' : typeof cell === 'string' && cell.includes(',') ? `"${cell}"` : String(cell));
const ROWS_PER_WRITE = 20_000;

/** Writes a seeded file of `rows` records; unknown uptimes are "n/a" in CSV and null in JSON lines. */
export function writeFile(path: string, format: 'csv' | 'ndjson', shape: Shape, rows: number, seed: number): void {
  const names = shape.columns.map(({ name }) => name);
  const cellsOf = shape.rows(seed);
  const lineOf =
    format === 'csv'
      ? (cells: Cell[]) => cells.map(csvCell).join(',')
      : (cells: Cell[]) => JSON.stringify(Object.fromEntries(cells.map((cell, index) => [names[index], cell === 'n/a' ? null : cell])));
  const file = openSync(path, 'w');
  try {
    if (format === 'csv') writeSync(file, `${names.join(',')}\n`);
    for (let row = 0; row < rows; ) {
      let lines = '';
      for (const end = Math.min(rows, row + ROWS_PER_WRITE); row < end; row++) lines += `${lineOf(cellsOf(row))}\n`;
      writeSync(file, lines);
    }
    // else the first way would wait for the writing of its own input
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
