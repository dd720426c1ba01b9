import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRegistry, safeName } from '../../electron/engine/files.ts';
import { errorValueOf } from '../../shared/case/error.ts';
import { fileReferenceSchema } from '../../shared/contract/base.ts';

describe('the file registry', () => {
  let files: FileRegistry;
  let folder: string;

  beforeEach(async () => {
    files = new FileRegistry(1000);
    folder = await mkdtemp(join(tmpdir(), 'files-test-'));
  });
  afterEach(async () => {
    await files.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives opaque references that hold nothing of the path, the same for the same file', async () => {
    const path = join(folder, 'providers.csv');
    await writeFile(path, 'a,b\n');
    const { ref, name } = files.adopt(path);
    expect(fileReferenceSchema.safeParse(ref).success).toBe(true);
    expect(name).toBe('providers.csv');
    expect(files.adopt(path).ref).toBe(ref);
    expect(files.path(ref)).toBe(path);
    expect(await files.size(ref)).toBe(4);
  });

  it('takes an upload into a folder that only its owner can read', async () => {
    const { ref, path } = await files.receive('data.csv', chunks('x'.repeat(600)));
    expect(await readFile(path, 'utf8')).toBe('x'.repeat(600));
    if (process.platform !== 'win32') expect((await stat(dirname(path))).mode & 0o077).toBe(0);
    expect(await (await files.blob(ref)).text()).toBe('x'.repeat(600));
  });

  it('keeps nothing of an upload that is too large or breaks off', async () => {
    const tooLarge = await files.receive('big.csv', chunks('x'.repeat(600), 'y'.repeat(600))).catch(errorValueOf);
    expect(tooLarge).toMatchObject({ code: 'upload-too-large' });
    await expect(files.receive('broken.csv', broken())).rejects.toThrow('the page left');
  });

  it('says so when a reference or its file is not there any more', async () => {
    expect(() => files.get('not-a-reference')).toThrow('not known');
    const { ref, path } = await files.receive('data.csv', chunks('x'));
    await rm(path);
    expect(errorValueOf(await files.size(ref).catch((error) => error))).toMatchObject({
      code: 'file-missing',
      details: { fileName: 'data.csv' },
    });
  });

  it('removes what it holds when it closes, and nothing else', async () => {
    const own = join(folder, 'own.csv');
    await writeFile(own, 'x');
    files.adopt(own);
    const { path } = await files.receive('data.csv', chunks('x'));
    await files.close();
    expect(existsSync(path)).toBe(false);
    expect(existsSync(own)).toBe(true);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\Users\\a\\b.csv', 'b.csv'],
    ['...', 'file'],
    ['', 'file'],
    ['a\u0000b\n.csv', 'a_b_.csv'],
    ['<script>.csv', '_script_.csv'],
  ])('makes the name %j safe', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });
});

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function* broken() {
  yield Buffer.from('x');
  throw new Error('the page left');
}
