// Canonical columns of an inventory, beside the loading of the stored columns that they are read from: `npm run bench -- canonical [ROWS ROUNDS]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalOf } from '../electron/engine/analysis/canonical.ts';
import { importFile } from '../electron/engine/import/operations.ts';
import { previewFile } from '../electron/engine/import/preview.ts';
import { createCase, openCase } from '../electron/engine/store/case-file.ts';
import { listDatasets, recipeOf as storedRecipe } from '../electron/engine/store/catalogue.ts';
import { readTable } from '../electron/engine/store/read-table.ts';
import { recipeOf } from '../shared/case/recipe.ts';
import type { Column } from '../shared/columns/table.ts';
import { shapeOf, writeFile } from './import/shapes.ts';

const [rows = 1e6, rounds = 5] = process.argv.slice(2).map(Number);
const at = '2026-01-01T00:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'chokepoint-bench-'));
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

try {
  const path = join(folder, 'inventory.csv');
  writeFile(path, 'csv', shapeOf('inventory'), rows, 7);
  const casePath = join(folder, 'bench.chokepoint');
  const made = createCase(casePath, { id: 'bench', title: 'Canonical benchmark', question: '', sample: true, createdAt: at });
  const context = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };
  importFile(
    made,
    { path, fileName: 'inventory.csv', name: 'nodes', recipe: recipeOf(previewFile(path, 'inventory.csv')), at, actor: 'bench' },
    context,
  );
  made.close();
  const file = openCase(casePath, { mode: 'read' });
  const [dataset] = listDatasets(file);
  if (!dataset) throw new Error('no dataset was imported');
  const recipe = storedRecipe(file, dataset.id);
  const loading: number[] = [];
  const deriving: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // the columns that are read, loaded by themselves; then the work on them without loading
    const used = new Map<string, Column>();
    canonicalOf({
      dataset,
      recipe,
      aliases: {},
      read: (name) => used.get(name) ?? (used.set(name, columnOf(name)).get(name) as Column),
    });
    const start = performance.now();
    for (const name of used.keys()) columnOf(name);
    const loaded = performance.now();
    canonicalOf({ dataset, recipe, aliases: {}, read: (name) => used.get(name) as Column });
    loading.push(loaded - start);
    deriving.push(performance.now() - loaded);
  }
  const [load, derive] = [median(loading), median(deriving)];
  console.log(`${rows} records, ${rounds} rounds: deriving takes ${(derive / load).toFixed(2)} x the loading of the columns that it reads`);
  console.log(`(${derive.toFixed(0)} ms beside ${load.toFixed(0)} ms)`);
  file.close();

  function columnOf(name: string): Column {
    return readTable(file, dataset?.id ?? '', [name]).columns.get(name) as Column;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
