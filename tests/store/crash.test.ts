import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openCase, writeTransaction } from '../../electron/engine/store/case-file.ts';
import { caseInfo, listDatasets, listSources } from '../../electron/engine/store/catalogue.ts';
import { beginDataset, readTable } from '../../electron/engine/store/columns.ts';
import { runCommand } from '../../electron/engine/store/commands.ts';
import { verifyLedger } from '../../electron/engine/store/ledger.ts';
import { lockName } from '../../electron/engine/store/lock.ts';
import { chunksOf, closing, column, decider, errorOf, importSmall, newCase, numbers, temporaryFolder } from './support.ts';

const script = fileURLToPath(new URL('kill-mid-import.ts', import.meta.url));

/** Path of a case with one dataset whose writer was killed in the middle of a second import. */
async function killedCase(): Promise<string> {
  const file = newCase();
  importSmall(file);
  file.close();
  const child = spawn(process.execPath, [script, file.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('written');
  // The import was on the disk, though not committed.
  expect(statSync(`${file.path}-wal`).size).toBeGreaterThan(3_000_000);
  expect(errorOf(() => openCase(file.path, { mode: 'write' })).code).toBe('case-busy');
  child.kill('SIGKILL');
  await once(child, 'exit');
  return file.path;
}

describe('a process that is killed in the middle of an import', () => {
  it('leaves the case as it was before, ready to be opened and used', async () => {
    const path = await killedCase();
    expect(existsSync(lockName(path))).toBe(true);
    const file = closing(openCase(path, { mode: 'write' }));
    expect(file.recovered).toBe(true);
    expect(listDatasets(file).map(({ id }) => id)).toEqual(['D1']);
    expect(listSources(file).map(({ id }) => id)).toEqual(['S1']);
    expect(caseInfo(file).revision).toBe(2);
    expect(verifyLedger(file).intact).toBe(true);
    expect(importSmall(file, 'Second').id).toBe('D2');
    file.close();
    expect(existsSync(`${path}-wal`) || existsSync(lockName(path))).toBe(false);
  });

  it('leaves decisions that were made before it, although they were only in the log', async () => {
    const path = await killedCase();
    const file = closing(openCase(path, { mode: 'write' }));
    runCommand(file, { command: 'dataset.rename', input: { dataset: 'D1', name: 'Renamed' }, ...decider });
    // A copy of file and log is what a power cut would leave.
    const copy = join(temporaryFolder(), 'copy.chokepoint');
    for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, `${copy}${ending}`);
    const other = closing(openCase(copy, { mode: 'write' }));
    expect(other.recovered).toBe(true);
    expect(listDatasets(other)[0]?.name).toBe('Renamed');
  });

  it('gets a file that is damaged as well refused, again and again, with file and log unchanged', async () => {
    const path = await killedCase();
    const content = readFileSync(path);
    content.fill(0xab, 8192 * 3, 8192 * 4);
    writeFileSync(path, content);
    const log = readFileSync(`${path}-wal`);
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(errorOf(() => openCase(path, { mode: 'write' })).code).toBe('case-damaged');
      expect(readFileSync(path).equals(content)).toBe(true);
      expect(readFileSync(`${path}-wal`).equals(log)).toBe(true);
    }
  });
});

describe('a reader beside the writer', () => {
  it('sees the case as it was until the import is committed, and the whole dataset afterwards', () => {
    const file = newCase();
    importSmall(file);
    const reader = closing(openCase(file.path, { mode: 'read' }));
    writeTransaction(file, () => {
      const writer = beginDataset(file, { sourceId: 'S1' });
      for (const chunk of chunksOf([numbers(0, 1, 2)], [numbers(0, 3)])) {
        writer.chunk(chunk);
        expect(listDatasets(reader).map(({ id }) => id)).toEqual(['D1']);
        expect(readTable(reader, 'D1').rows).toBe(3);
      }
      writer.finish({
        name: 'Second',
        columns: [column('gpu_count', 'number')],
        recipe: {} as never,
        grain: 'node',
        base: null,
        asOf: null,
        sample: false,
        importedAt: decider.at,
      });
      expect(listDatasets(reader)).toHaveLength(1);
    });
    expect(listDatasets(reader).map(({ id }) => id)).toEqual(['D1', 'D2']);
    expect(readTable(reader, 'D2').columns.get('gpu_count')).toMatchObject({ values: Float64Array.of(1, 2, 3) });
  });
});
