import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLane, type Prepare } from '../../electron/engine/lanes/lane.ts';
import type { Lane } from '../../electron/engine/lanes/protocol.ts';
import { progressInterval } from '../../electron/engine/lanes/worker.ts';
import { errorValueOf } from '../../shared/case/error.ts';
import type { probeOperations } from './probe-lane.ts';

const url = new URL('./probe-lane.ts', import.meta.url);

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    return errorValueOf(error)?.code ?? `bug: ${(error as Error).message}`;
  }
  return undefined;
}

describe('a lane', () => {
  let lane: Lane<typeof probeOperations>;

  beforeEach(() => {
    lane = createLane({ name: 'probe', url, backOff: 1 });
  });
  afterEach(() => lane.close());

  it('runs calls one after the other, also asynchronous ones', async () => {
    expect(await Promise.all([1, 2, 3, 4].map(() => lane.call('overlap', null)))).toEqual([1, 1, 1, 1]);
  });

  it('keeps the state of its thread between calls', async () => {
    await lane.call('count', null);
    expect(await lane.call('count', null)).toBe(2);
  });

  it('brings known errors as values and bugs with their own stack', async () => {
    expect(await codeOf(lane.call('fail', null))).toBe('file-empty');
    await expect(lane.call('bug', null)).rejects.toMatchObject({
      message: 'a bug in the lane',
      stack: expect.stringContaining('probe-lane'),
    });
    expect(await codeOf(lane.call('unclonable', null))).toContain('could not be cloned');
  });

  it('moves buffers there and back instead of copying them', async () => {
    const { values } = await lane.call('move', { bytes: 8_000 });
    expect(values.length).toBe(1000);
    expect(await lane.call('sum', { values }, { transfer: [values.buffer] })).toBe(500);
    expect(values.length).toBe(0);
  });

  it('brings Blobs', async () => {
    expect((await lane.call('blob', { bytes: 12_345 })).size).toBe(12_345);
  });

  it('thins progress out to one message in 50 ms', async () => {
    const seen: number[] = [];
    const start = performance.now();
    await lane.call('work', { steps: 150 }, { onProgress: (_phase, done) => seen.push(done) });
    const most = Math.floor((performance.now() - start) / progressInterval) + 1;
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThanOrEqual(most);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('ends a running call at its next checkpoint after a cancel', async () => {
    const leaving = new AbortController();
    const working = lane.call('work', { steps: 1_000_000 }, { signal: leaving.signal, onProgress: () => leaving.abort() });
    expect(await codeOf(working)).toBe('cancelled');
    expect(await lane.call('work', { steps: 1 })).toEqual({ steps: 1 });
  });

  it('never starts a call that was cancelled while it waited', async () => {
    const leaving = new AbortController();
    const first = lane.call('work', { steps: 20 });
    const second = lane.call('count', null, { signal: leaving.signal });
    leaving.abort();
    expect(await codeOf(second)).toBe('cancelled');
    await first;
    expect(await lane.call('count', null)).toBe(1);
    expect(await codeOf(lane.call('count', null, { signal: leaving.signal }))).toBe('cancelled');
  });

  it.each(['crash', 'uncaught'] as const)(
    'rejects all calls when its thread ends by %s, and starts a fresh one for the next',
    async (how) => {
      await lane.call('count', null);
      const lost = [lane.call(how, null), lane.call('count', null)];
      expect(await Promise.all(lost.map(codeOf))).toEqual(['engine-part-ended', 'engine-part-ended']);
      expect(await lane.call('count', null)).toBe(1);
    },
  );

  it('survives several crashes in a row', async () => {
    for (let crash = 0; crash < 3; crash++) expect(await codeOf(lane.call('crash', null))).toBe('engine-part-ended');
    expect(await lane.call('count', null)).toBe(1);
  });

  it('rejects waiting and later calls when it is closed', async () => {
    await lane.call('count', null);
    const running = codeOf(lane.call('work', { steps: 1_000_000 }));
    const waiting = codeOf(lane.call('count', null));
    await lane.close();
    expect(await waiting).toBe('engine-closed');
    expect(['cancelled', 'engine-closed']).toContain(await running);
    expect(await codeOf(lane.call('count', null))).toBe('engine-closed');
  });
});

describe('a lane with a first operation', () => {
  it('runs it on every fresh thread before the call that started it', async () => {
    let prepared = 0;
    const prepare: Prepare = () => {
      prepared++;
      return { operation: 'count', input: null };
    };
    const lane = createLane<typeof probeOperations>({ name: 'probe', url, backOff: 1, prepare });
    expect(await lane.call('count', null)).toBe(2);
    await codeOf(lane.call('crash', null));
    expect(await lane.call('count', null)).toBe(2);
    expect(prepared).toBe(2);
    await lane.close();
  });
});
