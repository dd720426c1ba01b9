// No hidden name in any file that an export writes, and the claims as they are without redaction.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../electron/engine/evidence/archive.ts';
import { readAttachments } from '../../electron/engine/evidence/pdf-attachments.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { foldedText, HostFinder, NameFinder } from '../../shared/evidence/name-finder.ts';
import { chokepoint, temporaryFolder } from '../cli/support.ts';

const NAMES = ['Zubrowka Compute', 'Quixotry', 'Vexillum GmbH', 'acct-zub-1', 'acct-zub-2', 'acct-qui', 'acct-vex', 'ops@zubrowka.example'];
const ADDRESSES = ['10.20.30.40', '2001:db8::42'];
const RECORDS = [
  'provider,operator,endpoint,contact,gpu_model,gpu_count,country',
  'acct-zub-1,Zubrowka Compute,10.20.30.40:80,ops@zubrowka.example,H100 SXM 80GB,64,DE',
  'acct-zub-2,Zubrowka Compute,n2.zubrowka.example,ops@zubrowka.example,H100 SXM 80GB,16,FR',
  'acct-qui,Quixotry,2001:db8::42,,A100 80GB PCIe,32,FR',
  'acct-vex,Vexillum GmbH,inside,,A100 80GB PCIe,8,US',
];
const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;

let folder: ReturnType<typeof temporaryFolder>;
const path = (name: string) => folder.path(name);

async function done(...args: string[]): Promise<string> {
  const { code, out, err } = await chokepoint(...args);
  expect([code, err], args.join(' ')).toEqual([0, '']);
  return out;
}

beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(path('Quixotry list.csv'), `${RECORDS.join('\n')}\n`);
  const of = ['--case', path('a.chokepoint')];
  await done('import', path('Quixotry list.csv'), ...of, '--name', 'List of Quixotry');
  await done(
    'view',
    ...of,
    '--by',
    'operator',
    '--weight',
    'gpu_count',
    '--where',
    "operator != 'Vexillum GmbH'",
    '--save',
    'Without Vexillum GmbH',
  );
  await done('view', ...of, '--by', 'country', '--weight', 'gpu_count', '--save', 'Countries');
  await done('report', ...of, '--out', path('clear'));
  await done('report', ...of, '--out', path('hidden'), '--bundle', '--xlsx', '--redact', 'operator', '--redact', 'provider');
}, 300_000);
afterAll(() => folder.remove());

/** Every file of an export with those inside its zips and its PDF, as text in small letters. */
async function textsOf(directory: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const take = (name: string, content: Uint8Array) => texts.set(name, Buffer.from(content).toString('utf8').toLowerCase());
  for (const name of readdirSync(path(directory))) {
    const content = readFileSync(path(`${directory}/${name}`));
    take(name, content);
    if (name.endsWith('.zip') || name.endsWith('.xlsx'))
      for (const [inside, bytes] of readArchive(content, name)) take(`${name}/${inside}`, bytes);
    if (!name.endsWith('.pdf')) continue;
    for (const [inside, bytes] of await readAttachments(content, name)) take(`${name}/${inside}`, bytes);
    if (HAS_PDFTOTEXT) take(`${name} as text`, spawnSync('pdftotext', ['-layout', path(`${directory}/${name}`), '-']).stdout);
  }
  return texts;
}

