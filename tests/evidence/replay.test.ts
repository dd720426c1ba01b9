import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../electron/engine/evidence/archive.ts';
import type { Engine } from '../../electron/engine/index.ts';
import type { ClaimChange } from '../../shared/evidence/replay.ts';
import { replayedClaims } from '../../shared/evidence/replay-decisions.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { bundleFiles, sealed, zipped } from './small-bundle.ts';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let bundle: string;
const at = (name: string) => join(opened.folder, name);

/** Shares of q3: a 50 %, b 30 %, c 20 %: HHI 2500 + 900 + 400 = 3,800. */
const THIRD = 'provider,gpu_model,gpu_count\na,H100,50\nb,H100,30\nc,Rtx Foo,20\n';
/** Of q4: a 40 %, b 40 %, d 20 %: HHI 1600 + 1600 + 400 = 3,600. */
const FOURTH = 'provider,gpu_model,gpu_count\na,H100,80\nb,H100,80\nd,Rtx Foo,40\n';

async function replayed(engine: Engine, files: { dataset: string; path: string; renamed?: Record<string, string>; acceptNew?: boolean }[]) {
  return resultOf(
    await engine.client.evidence.replay({
      bundle: engine.files.adopt(bundle).ref,
      title: 'Fourth quarter',
      files: files.map(({ path, ...rest }) => ({ ...rest, file: engine.files.adopt(path).ref })),
    }),
  );
}

beforeAll(async () => {
  opened = await openTestEngine();
  const { client } = opened.engine;
  writeFileSync(at('fleet-2026-09-30.csv'), THIRD);
  writeFileSync(at('fleet-2026-12-31.csv'), FOURTH);
  const { id } = await importFile(opened.engine, at('fleet-2026-09-30.csv'), { name: 'Fleet' });
  // the view that stays is V2 of the bundle, and V1 of the new case
  await client.views.save({ name: 'by model', spec: { dataset: id, by: 'gpu_model', weight: 'gpu_count' } });
  await client.views.remove({ id: 'V1' });
  await client.views.save({ name: 'by provider', spec: { dataset: id, by: 'provider', weight: 'gpu_count' } });
  await client.values.alias({ decisions: [{ kind: 'gpu', raw: 'Rtx Foo', value: 'nvidia/rtx4090' }] });
  const { layout } = await client.report.layout();
  const noted = layout.sections.map((section) => (section.kind === 'findings' ? { ...section, note: 'Of the third quarter.' } : section));
  await client.report.setLayout({ layout: { ...layout, sections: noted, dissent: [{ name: 'R. Reviewer', text: 'No.' }] } });
  bundle = at('q3.zip');
  writeFileSync(bundle, zipped(await bundleFiles(opened.engine)));
});
afterAll(() => opened.close());

const claim = (claims: readonly ClaimChange[], id: string) => claims.find((one) => one.id === id);

describe('claims of a bundle in a case with new files', () => {
  const nameOf = replayedClaims(
    new Map([
      ['D1', 'D2'],
      ['D3', 'D1'],
    ]),
    new Map([
      ['V4', 'V1'],
      ['X2', 'X1'],
    ]),
  );

  it('are named by the numbers of the new case', () => {
    const of = ['V4.hhi', 'X2.hhi-change', 'D3.C2', 'VD1.cr1', 'RD3.breaking-point', 'XD1-D3.hhi-change'];
    expect(of.map(nameOf)).toEqual(['V1.hhi', 'X1.hhi-change', 'D1.C2', 'VD2.cr1', 'RD1.breaking-point', 'XD2-D1.hhi-change']);
  });

  it('have no name where their view, test or dataset was not taken over', () =>
    expect(['V1.hhi', 'R1.breaking-point', 'D2.C1', 'VD2.hhi', 'XD1-D2.hhi-change'].map(nameOf)).toEqual([null, null, null, null, null]));
});

