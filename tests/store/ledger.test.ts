import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { runCommand } from '../../electron/engine/store/commands.ts';
import { listLedger, verifyLedger } from '../../electron/engine/store/ledger.ts';
import { entryHash, genesisHash } from '../../shared/evidence/ledger-chain.ts';
import { about, closing, decider, importSmall, newCase } from './support.ts';

/** Path of a closed case with three entries. */
function threeEntries(): string {
  const file = newCase();
  importSmall(file);
  runCommand(file, { command: 'dataset.rename', input: { dataset: 'D1', name: 'März' }, ...decider });
  file.close();
  return file.path;
}

/** Changes the file with another SQLite, as somebody with a tool would, and verifies what is left. */
function tampered(sql: string) {
  const path = threeEntries();
  const other = new DatabaseSync(path);
  other.exec('PRAGMA foreign_keys = OFF; DROP TRIGGER ledger_keeps_entries; DROP TRIGGER ledger_keeps_all_entries');
  other.exec(sql);
  other.close();
  return verifyLedger(closing(openCase(path, { mode: 'write' })));
}

describe('the ledger', () => {
  it('is a chain of SHA-256 hashes that starts at the case id', () => {
    const file = closing(openCase(threeEntries(), { mode: 'write' }));
    const [third, second, first] = listLedger(file, { start: 0, end: 10 }).entries;
    expect(first?.previousHash).toBe(createHash('sha256').update(`chokepoint case ${about.id}`).digest('hex'));
    expect(genesisHash('another case')).not.toBe(first?.previousHash);
    expect(second?.previousHash).toBe(first?.hash);
    expect(third?.previousHash).toBe(second?.hash);
    expect(verifyLedger(file)).toEqual({ entries: 3, intact: true, brokenAt: null });
  });

  it('hashes the canonical JSON of RFC 8785: keys in order, no blanks, shortest numbers, UTF-8', () => {
    const entry = {
      sequence: 2,
      revision: 2,
      at: '2026-03-01T10:00:00.000Z',
      actor: 'Ada',
      command: 'x',
      label: 'ü',
      input: { b: 1e21, a: 0.1 },
      undoes: null,
      previousHash: '00',
    };
    // written out by hand after RFC 8785, 3.2
    const canonical =
      '{"actor":"Ada","at":"2026-03-01T10:00:00.000Z","command":"x","input":{"a":0.1,"b":1e+21},"label":"ü","previousHash":"00","revision":2,"sequence":2,"undoes":null}';
    expect(entryHash(entry)).toBe(createHash('sha256').update(canonical, 'utf8').digest('hex'));
  });

  it('holds the hashes of the source and of the columns of an import', () => {
    const file = closing(openCase(threeEntries(), { mode: 'read' }));
    const entry = listLedger(file, { start: 1, end: 2 }).entries[0];
    expect(entry?.label).toBe('Import Northgrid.csv as "Northgrid"');
    expect(entry?.input).toMatchObject({
      dataset: 'D1',
      rows: 3,
      source: { id: 'S1', sha256: createHash('sha256').update('file of Northgrid').digest('hex') },
      columns: [{ name: 'provider' }, { name: 'gpu_count' }],
    });
  });

  it('refuses UPDATE and DELETE', () => {
    const file = newCase();
    expect(() => file.database.exec("UPDATE ledger SET actor = 'Eve'")).toThrow(/append-only/);
    expect(() => file.database.exec('DELETE FROM ledger')).toThrow(/append-only/);
  });

  it.each([
    ["UPDATE ledger SET actor = 'Eve' WHERE sequence = 2", 2],
    ["UPDATE ledger SET at = '2025-01-01T00:00:00.000Z' WHERE sequence = 1", 1],
    ["UPDATE ledger SET input = replace(input, 'rows', 'rovs') WHERE sequence = 2", 2],
    ["UPDATE ledger SET input = 'no json' WHERE sequence = 3", 3],
    ['UPDATE ledger SET undoes = 2 WHERE sequence = 3', 3],
    ['DELETE FROM ledger WHERE sequence = 2', 2],
    ['DELETE FROM ledger WHERE sequence = 3', 3],
    ["UPDATE case_info SET id = 'another case'", 1],
  ])('finds %s', (sql, brokenAt) => {
    expect(tampered(sql)).toMatchObject({ intact: false, brokenAt });
  });
});
