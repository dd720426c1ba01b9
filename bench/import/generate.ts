import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { diceOf } from '../../shared/sample/random.ts';

export const HEADER = 'node_id,provider,operator,country,host_org,gpu_model,gpu_count,price_usd_per_gpu_hour,uptime';
const ROWS_PER_WRITE = 20_000;

/**
 * Writes a seeded node list: ids without repeats, 20,000 providers of skewed size, names with commas in quotes, blank cells.
 *
 * @param rows records to write, 9 columns each
 */
export function writeNodeList(path: string, rows: number, seed: number): void {
  const dice = diceOf(seed);
  const providers = Array.from({ length: 20_000 }, (_, index) => `prov${dice.below(1 << 30).toString(36)}${index.toString(36)}`);
  const operators = Array.from({ length: 3_000 }, (_, index) =>
    index % 7 === 0 ? `"Fictional Compute ${index}, Ltd."` : `operator ${index}`,
  );
  const countries = Array.from({ length: 94 }, (_, index) => String.fromCharCode(65 + Math.floor(index / 10), 65 + (index % 26)));
  const hosts = Array.from({ length: 400 }, (_, index) => (index % 9 === 0 ? `"Hall ${index}, Inc."` : `Hall ${index}`));
  const models = [
    'H100 80GB HBM3',
    'H100 PCIe',
    'A100-SXM4-80GB',
    'A100-PCIE-40GB',
    'RTX 4090',
    'RTX 3090',
    'L40S',
    'MI300X',
    'T4',
    'unknown',
  ];
  const counts = [1, 1, 2, 4, 8, 8, 8, 16];
  const file = openSync(path, 'w');
  try {
    writeSync(file, `${HEADER}\n`);
    for (let row = 0; row < rows; ) {
      let text = '';
      for (const end = Math.min(rows, row + ROWS_PER_WRITE); row < end; row++) {
        const provider = Math.min(dice.below(20_000), dice.below(20_000));
        const operator = dice.chance(1, 12) ? '' : operators[provider % 3_000];
        const price = dice.chance(1, 20) ? '' : `${dice.below(5)}.${String(dice.below(10_000)).padStart(4, '0')}`;
        const uptime = dice.chance(1, 30) ? 'n/a' : `0.${String(90_000 + dice.below(10_000))}`;
        text +=
          `n-${row.toString(16).padStart(8, '0')},${providers[provider]},${operator},${dice.pick(countries)},${hosts[provider % 400]},` +
          `${dice.pick(models)},${dice.pick(counts)},${price},${uptime}\n`;
      }
      writeSync(file, text);
    }
    // else the first way would wait for the writing of its own input
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
