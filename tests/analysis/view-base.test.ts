import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Base } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { formatStamp } from '../../shared/format/index.ts';
import { openTestEngine } from '../acceptance/support.ts';

const NETWORK = [
  'provider,gpu_count,status,verified',
  'fjord,8,online,yes',
  'glade,4,offline,yes',
  'tundra,2,online,no',
  'moor,1,odd,yes',
  'heath,16,online,',
].join('\n');

let opened: Awaited<ReturnType<typeof openTestEngine>>;
beforeAll(async () => {
  opened = await openTestEngine();
  writeFileSync(join(opened.folder, 'network.csv'), NETWORK);
});
afterAll(() => opened.close());

/** A view of the network, imported as being on a rung. */
async function view(stated: Base | null, base: Base | '', where = '') {
  const { engine, folder } = opened;
  const file = engine.files.adopt(join(folder, 'network.csv')).ref;
  const recipe = { ...recipeOf(await engine.client.sources.preview({ file }), { grain: 'provider' }), base: stated };
  for await (const event of await engine.client.sources.import({ file, name: `${stated}`, recipe }))
    if (event.type === 'done')
      return engine.client.views.open({ dataset: event.result.dataset.id, by: 'provider', weight: 'gpu_count', base, where });
  throw new Error('the import ended without a result');
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => errorValueOfCall(error)?.code ?? String(error),
  );

describe('the supply base of a view', () => {
  it('keeps the records that state it, and counts those that do not say', async () => {
    const online = await view('registered', 'online');
    expect([online.rows, online.total]).toEqual([3, 26]);
    expect(online.baseLeftOut).toEqual({ rows: 2, unstated: 1 });
    expect(online.stamp.base).toBe('online');
    expect(formatStamp(online.stamp)).toContain('online');
    const verified = await view('registered', 'verified');
    expect([verified.total, verified.baseLeftOut]).toEqual([13, { rows: 2, unstated: 1 }]);
    expect((await view('registered', 'online+verified')).total).toBe(8);
    expect((await view('online', 'online+verified')).total).toBe(13);
  });

  it('is the one of the dataset by default, and joins the filter', async () => {
    const plain = await view('registered', '');
    expect([plain.total, plain.stamp.base, plain.baseLeftOut]).toEqual([31, 'registered', undefined]);
    expect((await view('registered', 'registered')).total).toBe(31);
    expect((await view('registered', 'online', 'gpu_count >= 8')).total).toBe(24);
  });

  it('is refused where no column states it: a rung is never copied from another', async () => {
    expect(await refusal(view('registered', 'leased'))).toBe('base-not-disclosed');
    expect(await refusal(view('online', 'verified'))).toBe('base-not-disclosed');
    expect(await refusal(view('rentable', 'online'))).toBe('base-not-disclosed');
  });
});
