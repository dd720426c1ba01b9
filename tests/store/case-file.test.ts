import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { isBackupName } from '../../electron/engine/store/case-errors.ts';
import { buildCaseFile, type CaseFile, copyCase, createCase, openCase, writeTransaction } from '../../electron/engine/store/case-file.ts';
import { caseInfo, listDatasets, listViews } from '../../electron/engine/store/catalogue.ts';
import { readTable } from '../../electron/engine/store/columns.ts';
import { runCommand } from '../../electron/engine/store/commands.ts';
import { verifyLedger } from '../../electron/engine/store/ledger.ts';
import { lockName } from '../../electron/engine/store/lock.ts';
import { FORMAT_VERSION, MIGRATIONS } from '../../electron/engine/store/migrations/index.ts';
import { about, closing, decider, errorOf, importSmall, newCase, temporaryFolder } from './support.ts';

const neighbours = (path: string) => readdirSync(dirname(path)).sort();

/** A closed case with one dataset. */
function closedCase(): string {
  const file = newCase();
  importSmall(file);
  file.close();
  return file.path;
}

function reopened(path: string, mode: 'write' | 'read' = 'write'): CaseFile {
  return closing(openCase(path, { mode }));
}

/** Changes bytes of a file. */
function overwrite(path: string, offset: number, bytes: Uint8Array): void {
  const content = readFileSync(path);
  content.set(bytes, offset);
  writeFileSync(path, content);
}

/** Asserts that a file is refused with this code, and that neither it nor its folder is changed. */
function expectRefused(path: string, code: string, mode: 'write' | 'read' = 'write') {
  const content = readFileSync(path);
  const before = neighbours(path);
  const error = errorOf(() => reopened(path, mode));
  expect(error.code).toBe(code);
  expect(error.message).toContain(basename(path));
  expect(error.advice).not.toBe('');
  expect(JSON.stringify(error)).not.toContain(dirname(path));
  expect(readFileSync(path).equals(content)).toBe(true);
  if (mode === 'write') expect(neighbours(path)).toEqual(before);
  return error;
}

