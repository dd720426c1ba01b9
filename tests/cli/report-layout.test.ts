import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

describe('chokepoint report', () => {
  const folder = temporaryFolder();
  const path = folder.path('audit.chokepoint');
  const file = folder.path('layout.json');
  beforeAll(async () => {
    // domain.md 4: HHI 2,325 to 4,950, stated 4,133
    writeFileSync(folder.path('providers.csv'), 'operator,gpu_count\nBorealis,40\nTundra,25\nCirrus,10\n,25\n');
    const { code } = await chokepoint('import', folder.path('providers.csv'), '--case', path);
    expect(code).toBe(0);
  }, 60_000);
  afterAll(() => folder.remove());

  it('layout prints what is in the report, and takes back what it printed', async () => {
    const shown = await chokepoint('report', 'layout', '--case', path);
    expect(shown.code).toBe(0);
    expect(shown.out).toContain('Template full (nobody has changed it), draft');
    expect(shown.out).toContain('+ Geography (geography)');
    const { out } = await chokepoint('report', 'layout', '--show', '--case', path, '--json');
    const { layout, chosen } = JSON.parse(out);
    expect(chosen).toBe(false);
    writeFileSync(file, JSON.stringify({ layout: { ...layout, title: 'Own title', findings: [{ claim: 'VD1.hhi' }] } }));
    const set = await chokepoint('report', 'layout', '--set', file, '--case', path, '--json');
    expect(JSON.parse(set.out)).toMatchObject({
      chosen: true,
      layout: { title: 'Own title', findings: [{ claim: 'VD1.hhi', text: null }] },
    });
  });

  it('layout refuses what is no layout and says where', async () => {
    writeFileSync(file, '{"sections": [{"kind": "poem"}]}');
    const { code, err } = await chokepoint('report', 'layout', '--set', file, '--case', path, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ code: 'layout-invalid', message: expect.stringContaining('sections.0.kind') });
  });

  it('lint ends with 2 where a text is refused, and with 0 where it is only to know', async () => {
    const mild = await chokepoint('report', 'lint', '--case', path);
    expect(mild.code).toBe(0);
    expect(mild.out).toContain('to know');
    expect(mild.out).toContain('Nothing is refused: the report can be exported.');
    const { layout } = JSON.parse((await chokepoint('report', 'layout', '--case', path, '--json')).out);
    writeFileSync(file, JSON.stringify({ ...layout, findings: [{ claim: 'VD1.hhi', text: 'HHI of GPUs is 99 points: safe.' }] }));
    expect((await chokepoint('report', 'layout', '--set', file, '--case', path)).code).toBe(0);
    const { code, out } = await chokepoint('report', 'lint', '--case', path);
    expect(code).toBe(2);
    expect(out).toMatch(/refused {2}finding VD1\.hhi \[word\]: "safe"/);
    expect(out).toMatch(/refused {2}finding VD1\.hhi \[value\]: "99" is no number of VD1\.hhi/);
  }, 60_000);

  it('layout --reset follows the template again', async () => {
    const { out } = await chokepoint('report', 'layout', '--reset', '--case', path, '--json');
    expect(JSON.parse(out)).toMatchObject({ chosen: false, layout: { title: '' } });
  });

  it('without a word below it still asks for its own options', async () => {
    const { code, err } = await chokepoint('report', '--case', path);
    expect(code).toBe(2);
    expect(err).toContain('--out');
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });
});
