import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

it('rejected records are corrected on the command line', async () => {
  const folder = temporaryFolder();
  try {
    const file = folder.path('r.chokepoint');
    writeFileSync(folder.path('nodes.csv'), 'provider,gpu_count\nalpha,8\nbeta,-4\n');
    await chokepoint('import', folder.path('nodes.csv'), '--case', file);
    const listed = await chokepoint('rejects', '--case', file);
    expect(listed.out).toContain('1 of 2 records not imported');
    const done = await chokepoint(
      'rejects',
      'readmit',
      '--case',
      file,
      '--number',
      '0',
      '--set',
      'gpu_count=4',
      '--reason',
      'sign',
      '--json',
    );
    expect(JSON.parse(done.out)).toEqual({
      dataset: 'nodes',
      number: 0,
      cells: { provider: 'beta', gpu_count: '4' },
      rows: 2,
      rejected: 0,
    });
    const view = await chokepoint('view', '--case', file, '--by', 'provider', '--weight', 'gpu_count', '--json');
    expect(JSON.parse(view.out).total).toBe(12);
    expect((await chokepoint('rejects', '--case', file)).out).toContain('corrected and taken in (sign)');
    await chokepoint('rejects', 'leave-out', '--case', file, '--number', '0');
    expect(JSON.parse((await chokepoint('rejects', '--case', file, '--json')).out)).toMatchObject({ rejected: 1 });
  } finally {
    folder.remove();
  }
});
