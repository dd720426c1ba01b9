// Names as awkward as they come, wherever a person can write one: no spelling of any is in any file of a redacted export, and the export verifies.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readArchive } from '../../electron/engine/evidence/archive.ts';
import { readAttachments } from '../../electron/engine/evidence/pdf-attachments.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { redactionSchema } from '../../shared/case/report.ts';
import { foldedText } from '../../shared/evidence/name-finder.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;

const core = fc.constantFrom(
  'Zqxöwk',
  'Wqzßvk',
  'Жлобqz',
  "O'Qzéxw",
  'Qz"xkv',
  'Vqﬁzxw',
  'İqzıxk',
  '東京qxz',
  '=Qxzw+1',
  'Zqxe\u0301vk',
  '<Qwzx&>',
  'Qzx\\wv',
);
const tail = fc.constantFrom('', ' GmbH', ', Inc.', ' & Søhne', ' %20x', '_east', ' "West"', " d'Or", ' (alt)', '-ß', ' $1');
/** Half of the kinds of names and one more, which begins with the first. */
const names = fc
  .tuple(fc.uniqueArray(fc.tuple(core, tail), { minLength: 6, maxLength: 6, selector: ([own]) => foldedText(own) }), tail)
  .map(([parts, more]) => {
    const own = parts.map((each) => each.join(''));
    return [...new Set([...own, `${own[0]}${more === '' ? ' Zwei' : more}`])];
  });

/** A text as it is compared: folded as documented, without blanks, since pages break lines. */
const squashed = (text: string): string => foldedText(text).replace(/[\s\u00ad]+/g, '');

