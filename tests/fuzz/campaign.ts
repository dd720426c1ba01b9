import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Outcome } from './check.ts';

/** Milliseconds after which a file of a few kilobytes is taken for one that hangs the import. */
const PATIENCE = 30_000;

export type Failure = { seed: number; reason: string };

/** How many files were imported and refused, by code, and what went wrong. */
export type CampaignResult = { imported: number; refused: Record<string, number>; failures: Failure[] };

type Answer = { seed: number; outcome: Outcome | null; failure: string | null };

/**
 * Imports the fuzz files of the seeds from `first` on in a thread of its own, which is ended where a file hangs it or brings it down.
 *
 * @param onFile called after each file with how many are done
 */
export async function runCampaign(first: number, count: number, onFile: (done: number) => void = () => {}): Promise<CampaignResult> {
  const result: CampaignResult = { imported: 0, refused: {}, failures: [] };
  let worker: Worker | null = null;
  for (let seed = first; seed < first + count; seed++) {
    worker ??= new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    const answer = await ask(worker, seed);
    if (answer === null) {
      await worker.terminate();
      worker = null;
      result.failures.push({ seed, reason: `no answer within ${PATIENCE / 1000} s` });
    } else if ('ended' in answer) {
      worker = null;
      result.failures.push({ seed, reason: `the thread ended: ${answer.ended}` });
    } else if (answer.failure !== null) result.failures.push({ seed, reason: answer.failure });
    else if (answer.outcome?.imported) result.imported += 1;
    else if (answer.outcome) result.refused[answer.outcome.code] = (result.refused[answer.outcome.code] ?? 0) + 1;
    onFile(seed - first + 1);
  }
  if (worker) {
    const ended = once(worker, 'exit');
    worker.postMessage(null);
    await ended;
  }
  return result;
}

/** The answer for one seed, `null` when there is none in time. */
function ask(worker: Worker, seed: number): Promise<Answer | { ended: string } | null> {
  return new Promise((resolve) => {
    const onMessage = (answer: Answer) => settle(answer);
    const onError = (error: unknown) => settle({ ended: error instanceof Error ? error.message : String(error) });
    const onExit = (code: number) => settle({ ended: `exit code ${code}` });
    const settle = (answer: Answer | { ended: string } | null) => {
      clearTimeout(patience);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(answer);
    };
    const patience = setTimeout(() => settle(null), PATIENCE);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(seed);
  });
}
