import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const biome = join(root, 'node_modules/.bin/biome');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-rules-'));
  for (const name of ['biome.json', 'package.json']) cpSync(join(root, name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lints a project that has only the given files, with the rules of this one. */
function lint(files: Record<string, string>): { ok: boolean; output: string } {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { status, stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', '--colors=off', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { ok: status === 0, output: stdout + stderr };
}

const importing = (name: string) => `import { thing } from '${name}';\nexport const use = thing;\n`;

// Rules 1 to 4 of docs/architecture.md, one planted violation a row.
const violations: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('node:fs')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('fs')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('react')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('@orpc/server')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('../../electron/engine/index.ts')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', importing('../../renderer/app/App.tsx')],
  ['shared-is-pure', 'shared/metrics/hhi.ts', 'export const now = () => performance.now();\n'],
  ['shared-is-pure', 'shared/metrics/hhi.ts', 'export const home = () => process.env.HOME;\n'],
  ['electron-only-in-main', 'electron/engine/index.ts', importing('electron')],
  ['electron-only-in-main', 'electron/cli/index.ts', importing('electron')],
  ['electron-only-in-main', 'electron/serve/index.ts', "export const later = () => import('electron');\n"],
  ['electron-only-in-main', 'electron/engine/index.ts', importing('electron/main')],
  ['electron-only-in-main', 'renderer/app/App.tsx', importing('electron')],
  ['electron-only-in-main', 'tests/hosts/desktop.test.ts', importing('electron')],
  ['electron-only-in-main', 'scripts/start.ts', importing('electron')],
  ['sqlite-only-in-store', 'electron/engine/import/read.ts', importing('better-sqlite3')],
  ['sqlite-only-in-store', 'electron/engine/report/pdf.ts', importing('better-sqlite3')],
  ['sqlite-only-in-store', 'electron/main/index.ts', importing('better-sqlite3')],
  ['grid-only-in-grid', 'renderer/features/views/Table.tsx', importing('ag-grid-react')],
  ['grid-only-in-grid', 'renderer/chart/Chart.tsx', importing('ag-grid-community')],
  ['echarts-only-in-chart', 'renderer/features/views/Pareto.tsx', importing('echarts')],
  ['echarts-only-in-chart', 'renderer/grid/Grid.tsx', importing('echarts/core')],
  ['echarts-only-in-chart', 'electron/engine/analysis/view.ts', importing('echarts')],
  ['page-knows-no-host', 'renderer/features/views/Table.tsx', importing('../../../electron/engine/router.ts')],
  ['page-knows-no-host', 'renderer/grid/Grid.tsx', importing('../../electron/engine/router.ts')],
  ['engine-knows-no-host', 'electron/engine/handlers/app.ts', importing('../../main/window.ts')],
  ['engine-knows-no-host', 'electron/engine/store/case-file.ts', importing('../../serve/server.ts')],
  ['engine-knows-no-host', 'electron/engine/index.ts', importing('../cli/view.ts')],
  ['renderer-is-a-leaf', 'electron/engine/index.ts', importing('../../renderer/app/App.tsx')],
  ['never', 'renderer/grid/Grid.tsx', importing('ag-grid-enterprise')],
  ['never', 'electron/engine/import/xlsx.ts', importing('xlsx')],
  ['never', 'tests/import/xlsx.test.ts', importing('exceljs')],
  ['noExcessiveLinesPerFile', 'electron/engine/long.ts', 'export {};\n'.repeat(401)],
];

describe('the lint configuration fails on', () => {
  it.each(violations)('%s: %s', (rule, file, source) => {
    const { ok, output } = lint({ [file]: source });
    expect(output).toContain(rule.startsWith('no') ? rule : `[${rule}]`);
    expect(output).toContain(file);
    expect(ok).toBe(false);
  });

  it('product code that imports a development package', () => {
    const manifest = JSON.stringify({ name: 'planted', dependencies: { zod: '4.6.7' }, devDependencies: { papaparse: '5.7.1' } });
    const { ok, output } = lint({ 'package.json': manifest, 'electron/engine/import/csv.ts': importing('papaparse') });
    expect(output).toContain('noUndeclaredDependencies');
    expect(ok).toBe(false);
    expect(lint({ 'electron/engine/import/csv.ts': 'export {};\n', 'tests/import/csv.test.ts': importing('papaparse') }).ok).toBe(true);
  });

  it('an import cycle', () => {
    const { ok, output } = lint({
      'shared/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
      'shared/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
    });
    expect(output).toContain('noImportCycles');
    expect(ok).toBe(false);
  });
});

describe('the lint configuration accepts', () => {
  it('what the layers are for', () => {
    const { ok, output } = lint({
      'shared/metrics/hhi.ts': "import { z } from 'zod';\nimport { oc } from '@orpc/contract';\nexport const use = [z, oc];\n",
      'shared/sample/dice.ts': importing('pure-rand/distribution/uniformInt'),
      'shared/metrics/lorenz.ts': importing('../columns/table.ts'),
      'electron/main/index.ts': importing('electron'),
      'electron/preload/index.ts': importing('electron'),
      'electron/engine/store/case-file.ts': importing('better-sqlite3'),
      'electron/engine/report/charts.ts': importing('echarts/core'),
      'renderer/grid/Grid.tsx': importing('ag-grid-react'),
      'renderer/chart/Chart.tsx': importing('echarts/core'),
      'renderer/state/client.ts': importing('../../shared/contract/index.ts'),
      'electron/cli/view.ts': importing('../engine/index.ts'),
    });
    expect(output).not.toMatch(/noRestricted/);
    expect(ok).toBe(true);
  });

  it('a long file that gives its reason in the first line', () => {
    const reason = '// biome-ignore-all lint/style/noExcessiveLinesPerFile: one table, cut nowhere\n';
    expect(lint({ 'shared/table.ts': `${reason}${'export {};\n'.repeat(401)}` }).ok).toBe(true);
  });
});
