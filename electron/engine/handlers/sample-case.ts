import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import { parsePortfolio } from '../../../shared/case/portfolio.ts';
import { recipeOf } from '../../../shared/case/recipe.ts';
import { declaredTestSchema } from '../../../shared/case/scenarios.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { DEFAULT_SAMPLE, generateSample, SAMPLE_AS_OF, type SampleOptions, sampleFileName } from '../../../shared/sample/index.ts';
import { builtInPortfolios } from '../analysis/portfolios.ts';
import type { EngineContext } from '../context.ts';
import { closeCase, createCaseAt, openCaseAt } from './open-case.ts';

/** File name of the sample case in the case folder. */
export const SAMPLE_FILE = 'SAMPLE Northgrid and Tessera.chokepoint';

const ABOUT = {
  title: 'SAMPLE: Northgrid and Tessera',
  question: 'Can the loss of a few operators stop a network from serving 8 x 80 GB nodes?',
};

/** What the sample holds: the concentrated network and the dispersed one, of equal size, each seen by account, by operator and by wallet. */
const NETWORKS: readonly { name: string; options: SampleOptions; views: readonly string[]; removals: readonly string[] }[] = [
  {
    name: 'Northgrid',
    options: DEFAULT_SAMPLE,
    views: ['operator', 'provider', 'payout_address', 'country'],
    removals: ['operator', 'payout_address'],
  },
  {
    name: 'Tessera',
    options: { ...DEFAULT_SAMPLE, network: 'tessera' },
    views: ['operator', 'payout_address'],
    removals: ['payout_address'],
  },
];

/** The generator plants a line of sums; the import names it, and the saved views leave it out. */
export const WITHOUT_TOTALS = "provider != 'TOTAL'";

type Report = (phase: string, done: number, total: number | null) => void;

/** Writes a sample network to a private file and imports it into the open case. */
async function importNetwork(context: EngineContext, name: string, options: SampleOptions, signal: AbortSignal): Promise<string> {
  const { session, files, actor } = context;
  const { path, name: fileName } = await files.createOutput(sampleFileName(options), 'text/csv');
  const stream = createWriteStream(path);
  for (const line of generateSample(options)) if (!stream.write(line)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
  const preview = await session.compute.call('preview', { path, fileName }, { signal });
  const recipe = recipeOf(preview, { base: 'registered', asOf: SAMPLE_AS_OF, grain: 'node' });
  const file = { path, fileName, name, recipe, at: context.now(), actor };
  const { result } = await session.writer.call('import', { files: [file] }, { signal });
  await rm(path, { force: true });
  return (result[0] as ImportResult).dataset.id;
}

async function fill(context: EngineContext, report: Report, signal: AbortSignal): Promise<void> {
  const { session, actor } = context;
  const command = (name: 'view.save' | 'scenario.save' | 'removal.declare', input: unknown) =>
    session.writer.call('command', { command: name, input, actor, at: context.now() });
  const portfolio = parsePortfolio(builtInPortfolios.find(({ id }) => id === 'W1')?.portfolio, 'W1');
  for (const [index, { name, options, views, removals }] of NETWORKS.entries()) {
    report(`generate ${name}`, index, NETWORKS.length);
    const dataset = await importNetwork(context, name, options, signal);
    const words = (column: string) => column.replaceAll('_', ' ');
    for (const by of views)
      await command('view.save', {
        name: `${name}: GPUs by ${words(by)}`,
        spec: { dataset, by, weight: 'gpu_count', where: WITHOUT_TOTALS },
      });
    for (const by of removals) {
      await command('removal.declare', { test: declaredTestSchema.parse({ dataset, by, portfolio, threshold: '8/10' }), reason: '' });
      await command('scenario.save', {
        name: `${name}: 8 x 80 GB nodes by ${words(by)}`,
        spec: { dataset, by, where: WITHOUT_TOTALS, portfolio, threshold: '8/10' },
        removed: [],
      });
    }
  }
}

/**
 * Opens the sample case; on first use it is generated under a working name and gets its own when it is whole. The file of an earlier use is
 * opened as it is.
 */
export async function openSample(context: EngineContext, report: Report, signal: AbortSignal): Promise<CaseInfo> {
  const path = join(context.session.caseDirectory, SAMPLE_FILE);
  if (existsSync(path)) return openCaseAt(context, path);
  const working = `${path}.part`;
  await rm(working, { force: true });
  try {
    await createCaseAt(context, working, { ...ABOUT, id: randomUUID(), sample: true, createdAt: context.now(), actor: context.actor });
    await fill(context, report, signal);
    await closeCase(context);
    await rename(working, path);
  } catch (error) {
    await closeCase(context);
    await rm(working, { force: true });
    throw error;
  }
  return openCaseAt(context, path);
}
