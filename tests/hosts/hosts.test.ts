import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { ErrorValue } from '../../shared/case/error.ts';
import { type Connection, transports } from './transports.ts';

vi.mock('electron', async () => (await import('./transports.ts')).fakeElectron.module);

async function failureOf(work: Promise<unknown>): Promise<ErrorValue | null> {
  try {
    await work;
  } catch (error) {
    return errorValueOfCall(error);
  }
  throw new Error('the call was expected to fail');
}

describe.each(Object.keys(transports))('the contract %s', (name) => {
  let connection: Connection;

  beforeEach(async () => {
    connection = await (transports[name] as () => Promise<Connection>)();
  });
  afterEach(async () => {
    await connection.close();
  });

  it('brings results as they were sent, dates and all', async () => {
    const at = new Date('2026-01-31T12:00:00Z');
    expect(await connection.client.echo({ text: 'Zürich \u{1F310}', at })).toEqual({ text: 'Zürich \u{1F310}', at });
  });

  it('answers calls that are open at the same time each with its own result', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `call ${index}`);
    expect(await Promise.all(texts.map((text) => connection.client.echo({ text })))).toEqual(texts.map((text) => ({ text })));
  });

  it('brings a failure as a value with code, message, advice and details', async () => {
    expect(await failureOf(connection.client.fail({ line: 7 }))).toEqual({
      code: 'line-ragged',
      message: 'Line 7 has 3 cells instead of 4.',
      advice: 'Correct the line.',
      details: { line: 7 },
    });
  });

  it('tells refused input apart from a bug, and names the place', async () => {
    const failure = await failureOf(connection.client.echo({ text: 5 } as never));
    expect(failure).toMatchObject({ code: 'input-invalid', details: { issues: [{ at: 'text' }] } });
  });

  it('never lets the words of a bug out', async () => {
    const failure = await failureOf(connection.client.bug());
    expect(failure?.code).toBe('internal');
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  it('goes on when a caller leaves just before the answer is ready', async () => {
    const bytes = 300_000;
    const leaving = new AbortController();
    const left = connection.client.part({ bytes, after: 100 }, { signal: leaving.signal }).catch((error: unknown) => error);
    setTimeout(() => leaving.abort(), 20);
    await left;
    // a body that is torn down wrongly is an unhandled error some turns later, which fails the run
    const whole = await connection.client.part({ bytes, after: 200 });
    expect(whole.name).toBe('part');
    expect(whole.part.size).toBe(bytes);
  });

  it('brings progress and then exactly one result', async () => {
    const events = [];
    for await (const event of await connection.client.work({ steps: 60 })) events.push(event);
    const last = events.pop();
    expect(last).toEqual({ type: 'done', result: { steps: 60 } });
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) expect(event).toMatchObject({ type: 'progress', phase: 'working', total: 60 });
  });

  it('brings a failure that comes after progress as a value', async () => {
    const reading = async () => {
      for await (const _ of await connection.client.failLater());
    };
    expect(await failureOf(reading())).toMatchObject({ code: 'file-empty' });
  });

  it('lets the handler see that its caller left the stream, and frees the lane', async () => {
    for await (const event of await connection.client.work({ steps: 1_000_000 })) {
      expect(event.type).toBe('progress');
      break;
    }
    await vi.waitFor(async () => expect(await connection.client.left()).toEqual([{ code: 'cancelled' }]), { timeout: 5000, interval: 10 });
    for await (const event of await connection.client.work({ steps: 1 })) expect(event.type).toMatch(/progress|done/);
  });

  it('lets the handler see an aborted signal while the stream is read', async () => {
    const leaving = new AbortController();
    const reading = async () => {
      for await (const _ of await connection.client.work({ steps: 1_000_000 }, { signal: leaving.signal })) leaving.abort();
    };
    await expect(reading()).rejects.toThrow();
    await vi.waitFor(async () => expect(await connection.client.left()).toEqual([{ code: 'cancelled' }]), { timeout: 5000, interval: 10 });
  });

  it('loses no abort, however many callers leave', async () => {
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      const leaving = new AbortController();
      const reading = async () => {
        for await (const _ of await connection.client.work({ steps: 1_000_000 }, { signal: leaving.signal })) leaving.abort();
      };
      await expect(reading()).rejects.toThrow();
    }
    await vi.waitFor(async () => expect(await connection.client.left()).toHaveLength(rounds), { timeout: 10_000, interval: 20 });
  });

  it('carries 32 MB as a Blob without a changed byte', async () => {
    const bytes = 32 * 1024 ** 2;
    const blob = await connection.client.big({ bytes });
    const expected = new Uint8Array(bytes);
    for (let index = 0; index < bytes; index += 4096) expected[index] = (index / 4096) & 255;
    const digest = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
    expect(digest(new Uint8Array(await blob.arrayBuffer()))).toBe(digest(expected));
  });

  it('takes a Blob as input', async () => {
    expect(await connection.client.size(new Blob([new Uint8Array(1_000_000)]))).toEqual({ bytes: 1_000_000 });
  });

  it('rejects calls that are open when the connection breaks, and later ones, with a reason', async () => {
    await connection.client.echo({ text: 'there' });
    const waiting = failureOf(connection.client.wait());
    const streaming = failureOf(
      (async () => {
        for await (const _ of await connection.client.work({ steps: 1_000_000 }));
      })(),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await connection.breakOff();
    for (const failure of await Promise.all([waiting, streaming])) {
      expect(['engine-gone', 'engine-closed', 'cancelled']).toContain(failure?.code);
      expect(failure?.message).not.toBe('');
    }
    expect(['engine-gone', 'engine-closed']).toContain((await failureOf(connection.client.wait()))?.code);
  });
});
