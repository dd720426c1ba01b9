import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../electron/engine/evidence/verify.ts';
import type { CompareSpec } from '../../shared/case/compare.ts';
import { layoutOf } from '../../shared/case/report.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { bundleFiles, zipped } from '../evidence/small-bundle.ts';
import { has, over } from './support.ts';

// By provider: East has p 50, q 30, r 20 of 100; West has q 31, r 19, s 50 of 100. So p and s, each on one side alone, make the difference.
const EAST = 'provider,gpu_count\np,50\nq,30\nr,20\n';
const WEST = 'provider,gpu_count\nq,31\nr,19\ns,50\n';

describe('a comparison of two networks in a report', () => {
  let opened: Awaited<ReturnType<typeof openTestEngine>>;
  const file = async (name: string) => {
    const { files } = await resultOf(await opened.engine.client.report.export({ paper: 'a4' }));
    return readFileSync(opened.engine.files.path(files.find((each) => each.name === name)?.ref as string));
  };
  beforeAll(async () => {
    opened = await openTestEngine();
    const { client } = opened.engine;
    const sides: CompareSpec['sides'] = [];
    for (const [name, text] of [
      ['East', EAST],
      ['West', WEST],
    ] as const) {
      const path = join(opened.folder, `${name}.csv`);
      writeFileSync(path, text);
      const { id: dataset } = await importFile(opened.engine, path, { name });
      sides.push({
        ...{ dataset, by: 'provider', weight: 'gpu_count', where: '', entities: 'confirmed', unknown: 'bounds', top: 20 },
        ...{ split: '', columns: '', base: '' },
      });
    }
    await client.report.setLayout({
      layout: { ...layoutOf('full'), comparisons: [{ name: 'East and West', spec: { sides, steps: 'from-first', anyway: true } }] },
    });
  }, 60_000);
  afterAll(() => opened.close());

  it('draws what stands on one side alone among the largest differences, and says where it stands', async () => {
    const rows = (await file('figure-B1.csv')).toString().trim().split(/\r?\n/).slice(1);
    expect(rows.map((row) => row.split(',').slice(0, 3))).toEqual([
      ['p', '0.5', ''],
      ['s', '', '0.5'],
      ['q', '0.3', '0.31'],
      ['r', '0.2', '0.19'],
    ]);
    if (!has('pdftotext')) return;
    const text = over(await file('report.pdf'), 'pdftotext', '-layout', '{}', '-').text.replace(/\s+/g, ' ');
    expect(text).toContain('p is only in A, with 50.0 %');
    expect(text).toContain('1 only in B, 1 only in A, 2 in both');
    expect(text).not.toMatch(/1 entered|Exit/);
  }, 60_000);

  it('names the sources of both sides in its claim', async () => {
    const { claims } = JSON.parse((await file('claims.json')).toString());
    const [change] = claims.filter(({ id }: { id: string }) => id === 'X1.hhi-change');
    expect(change.evidence.sources).toEqual(['S1', 'S2']);
    // 50² + 30² + 20² = 3,800; 31² + 19² + 50² = 3,822
    expect(change.parameters).toMatchObject({ a: 3800, b: 3822 });
  }, 60_000);

  it('has the imports of both sides among the decisions behind its claim', async () => {
    const { claims, decisions } = await verifyEvidence(zipped(await bundleFiles(opened.engine)), 'bundle.zip');
    const behind = claims.find(({ id }) => id === 'X1.hhi-change')?.decisions ?? [];
    const labels = decisions.filter(({ sequence }) => behind.includes(sequence)).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining([expect.stringContaining('East.csv'), expect.stringContaining('West.csv')]));
  }, 60_000);
});
