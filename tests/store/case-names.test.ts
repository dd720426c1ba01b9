import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { complaintOfFileName } from '../../electron/engine/files.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';

// Reserved names: learn.microsoft.com/windows/win32/fileio/naming-a-file
const REFUSED: [name: string, why: string][] = [
  ['CON', '"CON" means a device'],
  ['con.chokepoint', '"con" means a device'],
  ['NUL.chokepoint', '"NUL" means a device'],
  ['nul .chokepoint', '"nul" means a device'],
  ['COM1.chokepoint', '"COM1" means a device'],
  ['LPT³.chokepoint', '"LPT³" means a device'],
  ['Northgrid.chokepoint.', 'drops the dot at its end'],
  ['Northgrid.chokepoint ', 'drops the blank at its end'],
  ['../Northgrid.chokepoint', 'names a folder'],
  ['..\\Northgrid.chokepoint', 'names a folder'],
  ['.hidden.chokepoint', 'is hidden'],
  ['a:b.chokepoint', 'does not allow the mark :'],
  ['a\u0000b.chokepoint', 'control character'],
  [' ', 'it is empty'],
  [`${'a'.repeat(120)}.chokepoint`, 'more than 120 characters'],
];

describe('the file name of a new case', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-names-'));
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-01-01T00:00:00.000Z', log() {} });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(REFUSED)('%j is refused with the reason, and no file is made', async (fileName, why) => {
    const error = await engine.client.cases.create({ title: 'Names', fileName }).then(
      () => null,
      (thrown: unknown) => errorValueOfCall(thrown),
    );
    expect(error).toMatchObject({ code: 'file-name-refused', message: expect.stringContaining(why) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['Northgrid 2026.chokepoint', 'Console.chokepoint', 'Größe (März).chokepoint', 'communication.chokepoint'])(
    '%j is taken',
    (fileName) => expect(complaintOfFileName(fileName)).toBeNull(),
  );

  it('that is made from a title avoids what means a device', async () => {
    const { fileName } = await engine.client.cases.create({ title: 'CON' });
    expect(fileName).toBe('_CON.chokepoint');
    expect(existsSync(join(folder, fileName))).toBe(true);
  });
});
