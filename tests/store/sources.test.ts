import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseFile, openCase, writeTransaction } from '../../electron/engine/store/case-file.ts';
import { listRejects, listSources } from '../../electron/engine/store/catalogue.ts';
import { addSource, readSource, SourceInProgress } from '../../electron/engine/store/sources.ts';
import { closing, errorOf, importSmall, newCase, temporaryFolder } from './support.ts';

const start = { fileName: 'providers.csv', format: 'csv', encoding: 'utf-8', addedAt: '2026-03-01T10:00:00.000Z' } as const;

const keep = (file: CaseFile, ...pieces: Uint8Array[]) =>
  writeTransaction(file, () => {
    const writer = addSource(file, start);
    for (const piece of pieces) writer.write(piece);
    return writer.finish();
  });

/** Bytes that repeat only after 16 MB. */
function manyBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let at = 0; at < count; at++) bytes[at] = (at * 31 + (at >> 8) + (at >> 16)) & 0xff;
  return bytes;
}

describe('a source file', () => {
  it('is kept compressed and gives back the exact bytes, after opening again too', () => {
    const file = newCase();
    const bytes = manyBytes(2_500_000);
    const { source, reused, findings } = keep(file, bytes.subarray(0, 10), bytes.subarray(10, 1_500_000), bytes.subarray(1_500_000));
    expect({ reused, findings }).toEqual({ reused: false, findings: [] });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(source).toEqual({ id: 'S1', ...start, bytes: 2_500_000, sha256, datasetIds: [] });
    file.close();
    const blocks = [...readSource(closing(openCase(file.path, { mode: 'read' })), 'S1')];
    expect(blocks.map((block) => block.length)).toEqual([1 << 20, 1 << 20, 2_500_000 - 2 * (1 << 20)]);
    expect(Buffer.concat(blocks).equals(bytes)).toBe(true);
    const empty = newCase();
    empty.close();
    // what the file itself takes grows with the tables of the format
    expect(readFileSync(file.path).length - readFileSync(empty.path).length).toBeLessThan(bytes.length / 2);
  });

  it('may be empty', () => {
    const file = newCase();
    expect(keep(file).source.bytes).toBe(0);
    expect([...readSource(file, 'S1')]).toEqual([]);
  });

  it('gives back the exact bytes however they were cut', () => {
    const file = newCase();
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
        const { source } = keep(file, ...pieces);
        expect(Buffer.concat([...readSource(file, source.id)]).equals(Buffer.concat(pieces))).toBe(true);
      }),
    );
  });

  it('is read from a path block by block, and a throw between two blocks leaves nothing', () => {
    const file = newCase();
    const path = join(temporaryFolder(), 'providers.csv');
    const bytes = manyBytes(2_500_000);
    writeFileSync(path, bytes);
    const keepFile = (checkpoint: (bytes: number) => void) => {
      const source = new SourceInProgress(file, path, start);
      try {
        return writeTransaction(file, () => source.finish(checkpoint));
      } finally {
        source.close();
      }
    };
    const cancelled = () =>
      keepFile(() => {
        throw new Error('cancelled');
      });
    expect(cancelled).toThrow('cancelled');
    expect(file.database.prepare('SELECT count(*) FROM source_block').pluck().get()).toBe(0);
    const seen: number[] = [];
    keepFile((read) => seen.push(read));
    expect(seen.at(-1)).toBe(2_500_000);
    expect(Buffer.concat([...readSource(file, 'S1')]).equals(bytes)).toBe(true);
  });

  it('is stored once when the same bytes come again, and a finding says so', () => {
    const file = newCase();
    const dataset = importSmall(file);
    const again = writeTransaction(file, () => {
      const writer = addSource(file, { ...start, fileName: 'copy.csv' });
      writer.write(Buffer.from('file of Northgrid'));
      return writer.finish();
    });
    expect(again).toMatchObject({ reused: true, source: { id: 'S1', datasetIds: [dataset.id] } });
    expect(again.findings).toHaveLength(1);
    expect(again.findings[0]).toMatchObject({ code: 'source-already-kept', details: { source: 'S1', datasets: ['D1'] } });
    expect(listSources(file)).toHaveLength(1);
    expect(file.database.prepare('SELECT count(*) FROM source_block').pluck().get()).toBe(1);
    expect(keep(file, Buffer.from('other')).source.id).toBe('S2');
  });

  it('whose bytes were altered inside the case is named as damaged', () => {
    const file = newCase();
    keep(file, Buffer.from('Acme,8\n'));
    const other = newCase();
    keep(other, Buffer.from('Acme,9\n'));
    const bytes = other.database.prepare('SELECT bytes FROM source_block').pluck().get();
    file.database.prepare('UPDATE source_block SET bytes = ?').run(bytes);
    expect(errorOf(() => [...readSource(file, 'S1')])).toMatchObject({ code: 'case-damaged' });
    expect(errorOf(() => [...readSource(file, 'S9')])).toMatchObject({ code: 'source-missing' });
  });
});

describe('rejects', () => {
  it('come in windows in the order of the file', async () => {
    const file = newCase();
    const { beginDataset } = await import('../../electron/engine/store/columns.ts');
    const { source } = keep(file, Buffer.from('x'));
    const reject = { line: 0, column: null, code: 'ragged', reason: 'too few cells', fix: 'Add the cells.', raw: 'Acme' };
    writeTransaction(file, () => {
      const writer = beginDataset(file, { sourceId: source.id });
      for (let batch = 0; batch < 3; batch++) writer.rejects([1, 2].map((n) => ({ ...reject, record: batch * 2 + n })));
      writer.finish({
        name: 'a',
        columns: [],
        recipe: {} as never,
        grain: 'node',
        base: null,
        asOf: null,
        sample: false,
        importedAt: 'now',
      });
    });
    const window = listRejects(file, 'D1', { start: 1, end: 4 });
    expect(window.total).toBe(6);
    expect(window.rows).toEqual([2, 3, 4].map((record) => ({ ...reject, record, number: record - 1, readmitted: null })));
  });
});