describe('an export with redaction', () => {
  it('holds no name and no address in any file: bundle, report, tables, workbook, verification', async () => {
    const texts = await textsOf('hidden');
    const bundle = readdirSync(path('hidden')).find((name) => name.endsWith('.zip')) as string;
    texts.set('verify', (await done('verify', path(`hidden/${bundle}`), '--json')).toLowerCase());
    expect(texts.size).toBeGreaterThan(20);
    if (HAS_PDFTOTEXT)
      expect(texts.get('report.pdf as text')?.replace(/\s+/g, ' ')).toMatch(/names in .*written as pseudonyms, in 4 records/);
    const found = [...texts].flatMap(([file, text]) =>
      [...NAMES, 'zubrowka', ...ADDRESSES].filter((name) => text.includes(name.toLowerCase())).map((name) => `${name} in ${file}`),
    );
    expect(found).toEqual([]);
    // the same look finds them where they are in clear
    expect([...(await textsOf('clear')).values()].some((text) => text.includes('quixotry'))).toBe(true);
  }, 120_000);

  it('states what is hidden, and leaves every claim that names nobody as it is', () => {
    const claimsIn = (directory: string) =>
      (JSON.parse(readFileSync(path(`${directory}/claims.json`), 'utf8')) as { claims: Claim[] }).claims;
    const [clear, hidden] = [claimsIn('clear'), claimsIn('hidden')];
    expect(hidden.map(({ id }) => id)).toEqual(clear.map(({ id }) => id));
    expect(hidden.map(({ value }) => value)).toEqual(clear.map(({ value }) => value));
    const finder = new NameFinder(NAMES);
    const silent = clear.flatMap((claim, at) => (finder.holds(JSON.stringify(claim)) ? [] : [at]));
    expect(silent.map((at) => hidden[at])).toEqual(silent.map((at) => clear[at]));
    const bundle = readdirSync(path('hidden')).find((name) => name.endsWith('.zip')) as string;
    const manifest = JSON.parse(
      Buffer.from(readArchive(readFileSync(path(`hidden/${bundle}`)), bundle).get('manifest.json') ?? []).toString(),
    );
    expect(manifest.redaction).toMatchObject({ records: 4, weight: 'D1: 120 of 120 gpu_count', kept: [] });
    expect(manifest.raw).toMatchObject([{ path: null }]);
  });
});

describe('names in texts', () => {
  it('are found wherever they stand and however they are cased', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9 .-]{0,12}$/);
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z0-9 .&-]{3,14}$/), { minLength: 1, maxLength: 20 }),
        word,
        word,
        fc.boolean(),
        (names, before, after, loud) => {
          const finder = new NameFinder(names);
          const name = names[0] as string;
          const text = `${before}${loud ? name.toUpperCase() : name}${after}`;
          const found = finder.find(text);
          expect(finder.holds(text)).toBe(true);
          let rest = '';
          let from = 0;
          for (const { start, end } of found) {
            rest += `${text.slice(from, start)}\u0000`;
            from = end;
          }
          rest += text.slice(from);
          expect(names.filter((each) => rest.toLowerCase().includes(each.toLowerCase()))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of two or three characters are found as whole words only', () => {
    const finder = new NameFinder(['QL', 'a']);
    expect(finder.find('QL, not QLever nor SQL nor ql; a word').map(({ start, name }) => [start, name])).toEqual([[0, 'QL']]);
  });

  it('are found with and without accents, in capitals, with ß as ss and with every i of Turkish', () => {
    const letter = fc.constantFrom(...'abzéüñßşçİıiøłÅ', 'i\u0307', 'e\u0301');
    const name = fc.array(letter, { minLength: 5, maxLength: 12 }).map((letters) => letters.join(''));
    const spelling = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => text.toLowerCase(),
      (text: string) => text.normalize('NFD'),
      (text: string) => text.normalize('NFC'),
      (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      (text: string) => text.replaceAll('ß', 'ss'),
    );
    fc.assert(
      fc.property(name, spelling, fc.constantFrom('', 'x ', 'É '), (written, spelled, before) => {
        const text = `${before}${spelled(written)} y`;
        const finder = new NameFinder([written]);
        expect(finder.holds(text)).toBe(true);
        const { start, end } = finder.find(text)[0] as { start: number; end: number };
        expect(foldedText(text.slice(start, end))).toBe(foldedText(written));
      }),
      { numRuns: 300 },
    );
  });

  it('are told by hosts, URLs and mailboxes', () => {
    const hosts = new HostFinder(['Acme & Söhne', 'Zürich Rechenzentrum AG', 'QLX Ltd']);
    const hidden = ['https://acme.example/x', 'see zurich-rechenzentrum.example now', 'ops@qlx.example', 'n1.ZÜRICH.example:80'];
    expect(hidden.filter((text) => !hosts.holds(text))).toEqual([]);
    expect(['https://other.example/x', 'acme as a word', 'sqlx.example', '10.5'].filter((text) => hosts.holds(text))).toEqual([]);
  });
});
