import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

// Four clusters, of which one is planned and one is gone. "Owner" and "Status" are fields, the others only may be one.
const CLUSTERS = `Owner,Status,Chip type (primary),Chip quantity (primary)
Acme,Existing,NVIDIA H100,8
Beta,Existing,NVIDIA A100,4
Acme,Planned,NVIDIA H100,800
Gamma,Decommissioned,NVIDIA V100,2
`;

type Claim = { id: string; context: string; statement: string; parameters: Record<string, unknown> };

describe('a report of a file that was imported with defaults', () => {
  const path = folder.path('f.chokepoint');
  let report: { case: { title: string }; claims: Claim[] };
  const ending = (id: string) => report.claims.find((claim) => claim.id.endsWith(id)) as Claim;

  beforeAll(async () => {
    writeFileSync(folder.path('clusters.csv'), CLUSTERS);
    await chokepoint('import', folder.path('clusters.csv'), '--case', path);
    const { code } = await chokepoint('report', '--case', path, '--out', folder.path('out'));
    expect(code).toBe(0);
    report = JSON.parse(readFileSync(folder.path('out/claims.json'), 'utf8'));
  });

  it('bears the names of the datasets, not that of the case file', async () => {
    expect(report.case.title).toBe('clusters');
    await chokepoint('import', folder.path('clusters.csv'), '--case', folder.path('g.chokepoint'), '--title', 'Own title');
    await chokepoint('report', '--case', folder.path('g.chokepoint'), '--out', folder.path('own'));
    expect(JSON.parse(readFileSync(folder.path('own/claims.json'), 'utf8')).case.title).toBe('Own title');
  });

  it('says beside each number that planned and gone records count, and how to leave them out', () => {
    const words =
      'counts 2 of 4 records that are marked as planned, estimated or gone ("Planned" and "Decommissioned" in status); ' +
      `to leave them out, filter with: status not in ('Planned', 'Decommissioned')`;
    expect(ending('.hhi').context).toContain(words);
    expect(ending('.C1').context).toContain(words);
  });

  it('says not mapped where the file has the column', () => {
    expect(ending('.C3').statement).toBe(
      'HHI by GPU model is not mapped: column "Chip type (primary)" may be gpu_model; column "Chip quantity (primary)" may be gpu_count.',
    );
    expect(ending('.C3').parameters).toMatchObject({ state: 'not-mapped' });
    expect(ending('.C4').parameters).toMatchObject({ state: 'not-disclosed' });
  });

  it('no longer says so under the filter', async () => {
    const { out } = await chokepoint(
      'claims',
      '--case',
      folder.path('g.chokepoint'),
      '--where',
      `status not in ('Planned', 'Decommissioned')`,
      '--json',
    );
    const card = JSON.parse(out);
    expect(card.notToday).toBeUndefined();
    // two owners with one record each: 10,000 x (1/4 + 1/4)
    expect(card.claims[0].value).toBe(5000);
    const all = JSON.parse((await chokepoint('claims', '--case', folder.path('g.chokepoint'), '--json')).out);
    expect(all.notToday).toMatchObject({ records: 2, of: 4 });
    expect(all.claims[0].notes[0]).toMatch(/^This counts 2 of 4 records/);
  });
});
