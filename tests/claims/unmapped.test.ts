import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../shared/case/claims.ts';
import { requestList, requestText } from '../../shared/claims/requests.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Headers as a public list of clusters writes them: "Owner" is the field itself, the others only may be one.
const CLUSTERS = `Owner,Chip type (primary),Chip quantity (primary),Chips in all,Price
Acme,NVIDIA H100,8,8,call us
Beta,NVIDIA A100,4,4,call us
`;

describe('a claim whose columns are in the file, but not mapped', () => {
  let open: Awaited<ReturnType<typeof openTestEngine>>;
  let claims: ClaimResult[];
  const claim = (id: string) => claims.find((each) => each.id === id) as ClaimResult;

  beforeAll(async () => {
    open = await openTestEngine();
    const path = join(open.folder, 'clusters.csv');
    writeFileSync(path, CLUSTERS);
    const { id } = await importFile(open.engine, path, { grain: 'provider' });
    ({ claims } = await open.engine.client.claims.scorecard({ dataset: id }));
  });
  afterAll(() => open.close());

  it('is not mapped, and names the column by its header', () => {
    expect(claim('C3')).toMatchObject({
      status: 'not-mapped',
      display: 'n/m',
      value: null,
      missing: ['gpu_model', 'gpu_count'],
      unmapped: [
        { field: 'gpu_model', columns: ['Chip type (primary)'] },
        { field: 'gpu_count', columns: ['Chip quantity (primary)'] },
      ],
    });
    expect(claim('C3').sentence).toContain(
      'is not mapped: column "Chip type (primary)" may be gpu_model; column "Chip quantity (primary)" may be gpu_count.',
    );
    expect(claim('C3').notes.join(' ')).toContain(`--map 'gpu_model=Chip type (primary)'`);
  });

  it('stays not disclosed where the file has only a part of it, and the part is named', () => {
    // the cells of "Price" are words, so it is no price
    expect(claim('C6')).toMatchObject({ status: 'not-disclosed', missing: ['gpu_model', 'price_usd_per_gpu_hour'] });
    expect(claim('C6').sentence).toContain(
      'Needed: gpu_model (not mapped: column "Chip type (primary)" may be it); price_usd_per_gpu_hour.',
    );
    expect(claim('C4')).toMatchObject({ status: 'not-disclosed' });
    expect(claim('C4').unmapped).toBeUndefined();
  });

  it('is nothing to ask the network for before somebody has looked', () => {
    const fields = requestList(claims);
    expect(fields.find(({ field }) => field === 'gpu_model')?.need).toBe('mapping');
    expect(fields.find(({ field }) => field === 'price_usd_per_gpu_hour')?.need).toBe('required');
    const text = requestText('clusters', null, fields);
    expect(text).not.toContain('gpu_model');
    expect(text).toContain('price_usd_per_gpu_hour');
  });
});
