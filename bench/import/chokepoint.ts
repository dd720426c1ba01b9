import { rmSync } from 'node:fs';
import { importFile } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { createCase } from '../../electron/engine/store/case-file.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { timed } from './timed.ts';

// Child process: imports argv[2] under the name argv[3] into a new case at argv[4]; prints a run as JSON.
const [, , path = '', fileName = '', casePath = ''] = process.argv;
const at = '2026-01-01T00:00:00.000Z';
rmSync(casePath, { force: true });
let rows = 0;
const run = await timed(() => {
  const file = createCase(casePath, { id: 'bench', title: 'Import benchmark', question: '', sample: true, createdAt: at });
  const recipe = recipeOf(previewFile(path, fileName));
  const context = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };
  const { result } = importFile(file, { path, fileName, name: 'nodes', recipe, at, actor: 'bench' }, context);
  file.close();
  rows = result.dataset.rows;
});
console.log(JSON.stringify({ ...run, rows }));