describe('replaying a bundle on the next files', () => {
  it('says which datasets want a file', async () => {
    const { engine } = opened;
    const plan = await engine.client.evidence.replayPlan({ bundle: engine.files.adopt(bundle).ref });
    expect(plan).toMatchObject({
      title: 'Test',
      datasets: [{ id: 'D1', name: 'Fleet', fileName: 'fleet-2026-09-30.csv', rows: 3, headers: ['provider', 'gpu_model', 'gpu_count'] }],
    });
  });

  it('applies recipe, values and views, and puts each claim beside the one before', async () => {
    const { engine } = opened;
    const { case: made, drift, left, claims } = await replayed(engine, [{ dataset: 'D1', path: at('fleet-2026-12-31.csv') }]);
    expect(made.title).toBe('Fourth quarter');
    expect(drift).toMatchObject([
      {
        dataset: 'D1',
        before: { fileName: 'fleet-2026-09-30.csv', rows: 3 },
        after: { asOf: '2026-12-31', rows: 3 },
        missing: [],
        added: [],
        // a, b, c before; a, b, d now
        entities: {
          by: 'provider',
          weight: 'gpu_count',
          came: { count: 1, largest: [{ name: 'd', share: expect.closeTo(0.2, 12) }] },
          went: { count: 1, largest: [{ name: 'c', share: expect.closeTo(0.2, 12) }] },
        },
      },
    ]);
    expect(left).toEqual([
      '1 note of a section was not taken over: it was written of the old numbers.',
      '1 dissent was not taken over: R. Reviewer answered the old report.',
    ]);
    // the alias was taken over, so no model is left unread
    expect(drift[0]?.unread).toEqual([]);
    const hhi = claim(claims, 'V2.hhi');
    expect(hhi?.before?.display).toBe('3,800');
    expect(hhi?.after?.display).toBe('3,600');
    expect(hhi?.change).toBeCloseTo(-200, 9);
    expect(claim(claims, 'V2.cr1')?.change).toBeCloseTo(-0.1, 12);
    const { entries } = await engine.client.history.list({ window: { start: 0, end: 50 } });
    expect(entries.map(({ label }) => label)).toContain('Save the view "by provider"');
  });

  it('stops before anything is made where columns differ, and goes on when that is decided', async () => {
    const { engine } = opened;
    const before = (await engine.client.cases.current())?.id;
    writeFileSync(
      at('renamed-2026-12-31.csv'),
      FOURTH.replace('provider', 'operator_name')
        .replaceAll(/(\d)\n/g, '$1,x\n')
        .replace('gpu_count\n', 'gpu_count,extra\n'),
    );
    const path = at('renamed-2026-12-31.csv');
    await expect(replayed(engine, [{ dataset: 'D1', path }])).rejects.toMatchObject({ data: { code: 'recipe-drift' } });
    expect((await engine.client.cases.current())?.id).toBe(before);
    const { drift, claims } = await replayed(engine, [{ dataset: 'D1', path, renamed: { provider: 'operator_name' }, acceptNew: true }]);
    expect(drift[0]).toMatchObject({ missing: [{ header: 'provider', now: 'operator_name' }], added: ['extra'] });
    expect(claim(claims, 'V2.hhi')?.change).toBeCloseTo(-200, 9);
  });

  it('leaves no case behind where the new file cannot be imported', async () => {
    const { engine } = opened;
    const before = (await engine.client.cases.list()).length;
    const current = (await engine.client.cases.current())?.id;
    writeFileSync(at('empty-2026-12-31.csv'), 'provider,gpu_model,gpu_count\n');
    await expect(replayed(engine, [{ dataset: 'D1', path: at('empty-2026-12-31.csv') }])).rejects.toBeDefined();
    expect((await engine.client.cases.list()).length).toBe(before);
    expect((await engine.client.cases.current())?.id).toBe(current);
  });

  it('refuses a bundle that does not come out as stated, and says so where it is taken anyway', async () => {
    const files = readArchive(readFileSync(bundle), 'bundle.zip');
    const data = new TextEncoder().encode(new TextDecoder().decode(files.get('data/D1.csv')).replace(',50', ',60'));
    writeFileSync(at('rehashed.zip'), zipped(sealed(new Map([...files, ['data/D1.csv', data]]))));
    const ask = (...more: string[]) =>
      chokepoint('replay', at('rehashed.zip'), '--case', at('anyway.chokepoint'), '--file', at('fleet-2026-12-31.csv'), ...more, '--json');
    const refused = await ask();
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.err)).toMatchObject({
      code: 'bundle-differs',
      message: expect.stringContaining('cannot be applied to new files: it does not come out as stated'),
    });
    expect(existsSync(at('anyway.chokepoint'))).toBe(false);
    const { code, out } = await ask('--anyway');
    expect([code, JSON.parse(out).unverified]).toEqual([0, expect.stringMatching(/^MISMATCH: \d+ of \d+ claims differ/)]);
  });

  it('takes what another version worded otherwise, and refuses a number of it that does not come out', async () => {
    const files = readArchive(readFileSync(bundle), 'bundle.zip');
    const text = (path: string) => new TextDecoder().decode(files.get(path));
    const manifest = JSON.parse(text('manifest.json'));
    const older = { ...manifest, generator: { ...manifest.generator, version: '0.0.1' } };
    const replayedWith = async (change: (claims: { claims: { statement: string; value: unknown }[] }) => void, name: string) => {
      const claims = JSON.parse(text('claims.json'));
      change(claims);
      const changed = new TextEncoder().encode(JSON.stringify(claims));
      writeFileSync(at(`${name}.zip`), zipped(sealed(new Map([...files, ['claims.json', changed]]), older)));
      return chokepoint('replay', at(`${name}.zip`), '--case', at(`${name}.chokepoint`), '--file', at('fleet-2026-12-31.csv'), '--json');
    };
    const worded = await replayedWith(({ claims: [first] }) => {
      if (first) first.statement = `${first.statement} So it was said.`;
    }, 'worded');
    expect([worded.code, JSON.parse(worded.out || '{}').unverified]).toEqual([0, null]);
    const counted = await replayedWith(({ claims: [first] }) => {
      if (first) first.value = { low: 12345, high: 12345 };
    }, 'counted');
    expect([counted.code, JSON.parse(counted.err || '{}').code]).toEqual([2, 'bundle-differs']);
  });

  it('refuses a dataset that the bundle does not have, and a file that is no bundle', async () => {
    const { engine } = opened;
    await expect(replayed(engine, [{ dataset: 'D9', path: at('fleet-2026-12-31.csv') }])).rejects.toMatchObject({
      data: { code: 'replay-unknown-dataset' },
    });
    await expect(engine.client.evidence.replayPlan({ bundle: engine.files.adopt(at('fleet-2026-12-31.csv')).ref })).rejects.toMatchObject({
      data: { code: 'not-a-bundle' },
    });
  });

  it('prints drift and change on the command line, and makes the case file', async () => {
    const made = at('q4.chokepoint');
    const { code, out } = await chokepoint('replay', bundle, '--case', made, '--file', at('fleet-2026-12-31.csv'));
    expect(code).toBe(0);
    expect(existsSync(made)).toBe(true);
    expect(out).toContain('the columns are the same');
    expect(out).toContain('1 name of "provider" only in the new file: d 20.0 %');
    expect(out).toMatch(/V2\.hhi +HHI.* +3,800 +3,600/);
    expect((await chokepoint('replay', bundle, '--case', made, '--file', at('fleet-2026-12-31.csv'))).code).toBe(2);
  });
});