describe('a case file', () => {
  it('is made, closed and opened again with what was put into it', () => {
    const path = closedCase();
    const info = caseInfo(reopened(path));
    const { actor: _, ...rest } = about;
    expect(info).toEqual({
      ...rest,
      fileName: 'northgrid.chokepoint',
      revision: 2,
      formatVersion: FORMAT_VERSION,
      datasets: 1,
      undo: 'Import Northgrid.csv as "Northgrid"',
      redo: null,
    });
  });

  it('is one whole file after it was closed, so that a copy of the file is a copy of the case', () => {
    const path = closedCase();
    expect(neighbours(path)).toEqual(['northgrid.chokepoint']);
    const copy = join(temporaryFolder(), 'copy.chokepoint');
    copyFileSync(path, copy);
    expect(listDatasets(reopened(copy))).toEqual(listDatasets(reopened(path)));
  });

  it('has STRICT tables, a write-ahead log, full synchronisation, foreign keys and an untrusted schema', () => {
    const { database } = newCase();
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('trusted_schema')]).toEqual(['wal', 2, 1, 0]);
    const tables = database.pragma('table_list') as { schema: string; name: string; type: string; strict: number }[];
    const loose = tables.filter(
      ({ schema, name, type, strict }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_') && strict === 0,
    );
    expect(loose).toEqual([]);
    expect(() => database.exec("INSERT INTO inverse VALUES (9, 'dataset.exclude', '{}')")).toThrow(/FOREIGN KEY/);
  });

  it('does not replace a file that is there', () => {
    const path = closedCase();
    const content = readFileSync(path);
    expect(errorOf(() => createCase(path, about)).code).toBe('case-exists');
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('is copied whole while it is open, and the copy is a file of its own', () => {
    const file = newCase();
    importSmall(file);
    const target = join(temporaryFolder(), 'copy.chokepoint');
    const bytes = copyCase(file, target);
    expect(bytes).toBe(readFileSync(target).length);
    expect(neighbours(target)).toEqual(['copy.chokepoint']);
    runCommand(file, { command: 'dataset.rename', input: { dataset: 'D1', name: 'Later' }, ...decider });
    const copy = reopened(target);
    expect(listDatasets(copy)[0]?.name).toBe('Northgrid');
    expect(readTable(copy, 'D1')).toEqual(readTable(file, 'D1'));
    expect(errorOf(() => copyCase(file, target)).code).toBe('case-exists');
  });

  it('can be read, but not changed, when it is open for reading', () => {
    const path = closedCase();
    const file = reopened(path, 'read');
    expect(listDatasets(file)).toHaveLength(1);
    expect(errorOf(() => runCommand(file, { command: 'dataset.exclude', input: { dataset: 'D1' }, ...decider })).code).toBe(
      'case-read-only',
    );
    expect(() => file.database.exec('DELETE FROM inverse')).toThrow(/readonly/);
    file.close();
    const target = join(temporaryFolder(), 'copy.chokepoint');
    copyCase(reopened(path, 'read'), target);
    expect(listDatasets(reopened(target))).toHaveLength(1);
  });

  it('is refused to a second writer, with a way out', () => {
    const file = newCase();
    importSmall(file);
    const error = errorOf(() => reopened(file.path));
    expect(error).toMatchObject({ code: 'case-busy', advice: expect.stringContaining('copy') });
    expect(listDatasets(reopened(file.path, 'read'))).toHaveLength(1);
    runCommand(file, { command: 'dataset.rename', input: { dataset: 'D1', name: 'Still mine' }, ...decider });
  });

  it('can be closed twice', () => {
    const file = newCase();
    file.close();
    file.close();
    expect(existsSync(lockName(file.path))).toBe(false);
  });
});

describe('a file that is not a case of this format', () => {
  const write = (content: string | Uint8Array) => {
    const path = join(temporaryFolder(), 'some.chokepoint');
    writeFileSync(path, content);
    return path;
  };

  it('is named as missing', () => {
    const path = join(temporaryFolder(), 'gone.chokepoint');
    expect(errorOf(() => openCase(path, { mode: 'write' })).code).toBe('case-missing');
    expect(errorOf(() => openCase(path, { mode: 'read' })).code).toBe('case-missing');
    expect(neighbours(path)).toEqual([]);
  });

  it.each(['write', 'read'] as const)('is refused as foreign when it is empty, text, or another database (%s)', (mode) => {
    expectRefused(write(''), 'case-foreign', mode);
    expectRefused(write('provider,gpu_count\nAcme,8\n'.repeat(200)), 'case-foreign', mode);
    const path = join(temporaryFolder(), 'other.chokepoint');
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE bookmark (url TEXT)');
    other.close();
    expectRefused(path, 'case-foreign', mode);
  });

  it('is refused as foreign when it is a folder', () => {
    const path = join(temporaryFolder(), 'folder.chokepoint');
    mkdirSync(path);
    expect(errorOf(() => openCase(path, { mode: 'write' })).code).toBe('case-foreign');
    expect(neighbours(path)).toEqual(['folder.chokepoint']);
  });

  it.each(['write', 'read'] as const)('is refused as newer with both format numbers (%s)', (mode) => {
    const path = closedCase();
    const future = new DatabaseSync(path);
    future.exec('PRAGMA user_version = 99');
    future.close();
    const error = expectRefused(path, 'case-newer', mode);
    expect(error.details).toMatchObject({ formatVersion: 99, supported: FORMAT_VERSION });
  });

  it('is refused as damaged when its end is missing', () => {
    const path = closedCase();
    truncateSync(path, readFileSync(path).length - 8192);
    expectRefused(path, 'case-damaged');
    truncateSync(path, 60);
    expectRefused(path, 'case-damaged');
  });

  it('is refused as damaged when a page inside is overwritten, and the newest backup is offered', () => {
    const path = closedCase();
    copyFileSync(path, path.replace('.chokepoint', '.backup-2.chokepoint'));
    copyFileSync(path, path.replace('.chokepoint', '.backup-10.chokepoint'));
    overwrite(path, 8192 * 3, new Uint8Array(8192).fill(0xab));
    const error = expectRefused(path, 'case-damaged');
    expect(error.details.backup).toBe('northgrid.backup-10.chokepoint');
    expect(error.advice).toContain('northgrid.backup-10.chokepoint');
    // what SQLite says (https://www.sqlite.org/pragma.html#pragma_quick_check) is for the diagnostics
    expect(error.message).toBe(
      'The case file "northgrid.chokepoint" is damaged: parts of it cannot be read back. The file was not changed.',
    );
    expect(error.details.raw).toMatch(/tree|page|malformed/i);
  });

  it('is refused as damaged when its tables are gone', () => {
    const path = closedCase();
    const hand = new DatabaseSync(path);
    hand.exec('DROP TABLE case_info');
    hand.close();
    expectRefused(path, 'case-damaged');
  });
});

describe('an older case file', () => {
  function firstFormat(): string {
    const path = join(temporaryFolder(), 'old.chokepoint');
    buildCaseFile(path, about, 1);
    return path;
  }

  it('is brought up to date after a backup that opens as a case itself', () => {
    const path = firstFormat();
    const file = reopened(path);
    expect(caseInfo(file)).toMatchObject({ id: about.id, title: about.title, formatVersion: FORMAT_VERSION, revision: 1 });
    expect(verifyLedger(file)).toEqual({ entries: 1, intact: true, brokenAt: null });
    runCommand(file, {
      command: 'view.save',
      input: { name: 'Top', spec: { dataset: 'D1', by: 'provider', weight: 'count', where: '' } },
      ...decider,
    });
    expect(listViews(file)).toHaveLength(1);
    expect(file.backup).toBe('old.backup-1.chokepoint');
    const backup = join(dirname(path), file.backup ?? '');
    const old = new DatabaseSync(backup, { readOnly: true });
    expect(old.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    old.close();
    expect(isBackupName(basename(backup))).toBe(true);
    expect(caseInfo(reopened(backup))).toMatchObject({ id: about.id });
  });

  it('has its new format number in the file itself at once, where other versions look for it', () => {
    const path = firstFormat();
    const file = reopened(path);
    const copy = join(temporaryFolder(), 'copy');
    copyFileSync(path, copy);
    expect(readFileSync(copy).readUInt32BE(60)).toBe(FORMAT_VERSION);
    expect(existsSync(`${file.path}-wal`)).toBe(true);
  });

  it('stays as it was when a step fails', () => {
    const path = firstFormat();
    const content = readFileSync(path);
    const broken = [...MIGRATIONS.slice(0, 1), { version: 2, name: 'broken', sql: 'CREATE TABLE half (a) STRICT' }];
    const error = errorOf(() => openCase(path, { mode: 'write' }, broken));
    expect(error).toMatchObject({ code: 'case-migration-failed', details: { from: 1, to: 2, backup: 'old.backup-1.chokepoint' } });
    expect(readFileSync(path).readUInt32BE(60)).toBe(1);
    expect(readFileSync(path).length).toBe(content.length);
    const file = reopened(path);
    expect(caseInfo(file).formatVersion).toBe(FORMAT_VERSION);
    expect(file.backup).toBe('old.backup-2.chokepoint');
  });

  it('is not touched when it is opened for reading', () => {
    expectRefused(firstFormat(), 'case-older', 'read');
  });

  it('numbers its steps without gaps', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });
});

describe('a write transaction', () => {
  it('leaves the case as it was when it throws', () => {
    const file = newCase();
    importSmall(file);
    expect(() =>
      writeTransaction(file, () => {
        importSmall(file, 'Second');
        throw new Error('cancelled');
      }),
    ).toThrow('cancelled');
    expect(listDatasets(file).map(({ id }) => id)).toEqual(['D1']);
    expect(caseInfo(file).revision).toBe(2);
    expect(importSmall(file, 'Third').id).toBe('D2');
  });
});
