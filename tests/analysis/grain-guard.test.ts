import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Dataset, Grain } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { importFile, openTestEngine, view } from '../acceptance/support.ts';

// What the guard refuses: domain.md 1.3 and 6.3.

let opened: Awaited<ReturnType<typeof openTestEngine>>;
beforeAll(async () => {
  opened = await openTestEngine();
});
afterAll(() => opened.close());

async function dataset(name: string, text: string, grain: Grain): Promise<Dataset> {
  const path = join(opened.folder, name);
  writeFileSync(path, text);
  return importFile(opened.engine, path, { grain, name });
}

const refusal = async (work: Promise<unknown>) => {
  const value = await work.then(
    () => null,
    (error) => errorValueOfCall(error),
  );
  return value && { code: value.code, column: value.details.column, rows: value.details.rows, advice: value.advice };
};

const portfolio = parsePortfolio({ title: 'One GPU', classes: [{ name: 'one GPU', gpus_per_node: 1, quantity: 1 }] });
const removal = (dataset: string) => opened.engine.client.removal.model({ dataset, by: 'provider', where: '', portfolio, threshold: '1' });

describe('the grain guard', () => {
  it('refuses to add up the slices of a machine, naming the column, two rows and a way out', async () => {
    const { id } = await dataset('slices.csv', 'provider,node_id,gpu_count\na,m1,1\na,m2,8\nb,m1,4\n', 'offer');
    const refused = await refusal(view(opened.engine, { id } as Dataset, 'provider', 'gpu_count'));
    expect(refused).toMatchObject({ code: 'offers-not-summed', column: 'node_id', rows: [1, 3] });
    expect(refused?.advice).toContain('one record per machine');
  });

  it('adds up offers of different machines, and counts offers in any case', async () => {
    const one = await dataset('machines.csv', 'provider,node_id,gpu_count\na,m1,1\na,m2,8\n', 'offer');
    expect((await view(opened.engine, one, 'provider', 'gpu_count')).total).toBe(9);
    const slices = await dataset('slices2.csv', 'provider,node_id,gpu_count\na,m1,1\nb,m1,4\n', 'offer');
    expect((await view(opened.engine, slices, 'provider', 'count')).total).toBe(2);
    expect((await view(opened.engine, slices, 'provider', 'gpu_count', "provider = 'b'")).total).toBe(4);
  });

  it('refuses to add up offers without a machine', async () => {
    const offers = await dataset('no-machine.csv', 'provider,gpu_count\na,1\na,8\n', 'offer');
    expect(await refusal(view(opened.engine, offers, 'provider', 'gpu_count'))).toMatchObject({
      code: 'offers-not-summed',
      column: 'gpu_count',
      rows: [1, 2],
    });
  });

  it('refuses a price list as supply, as a weight and in the removal test', async () => {
    const prices = await dataset('prices.csv', 'id,provider,gpu_model,price_usd_per_gpu_hour\n1,a,H100,2\n2,b,A100,1\n', 'offer');
    const wanted = { code: 'prices-not-supply', column: 'price_usd_per_gpu_hour', rows: [1, 2] };
    expect(await refusal(view(opened.engine, prices, 'provider', 'price_usd_per_gpu_hour'))).toMatchObject(wanted);
    expect(await refusal(removal(prices.id))).toMatchObject(wanted);
    expect((await view(opened.engine, prices, 'provider', 'count')).total).toBe(2);
  });

  it('refuses to add the total of a provider to its machines, until a filter leaves one of them out', async () => {
    const both = await dataset('both.csv', 'provider,node_id,gpu_count\na,n1,8\na,n2,4\na,,12\nb,n3,2\nb,,5\n', 'node');
    expect(await refusal(view(opened.engine, both, 'provider', 'gpu_count'))).toMatchObject({
      code: 'totals-beside-nodes',
      column: 'node_id',
      rows: [3, 1],
    });
    expect((await view(opened.engine, both, 'provider', 'gpu_count', 'node_id is not null')).total).toBe(14);
    // a machine without a name is no total
    expect((await view(opened.engine, both, 'provider', 'gpu_count', "provider = 'b'")).total).toBe(7);
  });

  it('refuses to add up days', async () => {
    const days = await dataset('days.csv', 'provider,node_id,gpu_count,observed_at\na,n1,8,2026-01-01\na,n1,8,2026-01-02\n', 'day');
    expect(await refusal(view(opened.engine, days, 'provider', 'gpu_count'))).toMatchObject({ code: 'days-not-summed', rows: [1, 2] });
  });
});
