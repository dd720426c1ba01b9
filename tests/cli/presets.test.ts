import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { templateCsv } from '../../electron/engine/import/presets/template.ts';
import { chokepoint, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const OFFERS =
  'id,machine_id,host_id,num_gpus,gpu_name,dph_total,geolocation\n1,11,7,1,RTX 4090,0.4,"Czechia, CZ"\n2,11,7,4,RTX 4090,1.6,"Czechia, CZ"\n3,12,8,2,A100 SXM4,2,"Texas, US"\n';

function fileWith(name: string, text: string): string {
  const path = folder.path(name);
  writeFileSync(path, text);
  return path;
}

describe('import --preset', () => {
  const offers = fileWith('offers.csv', OFFERS);
  const json = async (...args: string[]) => {
    const { code, out, err } = await chokepoint('import', ...args, '--json');
    return { code, result: code === 0 ? JSON.parse(out) : JSON.parse(err) };
  };

  it('reads a file of a known shape and says which, how sure, and what is left out', async () => {
    const { result } = await json(offers, '--case', folder.path('a.chokepoint'), '--preset', 'vast-offers');
    const [{ dataset, findings, preset }] = result.imports;
    expect([dataset.rows, dataset.rejected, dataset.grain, dataset.base]).toEqual([2, 1, 'node', 'rentable']);
    expect(preset).toMatchObject({ id: 'vast-offers', verified: { state: 'shape' } });
    expect(findings.map(({ code }: { code: string }) => code)).toContain('records-left-out');
  });

  it('takes the one that fits, says so, and leaves a file as it is with "none"', async () => {
    const sheet = fileWith('sheet.csv', templateCsv());
    writeFileSync(sheet, `${templateCsv()}N,p,,,n1,,,,,DE,address,,H100,8,,,,,,,,online,2026-11-20\r\n`);
    const auto = await json(sheet, '--case', folder.path('b.chokepoint'), '--preset', 'auto');
    expect([auto.result.imports[0].preset.id, auto.result.imports[0].presetByFit]).toEqual(['network-sheet', false]);
    const usual = await json(sheet, '--case', folder.path('c.chokepoint'));
    // the example record of the sheet is left out, as the preset says
    expect([usual.result.imports[0].preset.id, usual.result.imports[0].presetByFit, usual.result.imports[0].dataset.rows]).toEqual([
      'network-sheet',
      true,
      1,
    ]);
    const said = await chokepoint('import', sheet, '--case', folder.path('d.chokepoint'));
    expect(said.out).toContain('It was applied because the columns of the file fit it; --preset none reads the file without it.');
    const { out } = await chokepoint('import', sheet, '--case', folder.path('d.chokepoint'), '--preset', 'none');
    expect(out).toContain('2 records imported');
    expect(out).toContain('looks like Sheet for a network (fit 1): import it with --preset network-sheet');
  });

  it('leaves a mapping by hand alone, and names columns that may serve a field but are not mapped', async () => {
    const clusters = fileWith('clusters.csv', 'Owner,Chip type (primary),Chip quantity (primary)\nAcme,H100,8\nBeta,A100,4\n');
    const { out } = await chokepoint('import', clusters, '--case', folder.path('likely.chokepoint'));
    expect(out).toContain(
      `Not mapped: column "Chip type (primary)" may be gpu_model. Import with --map 'gpu_model=Chip type (primary)' if it is.`,
    );
    expect(out).toContain(`column "Chip quantity (primary)" may be gpu_count.`);
    const { result } = await json(clusters, '--case', folder.path('likely.chokepoint'), '--map', 'gpu_model=Chip type (primary)');
    expect(result.imports[0].likely.map(({ field }: { field: string }) => field)).toEqual(['gpu_count']);
    const byHand = await json(offers, '--case', folder.path('likely.chokepoint'), '--map', 'gpu_model=gpu_name');
    expect([byHand.result.imports[0].preset, byHand.result.imports[0].dataset.rows]).toEqual([null, 3]);
  });

  it('refuses a preset that does not fit or that there is not, before the case is touched', async () => {
    const other = fileWith('other.csv', 'a,b\n1,2\n');
    expect((await json(other, '--case', folder.path('e.chokepoint'), '--preset', 'vast-offers')).result.code).toBe('preset-misfit');
    expect((await json(other, '--case', folder.path('e.chokepoint'), '--preset', 'nothing')).result.code).toBe('preset-unknown');
    expect(existsSync(folder.path('e.chokepoint'))).toBe(false);
  });

  it('lists all presets without a case', async () => {
    const { result } = await json('--list-presets');
    expect(result.presets.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['akash-console', 'skypilot-vms', 'io-net']));
    expect((await chokepoint('import', '--list-presets')).out).toMatch(/io-net .*unverified/);
  });

  it('still asks for a case and a file', async () => {
    expect((await json(offers)).result.code).toBe('usage');
    expect((await json('--case', folder.path('f.chokepoint'))).result.code).toBe('usage');
  });
});

describe('import --where', () => {
  const offers = fileWith('offers2.csv', OFFERS);

  it('leaves records out with the reason, keeps their text and counts them', async () => {
    const path = folder.path('where.chokepoint');
    const { code, out } = await chokepoint('import', offers, '--case', path, '--where', 'num_gpus >= 2', '--json');
    expect(code).toBe(0);
    const { dataset, findings } = JSON.parse(out).imports[0];
    expect([dataset.rows, dataset.rejected]).toEqual([2, 1]);
    expect(findings[0].message).toContain('1 of 3 records left out: Only records were asked for where num_gpus >= 2.');
    const rejects = JSON.parse((await chokepoint('rejects', '--case', path, '--json')).out);
    expect(JSON.stringify(rejects)).toContain('1,11,7,1,RTX 4090');
  });

  it('comes after the steps of a preset', async () => {
    const where = ['--where', '"geolocation, last part" = \'CZ\''];
    const { out } = await chokepoint(
      'import',
      offers,
      '--case',
      folder.path('both.chokepoint'),
      '--preset',
      'vast-offers',
      ...where,
      '--json',
    );
    const { dataset } = JSON.parse(out).imports[0];
    expect([dataset.rows, dataset.rejected]).toEqual([1, 2]);
  });

  it('refuses what cannot be read and names that the file does not have', async () => {
    const run = async (where: string) =>
      JSON.parse((await chokepoint('import', offers, '--case', folder.path('g.chokepoint'), '--where', where, '--json')).err).code;
    expect([await run('num_gpus >'), await run('gpus > 1')]).toEqual(['filter-syntax', 'unknown-column']);
    expect(existsSync(folder.path('g.chokepoint'))).toBe(false);
  });
});

describe('template', () => {
  it('writes the sheet with its dictionary, as tables or as one archive that can be imported after it was filled in', async () => {
    const out = folder.path('ask/sheet.csv');
    const { code } = await chokepoint('template', '--out', out);
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(templateCsv());
    expect(readFileSync(folder.path('ask/sheet-dictionary.csv'), 'utf8')).toContain('gpu_count,required');
    const zip = await chokepoint('template', '--out', folder.path('ask.zip'), '--json');
    expect(JSON.parse(zip.out).required).toContain('node_id');
    expect(readFileSync(folder.path('ask.zip')).subarray(0, 2).toString()).toBe('PK');
  });

  it('writes over nothing and takes no other ending', async () => {
    const run = async (out: string) => JSON.parse((await chokepoint('template', '--out', out, '--json')).err).code;
    expect([await run(folder.path('ask.zip')), await run(folder.path('ask.pdf'))]).toEqual(['file-exists', 'usage']);
  });
});
