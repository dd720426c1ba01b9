import { implement } from '@orpc/server';
import { z } from 'zod';
import { withPortErrors } from '../../electron/engine/errors.ts';
import { job } from '../../electron/engine/events.ts';
import { createLane } from '../../electron/engine/lanes/lane.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { jobOf, procedure } from '../../shared/contract/base.ts';
import type { probeOperations } from './probe-lane.ts';

/** A contract with one entry for each thing that a transport must be able to carry. */
export const probeContract = {
  echo: procedure
    .input(z.object({ text: z.string(), at: z.date().optional() }))
    .output(z.object({ text: z.string(), at: z.date().optional() })),
  fail: procedure.input(z.object({ line: z.number() })).output(z.null()),
  bug: procedure.output(z.null()),
  failLater: procedure.output(jobOf(z.null())),
  work: procedure.input(z.object({ steps: z.number().int() })).output(jobOf(z.object({ steps: z.number().int() }))),
  /** how often the handler of `work` saw its caller leave, and how many steps it had done by then */
  left: procedure.output(z.array(z.object({ code: z.string() }))),
  wait: procedure.output(z.null()),
  big: procedure.input(z.object({ bytes: z.number().int() })).output(z.instanceof(Blob)),
  /** bytes beside other values, as the model of a removal test has them; the answer comes even when the caller has left */
  part: procedure
    .input(z.object({ bytes: z.number().int(), after: z.number() }))
    .output(z.object({ name: z.string(), part: z.instanceof(Blob) })),
  size: procedure.input(z.instanceof(Blob)).output(z.object({ bytes: z.number() })),
};
export type ProbeContract = typeof probeContract;

/** The probe's router with its own lane and its own list of bugs. */
export function createProbe() {
  const lane = createLane<typeof probeOperations>({ name: 'probe', url: new URL('./probe-lane.ts', import.meta.url), backOff: 1 });
  const bugs: unknown[] = [];
  const left: { code: string }[] = [];
  const probe = implement(probeContract).use(({ next }) =>
    withPortErrors(
      async () => await next(),
      (_message, error) => bugs.push(error),
    ),
  );
  const router = probe.router({
    echo: probe.echo.handler(({ input }) => input),
    fail: probe.fail.handler(({ input }) => {
      throw new ChokepointError('line-ragged', `Line ${input.line} has 3 cells instead of 4.`, 'Correct the line.', { line: input.line });
    }),
    bug: probe.bug.handler(() => {
      throw new Error('secret: /home/person/case');
    }),
    failLater: probe.failLater.handler(({ signal }) =>
      job(signal, async (report) => {
        report('reading', 1, 2);
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw new ChokepointError('file-empty', 'The file is empty.', 'Choose another one.');
      }),
    ),
    work: probe.work.handler(({ input, signal }) =>
      job(signal, async (report, leaving) => {
        try {
          return await lane.call('work', input, { signal: leaving, onProgress: report });
        } catch (error) {
          if (error instanceof ChokepointError) left.push({ code: error.value.code });
          throw error;
        }
      }),
    ),
    left: probe.left.handler(() => left),
    wait: probe.wait.handler(async ({ signal }) => {
      await lane.call('work', { steps: 1_000_000 }, { signal });
      return null;
    }),
    big: probe.big.handler(({ input }) => {
      const bytes = new Uint8Array(input.bytes);
      for (let index = 0; index < bytes.length; index += 4096) bytes[index] = (index / 4096) & 255;
      return new Blob([bytes], { type: 'application/octet-stream' });
    }),
    part: probe.part.handler(async ({ input }) => {
      await new Promise((resolve) => setTimeout(resolve, input.after));
      return { name: 'part', part: new Blob([new Uint8Array(input.bytes)]) };
    }),
    size: probe.size.handler(({ input }) => ({ bytes: input.size })),
  });
  return { router, lane, bugs, close: () => lane.close() };
}
