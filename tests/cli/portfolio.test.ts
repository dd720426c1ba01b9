import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portfolioSchema } from '../../shared/case/portfolio.ts';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(folder.path('jobs.csv'), 'num_gpu,gpu_milli\n8,1000\n1,1000\n1,500\n1,500\n');
});
afterAll(() => folder.remove());

describe('portfolio from-trace', () => {
  it('prints a portfolio that remove can read, and writes it to a file', async () => {
    const out = folder.path('portfolio.json');
    const ran = await chokepoint('portfolio', 'from-trace', folder.path('jobs.csv'), '--load', '100', '--out', out, '--json');
    expect(ran.code).toBe(0);
    const printed = portfolioSchema.parse(JSON.parse(ran.out));
    expect(printed.classes.map(({ gpus_per_node: gpus, quantity }) => [gpus, quantity])).toEqual([
      [8, 10],
      [1, 10],
      [1, 10],
    ]);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(JSON.parse(ran.out));
    expect((await chokepoint('portfolio', 'from-trace', folder.path('jobs.csv'), '--load', '100')).out).toContain('8 GPUs, any model');
  });

  it('says which choice is missing, with exit code 2', async () => {
    const ran = await chokepoint('portfolio', 'from-trace', folder.path('jobs.csv'), '--json');
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.err)).toMatchObject({ code: 'trace-load-missing', details: { gpus: 10 } });
    expect((await chokepoint('portfolio', 'from-trace', folder.path('none.csv'), '--load', '5')).err).toContain('There is no trace');
  });
});
