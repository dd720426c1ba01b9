import { beforeEach, describe, expect, it } from 'vitest';
import { decisionsInForce, stepsBackTo } from '../../../renderer/features/history/ledger.ts';
import { errorValue } from '../../../renderer/state/errors.ts';
import { type JobMessage, runJob, useJobs } from '../../../renderer/state/jobs.ts';
import { clearSteps, markCaseStep, nextSteps, recordStep, stepBack, useSteps } from '../../../renderer/state/steps.ts';
import { themeOf } from '../../../renderer/state/theme.ts';
import { viewChange } from '../../../renderer/state/view.ts';
import type { LedgerEntry } from '../../../shared/case/ledger.ts';

describe('undo over page and case', () => {
  beforeEach(clearSteps);

  it('takes back the latest step, whichever it was', () => {
    const done: string[] = [];
    recordStep({ label: 'Remove Tundra', undo: () => done.push('undo'), redo: () => done.push('redo') });
    markCaseStep();
    expect(stepBack('undo')).toBe('case');
    expect(stepBack('undo')).toEqual({ local: 'Remove Tundra' });
    expect(stepBack('redo')).toEqual({ local: 'Remove Tundra' });
    expect(stepBack('redo')).toBe('case');
    expect(done).toEqual(['undo', 'redo']);
  });

  it('says what it would take back, of the page or of the case', () => {
    const next = () => nextSteps(useSteps.getState(), { undo: 'Save the view', redo: null });
    expect(next()).toEqual({ undo: 'Save the view', redo: null });
    recordStep({ label: 'Remove Tundra', undo: () => {}, redo: () => {} });
    expect(next()).toEqual({ undo: 'Remove Tundra', redo: null });
    stepBack('undo');
    expect(next()).toEqual({ undo: 'Save the view', redo: 'Remove Tundra' });
  });

  it('names what was changed in a view', () => {
    const view = { dataset: 'D1', by: 'operator', weight: 'gpu_count', where: '', entities: 'confirmed' as const };
    expect(viewChange(view, { ...view })).toBeNull();
    expect(viewChange(view, { ...view, by: 'country' })).toBe('View: rows by country');
    expect(viewChange(view, { ...view, weight: 'count', where: 'gpu_count > 8', entities: 'confirmed' as const })).toBe(
      'View: measure records, filter gpu_count > 8',
    );
    expect(viewChange({ ...view, where: 'a = 1' }, view)).toBe('View: all records');
    expect(viewChange(view, { ...view, entities: 'all-plausible' })).toBe('View: entities all plausible');
  });

  it('falls back to the decisions of the case from before this window', () => {
    expect(stepBack('undo')).toBe('case');
  });

  it('forgets what was undone when something new is done', () => {
    recordStep({ label: 'A', undo: () => {}, redo: () => {} });
    stepBack('undo');
    recordStep({ label: 'B', undo: () => {}, redo: () => {} });
    expect(stepBack('redo')).toBe('case');
    expect(stepBack('undo')).toEqual({ local: 'B' });
  });
});

describe('jobs', () => {
  async function* work(signal: AbortSignal, left: { at: number }): AsyncGenerator<JobMessage<string>> {
    try {
      for (let done = 1; done <= 3; done += 1) {
        signal.throwIfAborted();
        yield { type: 'progress', phase: 'reading', done, total: 3 };
      }
      yield { type: 'done', result: 'ready' };
    } finally {
      left.at += 1;
    }
  }

  it('shows progress while it runs, gives the result and leaves no entry', async () => {
    const seen: number[] = [];
    const left = { at: 0 };
    const result = await runJob('Import', (signal) => work(signal, left), { onProgress: ({ done }) => seen.push(done) });
    expect(result).toBe('ready');
    expect(seen).toEqual([1, 2, 3]);
    expect(useJobs.getState().jobs).toEqual([]);
    expect(left.at).toBe(1);
  });

  it('ends the work and rejects with AbortError after Cancel', async () => {
    const left = { at: 0 };
    const running = runJob('Import', (signal) => work(signal, left), { onProgress: () => useJobs.getState().jobs[0]?.cancel() });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(left.at).toBe(1);
    expect(useJobs.getState().jobs).toEqual([]);
  });

  it('does not begin what was cancelled before', async () => {
    let begun = false;
    const start = async function* (): AsyncGenerator<JobMessage<string>> {
      begun = true;
      yield { type: 'done', result: '' };
    };
    await expect(runJob('Import', start, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(begun).toBe(false);
  });
});

describe('the ledger as history', () => {
  const entry = (sequence: number, undoes: number | null = null): LedgerEntry => ({
    sequence,
    revision: sequence,
    at: '2026-11-20T14:02:00.000Z',
    actor: 'person',
    command: 'views.save',
    label: `Decision ${sequence}`,
    input: null,
    undoes,
    previousHash: '',
    hash: '',
  });

  it('drops what was undone and takes back what was undone twice', () => {
    expect([...decisionsInForce([entry(3, 2), entry(2), entry(1)])]).toEqual([1]);
    expect([...decisionsInForce([entry(4, 3), entry(3, 2), entry(2), entry(1)])].sort()).toEqual([1, 2]);
  });

  it('counts the steps back to a decision, itself included', () => {
    const ledger = [entry(5), entry(4, 3), entry(3), entry(2), entry(1)];
    expect(stepsBackTo(ledger, 2)).toBe(2);
    expect(stepsBackTo(ledger, 5)).toBe(1);
  });
});

describe('the theme', () => {
  it('follows the system until the person chooses, and keeps more contrast where the system asks for it', () => {
    expect(themeOf('system', { dark: true, contrast: false })).toBe('dark');
    expect(themeOf('system', { dark: false, contrast: true })).toBe('contrast-light');
    expect(themeOf('light', { dark: true, contrast: true })).toBe('light');
    expect(themeOf('contrast', { dark: true, contrast: false })).toBe('contrast-dark');
  });
});

describe('errors', () => {
  it('shows a bug without its stack', () => {
    const value = errorValue(new TypeError('x is not a function'));
    expect(value.code).toBe('internal');
    expect(value.message).not.toContain('x is not');
  });
});
