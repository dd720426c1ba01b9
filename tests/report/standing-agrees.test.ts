// A conclusion has one standing in a report, whichever section states it (domain.md 9).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClaimsFile } from '../../shared/evidence/claims-file.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

describe('claims of a view and of a scorecard about the same number', () => {
  it('have the same standing, for the same reasons', async () => {
    const { engine, folder, close } = await openTestEngine();
    try {
      const path = join(folder, 'net.csv');
      // the two largest differ by 1 of 100 GPUs: moving 1 % of the weight turns who is largest, but not that 3 hold more than half
      writeFileSync(path, 'provider_id,operator,country,gpu_count\na,Alpha,DE,26\nb,Beta,FR,25\nc,Gamma,US,25\nd,Delta,US,24\n');
      const dataset = await importFile(engine, path);
      const spec = { dataset: dataset.id, by: 'operator', weight: 'gpu_count', where: '', entities: 'confirmed' as const };
      await engine.client.views.save({ name: 'GPUs by operator', spec });
      const { files } = await resultOf(await engine.client.report.export({ paper: 'a4' }));
      const json = readFileSync(engine.files.path(files.find(({ name }) => name === 'claims.json')?.ref as string), 'utf8');
      const { claims } = JSON.parse(json) as ClaimsFile;
      const ofId = (id: string) => claims.find((claim) => claim.id === id);
      expect(ofId('D1.C2')?.statement.startsWith(ofId('V1.cr1')?.statement as string)).toBe(true);
      expect(ofId('V1.cr1')?.standing?.word).toBe('fragile');
      expect(ofId('D1.C2')?.standing).toEqual(ofId('V1.cr1')?.standing);
      const same = (a: ClaimsFile['claims'][number], b: ClaimsFile['claims'][number]) =>
        a.unit.split(' ')[0] === b.unit.split(' ')[0] && a.display === b.display && JSON.stringify(a.stamp) === JSON.stringify(b.stamp);
      for (const a of claims.filter(({ id }) => id.startsWith('D')))
        for (const b of claims.filter(({ id }) => id.startsWith('V')))
          if (same(a, b)) expect(a.standing, `${a.id} and ${b.id}`).toEqual(b.standing);
    } finally {
      await close();
    }
  }, 60_000);
});
