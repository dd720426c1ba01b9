// Dragging the slider of the removal test, in Chromium on the built loopback host, traced by DevTools: `npm run bench -- drag [PROVIDERS,... ROUNDS]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { makeNetworkCase } from '../tests/e2e/network.ts';
import { goTo, openWorkbench } from '../tests/e2e/workbench.ts';

const [sizes = '500,5000,20000', rounds = '5'] = process.argv.slice(2);
/** A task of the main thread longer than this is a long one: https://www.w3.org/TR/longtasks-1/ */
const LONG_MS = 50;
const MOVES = 120;
const REST_MS = 300;
/** The page takes over the removal after this rest, and redraws what did not follow the drag. */
const AFTER_MS = 800;

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { type?: string } };
};
/** Milliseconds: tasks and what followed the drag by the clock and by processor time, which other programs of the machine do not lengthen. */
type Drag = { tasks: number[]; work: number[]; workAfter: number[]; frames: number[]; after: number[]; inputs: number[]; what: string };

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Everything that a drag over the whole slider and back cost the main thread, from the trace of the browser. */
async function traceDrag(page: Page): Promise<Drag> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const slider = page.getByRole('slider');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is not on screen');
  const [left, y] = [box.x + 10, box.y + box.height / 2];
  await page.mouse.move(left, y);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'toplevel',
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
        'blink.user_timing',
      ],
    },
  });
  await page.mouse.down();
  await page.evaluate(() => performance.mark('drag starts'));
  for (let move = 1; move <= MOVES; move++) {
    const part = move <= MOVES / 2 ? move / (MOVES / 2) : 2 - move / (MOVES / 2);
    await page.mouse.move(left + part * (box.width - 20), y);
    // a hand rests: nothing may start then that the next move would wait for
    if (move === MOVES / 2) await page.waitForTimeout(REST_MS);
  }
  await page.evaluate(() => performance.mark('drag ends'));
  await page.mouse.up();
  await page.waitForTimeout(AFTER_MS);
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  await session.detach();

  const mark = (name: string) => events.find((event) => event.name === name) as TraceEvent;
  const [start, end] = [mark('drag starts'), mark('drag ends')];
  const own = events.filter((event) => event.pid === start.pid && event.tid === start.tid && event.ph === 'X');
  const tasks = own.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  const during = tasks.filter(({ ts }) => ts >= start.ts && ts < end.ts);
  const frames = events
    .filter(({ name, pid, ts }) => name === 'DrawFrame' && pid === start.pid && ts >= start.ts && ts < end.ts)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const longest = during.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))[0];
  const inside = longest
    ? own
        .filter(({ name, ts, dur }) => !name.includes('RunTask') && ts >= longest.ts && ts + (dur ?? 0) <= longest.ts + (longest.dur ?? 0))
        .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
        .slice(0, 3)
        .map(({ name, dur, args }) => `${name}${args?.data?.type ? ` ${args.data.type}` : ''} ${ms((dur ?? 0) / 1000)}`)
    : [];
  return {
    tasks: during.map(({ dur }) => (dur ?? 0) / 1000),
    work: during.map(({ tdur }) => (tdur ?? 0) / 1000),
    workAfter: tasks.filter(({ ts }) => ts >= end.ts).map(({ tdur }) => (tdur ?? 0) / 1000),
    frames: frames.slice(1).map((ts, index) => (ts - (frames[index] as number)) / 1000),
    after: tasks.filter(({ ts }) => ts >= end.ts).map(({ dur }) => (dur ?? 0) / 1000),
    inputs: own
      .filter(({ name, ts, args }) => name === 'EventDispatch' && args?.data?.type === 'input' && ts >= start.ts && ts < end.ts)
      .map(({ dur }) => (dur ?? 0) / 1000),
    what: inside.join(', '),
  };
}

const figures: { providers: number; input: number }[] = [];
for (const providers of sizes.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-drag-'));
  try {
    makeNetworkCase(folder, providers);
    const workbench = await openWorkbench({ caseFolder: folder });
    try {
      const { page } = workbench;
      page.setDefaultTimeout(120_000);
      await page.getByRole('heading', { level: 1, name: 'Network' }).waitFor();
      await goTo(page, 'Removal test');
      await page.getByRole('button', { name: 'Explore without declaring' }).click();
      await page
        .getByRole('complementary', { name: 'Breaking point' })
        .getByText(/^k\* (=|\d)/)
        .waitFor();
      await page.waitForTimeout(1000);
      const drags: Drag[] = [];
      for (let round = 0; round < Number(rounds); round++) drags.push(await traceDrag(page));
      const all = (part: 'tasks' | 'work' | 'workAfter' | 'frames' | 'after' | 'inputs') => drags.flatMap((drag) => drag[part]);
      const tasks = all('tasks');
      const worst = drags.toSorted((a, b) => Math.max(...b.tasks) - Math.max(...a.tasks))[0] as Drag;
      figures.push({ providers, input: quantile(all('inputs'), 0.5) });
      const over = (values: readonly number[]) => values.filter((value) => value > LONG_MS).length;
      const spread = (values: readonly number[]) =>
        `median ${ms(quantile(values, 0.5))}, 95 % ${ms(quantile(values, 0.95))} of ${values.length}`;
      console.log(
        [
          `${providers} providers, ${drags.length} drags of ${MOVES} moves`,
          `  longest task ${ms(Math.max(...all('work')))} of processor time, ${over(all('work'))} over ${LONG_MS} ms; by the clock ${ms(Math.max(...tasks))}, ${over(tasks)} over (${worst.what})`,
          `  input event ${spread(all('inputs'))}`,
          `  frames ${spread(all('frames').filter((frame) => frame < REST_MS))}`,
          `  after letting go: longest task ${ms(Math.max(...all('workAfter')))} of processor time, by the clock ${ms(Math.max(...all('after')))}`,
        ].join('\n'),
      );
    } finally {
      await workbench.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const [index, { providers, input }] of figures.entries()) {
  const before = figures[index - 1];
  if (before)
    console.log(
      `${before.providers} to ${providers} providers: ${(providers / before.providers).toFixed(0)} x the providers, ${(input / before.input).toFixed(2)} x the time of an input event`,
    );
}
