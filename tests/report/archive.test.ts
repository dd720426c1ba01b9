import { spawnSync } from 'node:child_process';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../renderer/host/archive.ts';
import { has, over } from './support.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const FILES = [
  { name: 'report.pdf', bytes: bytes('%PDF-1.7') },
  { name: 'claims.json', bytes: bytes('{"claims": []}\n'.repeat(100)) },
  { name: 'Größe.csv', bytes: bytes('k,v\n') },
];

describe('the ZIP of all files', () => {
  it('holds every file as it is, in the order of the names', () => {
    const found = unzipSync(zipOf(FILES));
    expect(Object.keys(found)).toEqual(['Größe.csv', 'claims.json', 'report.pdf']);
    for (const file of FILES) expect(found[file.name]).toEqual(file.bytes);
  });

  it('has the same bytes whatever the order of the files, the clock and the time zone', () => {
    const first = Buffer.from(zipOf(FILES));
    expect(Buffer.from(zipOf([...FILES].reverse())).equals(first)).toBe(true);
    const program = `import('./renderer/host/archive.ts').then(({ zipOf }) => process.stdout.write(Buffer.from(zipOf([{ name: 'a.csv', bytes: new Uint8Array(9) }])).toString('hex')))`;
    const inZone = (TZ: string) => spawnSync(process.execPath, ['-e', program], { env: { ...process.env, TZ } }).stdout.toString();
    expect(inZone('Pacific/Kiritimati')).toMatch(/^504b0304/);
    expect(inZone('Pacific/Kiritimati')).toBe(inZone('America/Los_Angeles'));
  });

  it('keeps two files of one name apart', () => {
    const twice = [
      { name: 'a.csv', bytes: bytes('1') },
      { name: 'a.csv', bytes: bytes('2') },
    ];
    expect(Object.keys(unzipSync(zipOf(twice)))).toEqual(['a-2.csv', 'a.csv']);
  });

  it.skipIf(!has('unzip'))('is one that unzip accepts (needs unzip)', () => {
    expect(over(zipOf(FILES), 'unzip', '-tq', '{}').status).toBe(0);
  });
});
