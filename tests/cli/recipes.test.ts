import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../electron/engine/index.ts';
import { chokepoint, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const write = (name: string, text: string) => {
  writeFileSync(folder.path(name), text);
  return folder.path(name);
};
const run = async (...args: string[]) => {
  const { code, out, err } = await chokepoint('import', ...args, '--json');
  return code === 0 ? JSON.parse(out).imports[0] : JSON.parse(err);
};

describe('import --save-recipe and --recipe', () => {
  const first = write('supply_2026-01-31.csv', 'who,place,cards\na,"EU,DE",8\nb,"EU,FR",x\n');
  const recipe = folder.path('supply.recipe.json');
  const options = ['--map', 'operator=who', 'gpu_count=cards', '--base', 'online', '--where', "who != 'z'"];

  it('writes how a file was read and reads the next one in the same way, with a date of its own', async () => {
    const made = await run(first, '--case', folder.path('a.chokepoint'), ...options, '--save-recipe', recipe);
    expect([made.dataset.rows, made.dataset.rejected]).toEqual([1, 1]);
    const kept = JSON.parse(readFileSync(recipe, 'utf8'));
    expect(kept).toMatchObject({ kind: 'chokepoint-recipe', headers: ['who', 'place', 'cards'], recipe: { mapping: { who: 'operator' } } });
    const second = write('supply_2026-02-28.csv', 'place,who,cards\n"EU,DE",a,9\n"EU,PL",z,4\n');
    const { dataset } = await run(second, '--case', folder.path('a.chokepoint'), '--recipe', recipe);
    expect(dataset).toMatchObject({ rows: 1, rejected: 1, base: 'online', asOf: '2026-02-28' });
    expect(dataset.columns.find(({ field }: { field: string }) => field === 'operator').header).toBe('who');
  });

  it('stops with the list of differences where columns differ, and goes on when each is decided', async () => {
    const third = write('supply_2026-03-31.csv', 'provider,place,cards,tier\na,"EU,DE",9,1\n');
    const stopped = await run(third, '--case', folder.path('b.chokepoint'), '--recipe', recipe);
    expect(stopped).toMatchObject({ code: 'recipe-drift', details: { missing: [{ header: 'who' }], added: ['provider', 'tier'] } });
    const decided = ['--rename', 'who=provider', '--accept-new'];
    const { dataset } = await run(third, '--case', folder.path('b.chokepoint'), '--recipe', recipe, ...decided);
    expect(dataset.columns.map(({ name }: { name: string }) => name)).toEqual(['operator', 'place', 'gpu_count', 'tier']);
  });

  it('refuses a file that is no recipe, one that is missing, and to write over one', async () => {
    const other = write('other.json', '{"kind":"x"}');
    const code = async (...args: string[]) => (await run(first, '--case', folder.path('c.chokepoint'), ...args)).code;
    expect([
      await code('--recipe', other),
      await code('--recipe', folder.path('none.json')),
      await code('--save-recipe', recipe),
      await code('--recipe', recipe, '--preset', 'auto'),
    ]).toEqual(['recipe-invalid', 'file-missing', 'file-exists', 'usage']);
  });
});

describe('recipe', () => {
  const path = folder.path('kept.chokepoint');
  const json = async (...args: string[]) => {
    const { code, out, err } = await chokepoint(...args, '--json');
    return JSON.parse(code === 0 ? out : err);
  };
  const recipe = (...args: string[]) => json('recipe', ...args, '--case', path);

  it('of the case reads the next file by its name, and is listed, exported and removed', async () => {
    const first = write('march_2026-03-31.csv', 'who,cards\na,8\n');
    const saved = folder.path('march.recipe.json');
    await run(first, '--case', path, '--map', 'operator=who', 'gpu_count=cards', '--save-recipe', saved);
    const { headers, recipe: kept } = JSON.parse(readFileSync(saved, 'utf8'));
    const engine = createEngine({ caseDirectory: folder.path(''), host: 'test', actor: 'tester', now: () => '2026-04-01', log: () => {} });
    await engine.client.cases.open({ ref: engine.files.adopt(path).ref });
    await engine.client.recipes.save({ name: 'Network sheet', headers, recipe: kept });
    await engine.close();

    expect((await recipe('list')).recipes).toMatchObject([{ name: 'Network sheet', edition: 1, headers: ['who', 'cards'] }]);
    const { dataset } = await run(write('april_2026-04-30.csv', 'who,cards\nb,9\n'), '--case', path, '--recipe', 'Network sheet');
    expect(dataset.columns.map(({ name }: { name: string }) => name)).toEqual(['operator', 'gpu_count']);

    const out = folder.path('network.recipe.json');
    await recipe('export', 'Network sheet', '--out', out);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      kind: 'chokepoint-recipe',
      name: 'Network sheet',
      headers,
      recipe: kept,
    });
    expect(await recipe('export', 'Network sheet', '--out', out)).toMatchObject({ code: 'file-exists' });

    expect(await recipe('remove', 'Network sheet')).toMatchObject({ name: 'Network sheet' });
    expect((await recipe('list')).recipes).toEqual([]);
    expect(await recipe('remove', 'Network sheet')).toMatchObject({ code: 'recipe-missing' });
    expect(await run(first, '--case', path, '--recipe', 'Network sheet')).toMatchObject({ code: 'recipe-missing' });
  });
});
