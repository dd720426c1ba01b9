import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherContext, sameValues } from '../../shared/case/pin.ts';
import { viewSpecSchema } from '../../shared/case/view.ts';
import { readViewFile } from '../../shared/case/view-file.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Two providers, one record without a provider: shares 8/13, 4/13 and 1/13 unknown, by hand.
const CSV = 'provider,gpu_count\n=Acme,8\n"b, Ltd",4\n,1\n';

describe('a view of the case', () => {
  let test: Awaited<ReturnType<typeof openTestEngine>>;
  const spec = viewSpecSchema.parse({ dataset: 'D1', by: 'provider', weight: 'gpu_count' });

  beforeAll(async () => {
    test = await openTestEngine();
    const path = join(test.folder, 'a.csv');
    writeFileSync(path, CSV);
    await importFile(test.engine, path);
  });
  afterAll(() => test.close());

  const exported = async (format: 'csv' | 'spreadsheet-csv' | 'metrics-csv' | 'json') => {
    const { ref, fileName } = await test.engine.client.views.export({ spec, name: 'Providers', format });
    return { fileName, text: readFileSync(test.engine.files.get(ref).path, 'utf8') };
  };

  it('is renamed, duplicated and removed, and undo takes each back', async () => {
    const { client } = test.engine;
    const saved = await client.views.save({ name: 'Providers', spec });
    await client.views.save({ id: saved.id, name: 'All providers', spec });
    await client.views.save({ name: 'All providers, copy', spec });
    expect((await client.cases.current())?.undo).toBe('Save the view "All providers, copy"');
    await client.views.remove({ id: saved.id });
    await client.history.undo();
    await client.history.undo();
    expect((await client.cases.current())?.undo).toBe('Rename the view "Providers" to "All providers"');
    await client.history.undo();
    expect(await client.views.list()).toEqual([saved]);
  });

  it('is exported as exact CSV: sorted, unit in the header, empty and a status where nothing is disclosed', async () => {
    const { fileName, text } = await exported('csv');
    expect(fileName).toBe('Providers.csv');
    expect(text).toBe(
      'provider,gpu_count,share_fraction,cumulative_share_fraction,records,dimension_status\n' +
        `=Acme,8,${8 / 13},${8 / 13},1,ok\n"b, Ltd",4,${4 / 13},${12 / 13},1,ok\n,1,${1 / 13},,1,not_disclosed\n`,
    );
  });
  it('is exported for spreadsheets with a byte order mark and no cell that runs as a formula', async () => {
    const { fileName, text } = await exported('spreadsheet-csv');
    expect(fileName).toBe('Providers.spreadsheet.csv');
    expect(text.startsWith('\uFEFFprovider,')).toBe(true);
    expect(text).toContain("\n'=Acme,8,");
  });
  it('is exported with its indices', async () => {
    const { text } = await exported('metrics-csv');
    // HHI of the known part: (8/12)^2 + (4/12)^2 = 5/9
    expect(text).toMatch(/^hhi,points_0_to_10000,5555\.55555/m);
  });
  it('is exported as JSON that reads back as the same view', async () => {
    const { fileName, text } = await exported('json');
    expect(fileName).toBe('Providers.view.json');
    expect(readViewFile(text, await test.engine.client.datasets.list(), 'D1')).toEqual({ name: 'Providers', spec });
  });

  it('is pinned with its values, which stay when the data change, and say so', async () => {
    const { client } = test.engine;
    const pin = await client.views.pin(spec);
    expect(pin).toMatchObject({ id: 'P1', total: 13, entities: 2, largest: [{ key: '=Acme' }, { key: 'b, Ltd' }] });
    await client.datasets.describe({ dataset: 'D1', asOf: '2026-01-31' });
    const result = await client.views.open(spec);
    expect(otherContext(pin.stamp, result.stamp)).toEqual(['date']);
    expect(sameValues(pin, result)).toBe(true);
    const filtered = await client.views.open({ ...spec, where: 'gpu_count > 4' });
    expect(otherContext(pin.stamp, filtered.stamp)).toEqual(['date', 'filter']);
    expect(sameValues(pin, filtered)).toBe(false);
    expect(await client.views.pins()).toEqual([pin]);
    await client.views.unpin({ id: pin.id });
    expect(await client.views.pins()).toEqual([]);
    await client.history.undo();
    expect(await client.views.pins()).toEqual([pin]);
  });
});
