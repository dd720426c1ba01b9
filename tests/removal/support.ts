import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

/** The result of a job of the contract; its progress is let go. */
export async function resultOf<Result>(
  stream: Promise<AsyncIterable<{ type: 'progress' } | { type: 'done'; result: Result }>>,
): Promise<Result> {
  for await (const event of await stream) if (event.type === 'done') return event.result;
  throw new Error('a job ends with done');
}

export type Network = {
  engine: Engine;
  /** imports a file with these lines */
  imported(name: string, lines: readonly string[], more?: { grain?: Dataset['grain']; asOf?: string }): Promise<Dataset>;
};

/** An engine with its real threads and an open case, for the tests of one file. */
export function networkOfTests(): Network {
  const network = {} as Network;
  let folder: string;
  const bugs: unknown[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'removal-test-'));
    let seconds = 0;
    const engine = createEngine({
      caseDirectory: folder,
      host: 'test',
      actor: 'tester',
      now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)).toISOString(),
      log: (_message, error) => bugs.push(error),
    });
    await engine.client.cases.create({ title: 'Removals' });
    network.engine = engine;
    network.imported = async (name, lines, { grain, asOf } = {}) => {
      const path = join(folder, `${name}.csv`);
      await writeFile(path, `${lines.join('\n')}\n`);
      const file = engine.files.adopt(path).ref;
      const recipe = recipeOf(await engine.client.sources.preview({ file }));
      const { dataset } = await resultOf(
        engine.client.sources.import({ file, name, recipe: { ...recipe, ...(grain ? { grain } : {}), ...(asOf ? { asOf } : {}) } }),
      );
      return dataset;
    };
  });
  afterAll(async () => {
    await network.engine.close();
    await rm(folder, { recursive: true, force: true });
    expect(bugs).toEqual([]);
  });
  return network;
}
