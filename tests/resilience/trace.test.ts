import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portfolioFromTrace } from '../../electron/engine/analysis/portfolio-trace.ts';
import { type TraceOptions, traceOptionsSchema } from '../../shared/resilience/trace/options.ts';
import { hasOpenb, OPENB } from '../support/openb.ts';

const AZURE = join(import.meta.dirname, '../../../shared/data/llm-demand/AzureLLMInferenceTrace_code.csv');
const hasAzure = existsSync(AZURE);
if (!hasAzure) console.warn(`skipped: ${AZURE} is missing`);

const made = (text: string, options: Partial<TraceOptions> = {}) =>
  portfolioFromTrace(text, 'trace.csv', traceOptionsSchema.parse(options));
const short = ({ classes }: ReturnType<typeof made>) =>
  classes.map(({ name, gpus_per_node: gpus, nodes, quantity }) => [name, gpus, nodes, quantity]);

describe('a trace of jobs', () => {
  const text = [
    'name,num_gpu,gpu_milli,gpu_spec',
    'a,8,1000,',
    'b,1,500,T4|T4',
    'c,1,300,T4',
    'd,0,0,',
    'e,1,1000,V100|A10',
    'f,x,1000,',
  ].join('\n');

  it('becomes a class for each shape and list of models, in its mix at a load', () => {
    // 8 + 0.8 + 1 = 9.8 GPUs; at 98 GPUs ten times as many: 10 jobs of 8, 8 GPUs of parts, 10 of one GPU
    const portfolio = made(text, { load: 98 });
    expect(short(portfolio)).toEqual([
      ['8 GPUs, any model', 8, 1, 10],
      ['1 GPU, A10 or V100', 1, 1, 10],
      ['parts of a GPU, T4', 1, 1, 8],
    ]);
    expect(portfolio.classes.map(({ gpu_models }) => gpu_models)).toEqual([undefined, ['A10', 'V100'], ['T4']]);
    expect(portfolio.note).toContain('4 of 5 jobs of a trace ask for GPUs, 9.8');
    expect(portfolio.note).toContain('1 lines without usable numbers');
  });

  it('counts a part as a whole GPU where that is asked for', () => {
    // 8 + 2 + 1 = 11 GPUs
    expect(short(made(text, { load: 11, parts: 'whole' }))).toEqual([
      ['8 GPUs, any model', 8, 1, 1],
      ['1 GPU, T4', 1, 1, 2],
      ['1 GPU, A10 or V100', 1, 1, 1],
    ]);
  });

  it('asks for CPU and memory as their mean, or in classes of their own', () => {
    const stated = [
      'num_gpu,gpu_milli,gpu_spec,cpu_milli,memory_mib',
      '8,1000,,64000,100000',
      '8,1000,,32000,100001',
      '1,250,,1000,500',
      '1,750,,4000,501',
    ].join('\n');
    const asked = (options: Partial<TraceOptions>) =>
      made(stated, { load: 17, ...options }).classes.map(({ name, cpu_milli_per_node, memory_mib_per_node, quantity }) => [
        name,
        cpu_milli_per_node,
        memory_mib_per_node,
        quantity,
      ]);
    // by hand: (64 + 32) / 2 cores and 200,001 / 2 MiB, rounded up; the parts make one GPU of 5 cores and 1,001 MiB
    expect(asked({ resources: 'mean' })).toEqual([
      ['8 GPUs, any model', 48_000, 100_001, 2],
      ['parts of a GPU, any model', 5000, 1001, 1],
    ]);
    expect(asked({ resources: 'exact' })).toEqual([
      ['8 GPUs, any model, 32000m CPU, 100001 MiB', 32_000, 100_001, 1],
      ['8 GPUs, any model, 64000m CPU, 100000 MiB', 64_000, 100_000, 1],
      ['parts of a GPU, any model', 5000, 1001, 1],
    ]);
    expect(asked({})[0]?.slice(1, 3)).toEqual([undefined, undefined]);
    expect(made(text, { load: 98, resources: 'mean' }).note).toContain('The trace states no CPU and no memory');
  });

  it('keeps the largest classes and says what is left out', () => {
    const portfolio = made(text, { load: 90, classes: 1 });
    expect(short(portfolio)).toEqual([['8 GPUs, any model', 8, 1, 11]]);
    expect(portfolio.note).toContain('2 kinds of jobs with 1.80 GPUs are left out');
  });

  it('reads jobs of several workers with the columns of the spot GPU trace', () => {
    const spot = ['job_name,gpu_model,gpu_request,worker_num,submit_time,duration', '1,A10,0.5,1,0,10', '2,H800,8,4,5,10'].join('\n');
    const portfolio = made(spot, { load: 325, domain: 'site' });
    expect(short(portfolio)).toEqual([
      ['4 x 8 GPUs, H800', 8, 4, 10],
      ['parts of a GPU, A10', 1, 1, 5],
    ]);
    expect(portfolio.classes[0]?.domain).toBe('site');
    expect(portfolio.note).toContain('at most 32.5 GPUs ran at the same time');
  });

  it('asks for a load instead of guessing one', () => {
    expect(() => made(text)).toThrow(expect.objectContaining({ value: expect.objectContaining({ code: 'trace-load-missing' }) }));
    expect(() => made('num_gpu\n0', { load: 5 })).toThrow(
      expect.objectContaining({ value: expect.objectContaining({ code: 'trace-empty' }) }),
    );
    expect(() => made('num_gpu\n8', { load: 5 })).toThrow(
      expect.objectContaining({ value: expect.objectContaining({ code: 'trace-load-small' }) }),
    );
    expect(() => made('a,b\n1,2')).toThrow(expect.objectContaining({ value: expect.objectContaining({ code: 'trace-unknown' }) }));
  });

  it('never passes the load, and no class is a whole job away from its share', () => {
    const jobs = fc.array(fc.record({ gpus: fc.constantFrom(1, 2, 4, 8), model: fc.constantFrom('', 'A', 'B') }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 8, max: 5000 }), (list, load) => {
        const total = list.reduce((sum, { gpus }) => sum + gpus, 0);
        const table = ['num_gpu,gpu_spec', ...list.map(({ gpus, model }) => `${gpus},${model}`)].join('\n');
        let found: ReturnType<typeof made>;
        try {
          found = portfolioFromTrace(table, 't.csv', traceOptionsSchema.parse({ load }));
        } catch (error) {
          expect(error).toMatchObject({ value: { code: 'trace-load-small' } });
          return;
        }
        expect(found.classes.reduce((sum, { gpus_per_node: gpus, quantity }) => sum + gpus * (quantity ?? 0), 0)).toBeLessThanOrEqual(load);
        for (const { gpus_per_node: gpus, gpu_models: models, quantity } of found.classes) {
          const own = list.filter((job) => job.gpus === gpus && job.model === (models?.[0] ?? '')).length * gpus;
          expect(Math.abs((quantity ?? 0) - (load * own) / total / gpus)).toBeLessThan(1);
        }
      }),
      { numRuns: 200, seed: 9 },
    );
  });

  // GPUs by size: 3,911 + 1,731.8 in parts + 8 x 44 + 4 x 15 + 2 x 16 = 6,086.8 of the file; shares of 8,076 GPUs (130 % of the cluster)
  // worked out apart as exact fractions: 5,189.14, 2,297.76, 58.38, 19.90, 21.23
  it.skipIf(!hasOpenb())('gives the mix of the openb cluster', () => {
    const portfolio = portfolioFromTrace(
      readFileSync(join(OPENB, 'openb_pod_list_default.csv'), 'utf8'),
      'openb.csv',
      traceOptionsSchema.parse({ load: 8076 }),
    );
    expect(short(portfolio)).toEqual([
      ['1 GPU, any model', 1, 1, 5190],
      ['parts of a GPU, any model', 1, 1, 2298],
      ['8 GPUs, any model', 8, 1, 58],
      ['4 GPUs, any model', 4, 1, 20],
      ['2 GPUs, any model', 2, 1, 22],
    ]);
    // removal-test.md 2.4: its own timeline peaks at 65.6 GPUs
    expect(portfolio.note).toContain('at most 65.6 GPUs ran at the same time');
    expect(portfolio.title).toBe('openb');
  });
});

