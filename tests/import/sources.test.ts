import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { importOperations } from '../../electron/engine/import/operations.ts';
import { previewFile } from '../../electron/engine/import/preview.ts';
import { createLane } from '../../electron/engine/lanes/lane.ts';
import type { Lane } from '../../electron/engine/lanes/protocol.ts';
import type { writerOperations } from '../../electron/engine/lanes/writer.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import { AT } from './support.ts';

type Writer = Lane<typeof writerOperations & typeof importOperations>;

describe('import on the writer lane', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-lane-'));
  const path = join(folder, 'nodes.csv');
  let writer: Writer;

  beforeAll(async () => {
    writeFileSync(path, `node_id,gpu_count\n${Array.from({ length: 300_000 }, (_, row) => `n${row},${row % 9}`).join('\n')}\n`);
    writer = createLane<typeof writerOperations & typeof importOperations>({ name: 'writer' });
    const about = { id: 'lane', title: 'Lane', question: '', sample: false, createdAt: AT };
    await writer.call('create', { path: join(folder, 'lane.chokepoint'), about });
  });
  afterAll(async () => {
    await writer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const input = () => ({
    path,
    fileName: 'nodes.csv',
    name: 'nodes',
    recipe: recipeOf(previewFile(path, 'nodes.csv')),
    at: AT,
    actor: 'test',
  });

  it('stops when the caller leaves, and leaves the case as it was', async () => {
    const leaving = new AbortController();
    const work = writer.call('import', { files: [input()] }, { signal: leaving.signal, onProgress: () => leaving.abort() });
    await expect(work).rejects.toSatisfy((error) => error instanceof ChokepointError && error.value.code === 'cancelled');
    expect((await writer.call('info', null))?.datasets).toBe(0);
  });

  it('tells how far it is and gives the dataset, its source and the new revision', async () => {
    const phases = new Set<string>();
    const reply = await writer.call('import', { files: [input()] }, { onProgress: (phase) => phases.add(phase) });
    expect(reply.result[0]?.dataset).toMatchObject({ id: 'D1', rows: 300_000, rejected: 0, grain: 'node' });
    expect(reply.result[0]?.source).toMatchObject({ fileName: 'nodes.csv', datasetIds: ['D1'] });
    expect(reply.info).toMatchObject({ datasets: 1, revision: reply.revision });
    expect(phases.size).toBeGreaterThan(0);
  });
});
