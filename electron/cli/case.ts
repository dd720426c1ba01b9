import { existsSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Dataset } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { createEngine, type Engine } from '../engine/index.ts';
import type { Output } from './output.ts';

/** Runs `work` with an engine that is closed afterwards, whatever happens. */
export async function withEngine<Result>(
  caseDirectory: string,
  output: Output,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = createEngine({
    caseDirectory,
    host: 'command-line',
    actor: userInfo().username,
    now: () => new Date().toISOString(),
    log: (message, error) => {
      if (process.env.NODE_DEBUG?.includes('chokepoint'))
        output.err(`${message}: ${error instanceof Error ? error.stack : String(error)}\n`);
    },
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/**
 * Runs `work` with a case open.
 *
 * @param path case file
 * @throws ChokepointError `case-missing` and whatever opening refuses
 */
export async function withCase<Result>(path: string, output: Output, work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const full = resolve(path);
  if (!existsSync(full))
    throw new ChokepointError(
      'case-missing',
      `There is no case file at ${path}.`,
      'Check the path, or make the case with: chokepoint import FILE --case PATH.',
      { path },
    );
  return withEngine(dirname(full), output, async (engine) => {
    await engine.client.cases.open({ ref: engine.files.adopt(full).ref });
    return work(engine);
  });
}

/**
 * Opens the case at a path, or makes it, and runs `work`; a case that was made for work that fails is taken away again.
 *
 * @param engine its case folder is that of `path`
 * @param title of a case that is made; `null` = nobody gave one, so that it goes by the names of its datasets
 */
export async function intoCase<Result>(engine: Engine, path: string, title: string | null, work: () => Promise<Result>): Promise<Result> {
  const full = resolve(path);
  if (existsSync(full)) {
    await engine.client.cases.open({ ref: engine.files.adopt(full).ref });
    return work();
  }
  await engine.client.cases.create({
    title: title ?? basename(full, '.chokepoint'),
    fileName: basename(full),
    unnamed: title === null,
  });
  try {
    return await work();
  } catch (error) {
    if ((await engine.client.datasets.list()).length === 0) {
      await engine.client.cases.close();
      rmSync(full, { force: true });
    }
    throw error;
  }
}

/** Adds `--case` and `--dataset`, for a subcommand that works on one dataset of a case. */
export const withDataset = (command: Command): Command =>
  command
    .requiredOption('--case <case>', 'case file')
    .option('--dataset <name>', 'name or id of the dataset (may be left out when there is one)');

/**
 * The dataset of a name or id.
 *
 * @param wanted name, id (`D1`) or its number (`1`); may be left out when the case has one dataset
 * @throws ChokepointError `dataset-missing`, `dataset-ambiguous`
 */
export async function findDataset(engine: Engine, wanted: string | undefined): Promise<Dataset> {
  const datasets = await engine.client.datasets.list();
  const list = datasets.map(({ id, name }) => `${id} "${name}"`).join(', ');
  const named = datasets.filter(({ id, name }) => id === wanted || name === wanted);
  const found = wanted === undefined ? datasets : named.length > 0 ? named : datasets.filter(({ id }) => id === `D${wanted}`);
  if (found.length === 1) return found[0] as Dataset;
  if (found.length > 1)
    throw new ChokepointError(
      'dataset-ambiguous',
      wanted === undefined ? 'The case has several datasets.' : `Several datasets are named "${wanted}".`,
      `Name one with --dataset ID: ${list}.`,
      { datasets: list },
    );
  throw new ChokepointError(
    'dataset-missing',
    wanted === undefined ? 'The case has no dataset.' : `The case has no dataset "${wanted}".`,
    datasets.length === 0 ? 'Import a file first: chokepoint import FILE --case CASE.' : `Datasets: ${list}.`,
    {
      wanted,
    },
  );
}

/** Reads a job to its end; progress goes to standard error when that is a terminal. */
export async function finish<Result>(
  job: AsyncIterable<{ type: 'progress'; phase: string; done: number; total: number | null } | { type: 'done'; result: Result }>,
  output: Output,
): Promise<Result> {
  let shown = false;
  for await (const event of job) {
    if (event.type === 'done') {
      if (shown) output.err('\r\u001b[K');
      return event.result;
    }
    if (process.stderr.isTTY && !output.json) {
      shown = true;
      output.err(
        `\r\u001b[K${event.phase} ${event.total === null ? event.done : `${Math.floor((100 * event.done) / Math.max(1, event.total))} %`}`,
      );
    }
  }
  throw new Error('a job ended without a result');
}
