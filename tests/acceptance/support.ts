import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import type { Dataset, Field, Grain } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import type { ViewResult } from '../../shared/case/view.ts';

/** Real datasets beside the repository; tests that need them are skipped where the folder is absent. */
export const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasData = existsSync(DATA);
export const NO_DATA = `skipped: the folder ${DATA} with the real datasets is absent`;
if (!hasData) console.warn(NO_DATA);

/** An engine with an empty case in a temporary folder. */
export async function openTestEngine(): Promise<{ engine: Engine; folder: string; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-test-'));
  const engine = createEngine({
    caseDirectory: folder,
    host: 'test',
    actor: 'test',
    now: () => '2026-11-20T12:00:00.000Z',
    log: console.error,
  });
  await engine.client.cases.create({ title: 'Test' });
  return {
    engine,
    folder,
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ImportOptions = { mapping?: Record<string, Field | null>; grain?: Grain; name?: string; unknownTokens?: string[] };

/** Imports a file as the command line does: proposed recipe, explicit choices on top. */
export async function importFile(engine: Engine, path: string, options: ImportOptions = {}): Promise<Dataset> {
  const file = engine.files.adopt(path).ref;
  const preview = await engine.client.sources.preview({ file });
  const recipe = recipeOf(preview, {
    mapping: options.mapping ?? {},
    ...(options.grain ? { grain: options.grain } : {}),
    ...(options.unknownTokens ? { unknownTokens: options.unknownTokens } : {}),
  });
  for await (const event of await engine.client.sources.import({ file, name: options.name ?? preview.proposal.name, recipe }))
    if (event.type === 'done') return event.result.dataset;
  throw new Error('the import ended without a result');
}

export function view(engine: Engine, dataset: Dataset, by: string, weight: string, where = ''): Promise<ViewResult> {
  return engine.client.views.open({ dataset: dataset.id, by, weight, where });
}

/** The last event of a job. */
export async function resultOf<Result>(job: AsyncIterable<{ type: 'progress' } | { type: 'done'; result: Result }>): Promise<Result> {
  for await (const event of job) if (event.type === 'done') return event.result;
  throw new Error('the job ended without a result');
}