describe('a trace of requests', () => {
  const text = [
    'TIMESTAMP,ContextTokens,GeneratedTokens',
    '2023-11-16 10:00:05.5000000,1000,10',
    '2023-11-16 10:00:59.9,500,5',
    '2023-11-16 10:02:00,4000,100',
  ].join('\r\n');
  const speeds = { promptTokensPerSecond: 10, generatedTokensPerSecond: 1 };

  it('becomes the replicas that its busiest window keeps busy', () => {
    // minute 10:00: 1500/10 + 15 = 165 s of work; 10:02: 400 + 100 = 500 s; 500/60 = 8.3
    expect(short(made(text, { ...speeds, gpus: 8 }))).toEqual([['replica of 8 GPUs', 8, 1, 9]]);
    // mean of three minutes, one of them empty: 665/180 = 3.7; 95 %: rank 3 of 3, the busiest
    expect(short(made(text, { ...speeds, demand: 'mean' }))).toEqual([['replica of 1 GPU', 1, 1, 4]]);
    expect(short(made(text, { ...speeds, demand: 'p95' }))).toEqual([['replica of 1 GPU', 1, 1, 9]]);
    expect(short(made(text, { ...speeds, times: 10, window: 180 }))).toEqual([['replica of 1 GPU', 1, 1, 37]]);
  });

  it('states the window and the assumption', () => {
    const { note } = made(text, speeds);
    expect(note).toContain('the busiest window of 60 s, from 2023-11-16 10:02:00: 1 requests, 4,000 prompt tokens, 100 generated tokens');
    expect(note).toContain('it reads 10 prompt tokens or writes 1 tokens in a second');
  });

  it('asks for the speeds instead of guessing them', () => {
    expect(() => made(text)).toThrow(expect.objectContaining({ value: expect.objectContaining({ code: 'trace-speed-missing' }) }));
  });

  // README of the data: 8,819 requests, 18,059,974 and 245,896 tokens, busiest minute 18:31 with 585 requests; replicas worked out apart as
  // exact fractions: 1,242,714/2000 + 15,154/400 = 659.2 s of work in 60 s
  it.skipIf(!hasAzure)('counts the Azure trace', () => {
    const read = (options: Partial<TraceOptions>) =>
      portfolioFromTrace(
        readFileSync(AZURE, 'utf8'),
        'azure.csv',
        traceOptionsSchema.parse({ promptTokensPerSecond: 2000, generatedTokensPerSecond: 400, ...options }),
      );
    const { classes, note } = read({});
    expect(classes[0]?.quantity).toBe(11);
    expect(note).toContain('8,819 requests of a trace with 18,059,974 prompt and 245,896 generated tokens');
    expect(note).toContain('from 2023-11-16 18:31:00: 585 requests, 1,242,714 prompt tokens, 15,154 generated tokens');
    expect(['peak', 'mean', 'p95'].map((demand) => read({ times: 100, demand: demand as 'peak' }).classes[0]?.quantity)).toEqual([
      1099, 278, 838,
    ]);
  });
});
