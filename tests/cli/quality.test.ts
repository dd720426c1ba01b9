import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeAll(async () => {
  folder = temporaryFolder();
  file = folder.path('quality.chokepoint');
  writeFileSync(folder.path('nodes.csv'), 'provider,node_id,gpu_count\nalpha,n1,8\nalpha,n1,8\nbeta,n2,4\n');
  await chokepoint('import', folder.path('nodes.csv'), '--case', file, '--base', 'online', '--as-of', '2026-11-20');
});
afterAll(() => folder.remove());

describe('quality on the command line', () => {
  it('lists every check with what failed first', async () => {
    const { code, out } = await chokepoint('quality', '--case', file, '--json');
    expect(code).toBe(0);
    const { dataset, checks } = JSON.parse(out);
    expect(dataset).toBe('nodes');
    expect(checks.find(({ id }: { id: string }) => id === 'node-repeated')).toMatchObject({ state: 'failed', failed: 2, affected: 0.8 });
    const states = checks.map(({ state }: { state: string }) => state);
    expect(states.lastIndexOf('failed')).toBeLessThan(states.indexOf('passed'));
  });

  it('opens failing records, waives and shows the supply base', async () => {
    const rows = await chokepoint('quality', 'rows', '--case', file, '--check', 'node-repeated');
    expect(rows.out).toContain('line 2: provider=alpha, node_id=n1, gpu_count=8');
    const waived = await chokepoint(
      'quality',
      'waive',
      '--case',
      file,
      '--check',
      'node-repeated',
      '--reason',
      'two racks',
      '--name',
      'Ada',
    );
    expect(waived.code).toBe(0);
    expect((await chokepoint('quality', '--case', file)).out).toContain('waived by Ada: two racks');
    const ladder = await chokepoint('quality', 'ladder', '--case', file, '--state', 'claimed', '--gpus', '1000', '--source', 'web page');
    expect(ladder.out).toMatch(/claimed\s+1,000/);
    expect(ladder.out).toMatch(/online\s+20/);
    expect(ladder.out).toMatch(/leased\s+not disclosed/);
  });

  it('refuses a check that does not exist', async () => {
    const { code, err } = await chokepoint(
      'quality',
      'waive',
      '--case',
      file,
      '--check',
      'nope',
      '--reason',
      'x',
      '--name',
      'Ada',
      '--json',
    );
    expect(code).toBe(2);
    expect(JSON.parse(err).code).toBe('check-missing');
  });
});