/** A text and what it says under the escapes of JSON, CSV and XML. */
const readings = (text: string): string[] => [
  text,
  text.replaceAll('""', '"'),
  text.replace(/\\(?:u([0-9a-f]{4})|(["\\/]))/gi, (_, code, plain) => (code ? String.fromCharCode(Number.parseInt(code, 16)) : plain)),
  text.replace(
    /&(quot|apos|lt|gt|amp|#39|#34);/g,
    (_, name) => ({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&', '#39': "'", '#34': '"' })[name as 'lt'],
  ),
];

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const escapedXml = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }[sign]};`);
const literal = (name: string) => `'${name.replaceAll("'", "''")}'`;
const column = (name: string) => `"${name.replaceAll('"', '""')}"`;
const letters = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A case that says the names in every place. */
async function caseOf(engine: Engine, folder: string, [first = '', second = '', ...others]: string[]): Promise<void> {
  const { client } = engine;
  const all = [first, second, ...others];
  await client.cases.create({ title: `On ${first}` });
  const wide = `gpus of ${first}`;
  const lines = [
    ['provider', 'operator', 'gpu_model', 'gpu_count', 'country', 'notes', 'link', 'contact', wide, second].map(quoted).join(','),
    ...all.map((name, at) =>
      [
        `acct ${name}`,
        name,
        'H100 SXM 80GB',
        String(8 * (at + 1)),
        ['DE', 'FR', 'US', 'CA'][at % 4] as string,
        `said ${all[(at + 1) % all.length]?.toUpperCase()}, and ${name.normalize('NFD')}`,
        `https://${letters(name)}.example/x`,
        `ops@${letters(name)}.example`,
        String(at + 1),
        String(at + 2),
      ]
        .map(quoted)
        .join(','),
    ),
  ];
  const path = join(folder, `${first.replace(/[/\\]/g, '')}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { id } = await importFile(engine, path, { name: `List of ${first}` });
  const base = { dataset: id, by: 'operator', entities: 'confirmed' as const };
  await client.views.save({ name: `View of ${first}`, spec: { ...base, weight: wide, where: `operator != ${literal(second)}` } });
  await client.views.save({
    name: 'By formula',
    spec: { ...base, weight: `${column(wide)} * 2 + gpu_count`, where: `${column(second)} >= 1 and notes like ${literal(`%${first}%`)}` },
  });
  await client.entities.link({
    scope: { dataset: id, by: 'operator', weight: 'gpu_count', where: '' },
    link: {
      kind: 'same-owner',
      from: first,
      to: second,
      evidence: [{ type: 'filing', value: `register of ${first}`, source: null, dateSeen: null }],
    },
    why: `${first} bought ${second}`,
    acknowledged: ['large-share'],
  });
  await client.quality.waive({ dataset: id, check: 'base-stated', reason: `${second} says so`, name: `A. of ${first}` });
  await client.removal.saveScenario({
    name: `Without ${second}`,
    spec: {
      ...{ dataset: id, by: 'operator', where: '', threshold: '1/2', entities: 'none' as const },
      portfolio: { title: `For ${first}`, classes: [{ name: `job of ${second}`, gpus_per_node: 1, nodes: 1, quantity: 20 }] },
      combinations: [{ name: `Both ${first}`, members: [first, second] }],
      costs: { [others[0] as string]: 3 },
    },
    removed: [others[0] as string],
  });
  const { layout } = await client.report.layout();
  const sections = layout.sections.map((section) => ({ ...section, note: `${first.toUpperCase()} against ${second}` }));
  await client.report.setLayout({ layout: { ...layout, title: `On ${second}`, author: first, sections } });
}

/** Every file of an export, those inside its zips and its PDF, and the words of its pages. */
async function textsOf(engine: Engine, files: readonly { ref: string; name: string }[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const take = async (name: string, content: Uint8Array, path: string | null) => {
    // the page is the same in every bundle
    if (name.endsWith('verify.html')) return;
    texts.set(name, Buffer.from(content).toString('utf8'));
    if (/\.(zip|xlsx)$/.test(name)) for (const [inside, bytes] of readArchive(content, name)) await take(`${name}/${inside}`, bytes, null);
    if (!name.endsWith('.pdf') || path === null) return;
    for (const [inside, bytes] of await readAttachments(content, name)) await take(`${name}/${inside}`, bytes, null);
    if (HAS_PDFTOTEXT) texts.set(`${name} as text`, spawnSync('pdftotext', ['-layout', path, '-']).stdout.toString('utf8'));
    texts.set(`${name} about`, spawnSync('pdfinfo', [path]).stdout?.toString('utf8') ?? '');
  };
  for (const { ref, name } of files) {
    const path = engine.files.path(ref);
    texts.set(`name of ${name}`, name);
    await take(name, readFileSync(path), path);
  }
  return texts;
}

describe('a redacted export of any case', () => {
  it('is read under the escapes of its files', () => {
    for (const name of fc.sample(names, 5).flat())
      for (const written of [JSON.stringify(name), quoted(name), escapedXml(name)])
        expect(
          readings(`said ${written}.`)
            .map(squashed)
            .some((each) => each.includes(squashed(name))),
          written,
        ).toBe(true);
  });

  it('holds no spelling of any name in any file, and verifies', async () => {
    const { engine, folder, close } = await openTestEngine();
    onTestFinished(close);
    await fc.assert(
      fc.asyncProperty(names, async (hidden) => {
        await caseOf(engine, folder, hidden);
        const redaction = redactionSchema.parse({ columns: ['operator', 'provider'] });
        expect((await engine.client.report.redaction(redaction)).exposed).toEqual([]);
        const { files, bundle } = await resultOf(
          await engine.client.report.export({ bundle: true, workbook: true, spreadsheet: true, redaction }),
        );
        expect(bundle?.verification.status).toBe('match');
        const forms = hidden.flatMap((name) => [squashed(name), squashed(letters(name))]);
        const found = [...(await textsOf(engine, files))].flatMap(([file, text]) => {
          const spoken = readings(text).map(squashed);
          return forms.filter((form) => spoken.some((each) => each.includes(form))).map((form) => `${form} in ${file}`);
        });
        expect(found).toEqual([]);
      }),
      // one export takes seconds: many names in one case instead of many cases
      { numRuns: 1, endOnFailure: true },
    );
  }, 300_000);
});
