import { rmSync } from 'node:fs';
import { importFile } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { createCase } from '../../electron/engine/store/case-file.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

// Child process: imports argv[2] into a new case at argv[3], prints milliseconds, rows and peak memory as JSON.
const [, , path = '', casePath = ''] = process.argv;
const at = '2026-01-01T00:00:00.000Z';
rmSync(casePath, { force: true });
const start = performance.now();
const file = createCase(casePath, { id: 'bench', title: 'Import benchmark', question: '', sample: true, createdAt: at });
const recipe = recipeOf(previewFile(path, 'nodes.csv'));
const context = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };
const { result } = importFile(file, { path, fileName: 'nodes.csv', name: 'nodes', recipe, at, actor: 'bench' }, context);
file.close();
const milliseconds = performance.now() - start;
const { rows, rejected, columns } = result.dataset;
console.log(
  JSON.stringify({
    milliseconds,
    rows,
    rejected,
    types: columns.map(({ type }) => type),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
