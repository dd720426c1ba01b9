import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRules } from '../../scripts/rules.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chokepoint-rules-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CONTRACT = 'export const contract = { views: { open: {}, rows: {} } };\n';
const HANDLERS = 'export const views = { open: engine.views.open.handler(() => 1), rows: engine.views.rows.handler(() => 2) };\n';
const TESTS = 'await client.views.open({}); await client.views.rows({});\n';

/** A small project that keeps every rule, with the given files put in or over it. */
async function rulesBrokenBy(files: Record<string, string>): Promise<string[]> {
  const project = {
    'package.json': '{ "dependencies": { "zod": "4.6.7" } }',
    'shared/contract/index.ts': CONTRACT,
    'electron/engine/handlers/views.ts': HANDLERS,
    'tests/hosts/views.test.ts': TESTS,
    ...files,
  };
  for (const [path, text] of Object.entries(project)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (await checkRules(root)).map(({ file, rule }) => `${rule} ${file}`);
}

describe('the rule check', () => {
  it('accepts a project that keeps the rules', async () => {
    expect(await rulesBrokenBy({})).toEqual([]);
  });

  it('wants a number of its own for each decision, and a line in their list', async () => {
    const list = '- [0001](0001-a.md) A\n- [0001](0001-b.md) B\n';
    const pages = { 'docs/decisions/0001-a.md': '# A\n', 'docs/decisions/0001-b.md': '# B\n', 'docs/decisions/0002-c.md': '# C\n' };
    expect(await rulesBrokenBy({ 'docs/decisions/README.md': list, ...pages })).toEqual([
      'decision-number docs/decisions/0001-a.md',
      'decision-number docs/decisions/0001-b.md',
      'decision-listed docs/decisions/0002-c.md',
    ]);
  });

  it.each([
    ['Math.random', 'export const chance = () => Math.random();'],
    ['the clock', 'export const now = () => Date.now();'],
    ['today', 'export const today = () => new Date();'],
    ['the locale', "export const order = (a: string) => a.localeCompare('b');"],
    ['Intl', "export const order = new Intl.Collator('de');"],
  ])('names shared-is-pure when shared/ uses %s', async (_, source) => {
    expect(await rulesBrokenBy({ 'shared/metrics/hhi.ts': source })).toEqual(['shared-is-pure shared/metrics/hhi.ts']);
  });

  it('lets a comment speak of the clock', async () => {
    expect(await rulesBrokenBy({ 'shared/metrics/hhi.ts': '/** Never Date.now(). */\n// nor Math.random\nexport {};' })).toEqual([]);
  });

  it('names one-handler when a contract entry has no handler, or two', async () => {
    const place = 'electron/engine/handlers/views.ts';
    const one = 'export const views = { open: engine.views.open.handler(() => 1) };\n';
    expect(await rulesBrokenBy({ [place]: one })).toEqual([`one-handler ${place}`]);
    expect(await rulesBrokenBy({ [place]: `${HANDLERS}${one}` })).toEqual([`one-handler ${place}`]);
  });

  it('names one-handler when the handler stands in the file of another subject', async () => {
    const open = 'export const open = engine.views.open.handler(() => 1);\n';
    const rows = 'export const rows = engine.views.rows.handler(() => 1);\n';
    const broken = await rulesBrokenBy({ 'electron/engine/handlers/views.ts': rows, 'electron/engine/handlers/app.ts': open });
    expect(broken).toEqual(['one-handler electron/engine/handlers/views.ts']);
  });

  it('names contract-tested when no test calls an entry', async () => {
    const broken = await rulesBrokenBy({ 'tests/hosts/views.test.ts': '// client.views.rows\nawait client.views.open({});\n' });
    expect(broken).toEqual(['contract-tested shared/contract/views.ts']);
  });

  it('names folder-readme for a folder with six files and none, and for a README of more than ten lines', async () => {
    const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`renderer/grid/part${n}.ts`, 'export {};\n']));
    expect(await rulesBrokenBy(six)).toEqual(['folder-readme renderer/grid/README.md']);
    expect(await rulesBrokenBy({ ...six, 'renderer/grid/README.md': 'What lives here.\n' })).toEqual([]);
    expect(await rulesBrokenBy({ ...six, 'renderer/grid/README.md': 'line\n'.repeat(11) })).toEqual([
      'folder-readme renderer/grid/README.md',
    ]);
  });

  it('names exact-version for a version range, and never for a package decided against', async () => {
    const broken = await rulesBrokenBy({
      'package.json': '{ "dependencies": { "zod": "^4.6.7" }, "devDependencies": { "xlsx": "0.18.5" } }',
    });
    expect(broken).toEqual(['exact-version package.json', 'never package.json']);
  });
});
