import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headerFingerprint } from '../../shared/case/fingerprint.ts';
import { recipeFileSchema } from '../../shared/case/saved-recipe.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

describe('recipes of a case', () => {
  it('are saved in editions, removed, and brought back by undo', async () => {
    const { engine, folder, close } = await openTestEngine();
    const { client } = engine;
    try {
      const path = join(folder, 'a.csv');
      writeFileSync(path, 'provider,gpu_count\na,8\n');
      await importFile(engine, path);
      const file = engine.files.adopt(path).ref;
      const preview = await client.sources.preview({ file });
      const recipe = { ...preview.proposal, version: 1 as const, dialect: preview.dialect, mapping: {}, types: {}, unknownTokens: [''] };
      const { name: _, reason: __, ...kept } = recipe;
      const first = await client.recipes.save({ name: 'Sheet', headers: preview.headers, recipe: kept });
      expect(first).toMatchObject({ id: 'M1', edition: 1, fingerprint: headerFingerprint(['provider', 'gpu_count']) });
      const second = await client.recipes.save({
        id: 'M1',
        name: 'Sheet',
        headers: preview.headers,
        recipe: { ...kept, grain: 'provider' },
      });
      expect([second.edition, (await client.recipes.list()).length]).toEqual([2, 1]);
      const { ref, fileName } = await client.recipes.export({ id: 'M1' });
      expect(fileName).toBe('Sheet.recipe.json');
      expect(recipeFileSchema.parse(JSON.parse(readFileSync(engine.files.get(ref).path, 'utf8')))).toMatchObject({
        name: 'Sheet',
        headers: preview.headers,
        recipe: second.recipe,
      });
      await client.recipes.remove({ id: 'M1' });
      expect(await client.recipes.list()).toEqual([]);
      await client.history.undo();
      expect(await client.recipes.list()).toEqual([second]);
      await client.history.undo();
      expect(await client.recipes.list()).toEqual([first]);
      await client.history.undo();
      expect(await client.recipes.list()).toEqual([]);
    } finally {
      await close();
    }
  });
});
