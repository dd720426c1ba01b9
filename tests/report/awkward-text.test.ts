// Texts that the report's fonts cannot show as they are: PDF/A-3 and PDF/UA refuse glyphs without a character (ISO 19005-3, 6.2.11; ISO 14289-1, 7.21).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableDeep } from '../../electron/engine/report/printable.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

/** Exactly what `'İstanbul'.toLowerCase()` gives: i and a mark above it, which have no letter in common. */
const ISTANBUL = 'İstanbul'.toLowerCase();

/** Marks above, below, through and around, on letters with and without dots, on nothing, doubled; private, invisible and unpaired characters. */
const AWKWARD = [
  ISTANBUL,
  'https://i̇stanbul.example/x',
  'j́ í',
  'q̣̇',
  'ж̀ ї',
  'e\u0301\u0323',
  '\u0301alone',
  'a\u20dd',
  'x\u0360y',
  'a\u034fb',
  'private \ue000\uf6c3',
  'join\u200der\u200b\ufeff\u00ad',
  'right \u202eleft\u202c',
  'half \ud800 pair',
  'हिन्दी ไทย 中文 العربية 👩‍🚀',
  'tab\tcell\u0085\u2028end',
];

const sample = fc
  .sample(
    fc.array(fc.constantFrom(...'ijaQ1— ', ...'\u0300\u0301\u0307\u0323\u0328\u0338\u0483\u20e8\u1dc0\u2dff\u{10fffd}\u{1f130}'), {
      minLength: 2,
      maxLength: 9,
    }),
    { numRuns: 20, seed: 6 },
  )
  .map((characters) => characters.join(''));

describe('a text that is printed', () => {
  it('is composed where a letter with its mark exists, and names the mark by its code point where none does', () => {
    expect(printable('I\u0307zmir e\u0301')).toBe('İzmir é');
    expect(printable(ISTANBUL)).toBe('i[U+0307]stanbul');
    expect(printable('\ue000\0')).toBe('[U+E000] ');
    expect(printableDeep({ [ISTANBUL]: [ISTANBUL] })).toEqual({ 'i[U+0307]stanbul': ['i[U+0307]stanbul'] });
  });

  it('holds no mark and no private or unpaired character, whatever it was, and is printed again as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{M}\p{Co}\p{Cs}\0]/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe('the report of data with awkward texts in every column', () => {
  it('is exported in both profiles', async () => {
    const { engine, folder, close } = await openTestEngine();
    try {
      const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const texts = [...AWKWARD, ...sample];
      const rows = texts.map((text, index) => {
        const other = cell(texts[(index * 7 + 3) % texts.length] as string);
        return [`n${index}`, cell(text), 60 - index, cell(text), other, cell(text), other].join(',');
      });
      const path = join(folder, `${ISTANBUL}.csv`);
      writeFileSync(path, `provider_id,operator,gpu_count,site,country,gpu_model,${ISTANBUL}\n${rows.join('\n')}\n`);
      const dataset = await importFile(engine, path, { name: ISTANBUL });
      const spec = { dataset: dataset.id, by: 'site', weight: 'gpu_count', where: '' };
      await engine.client.views.save({ name: `Sites of ${ISTANBUL}`, spec });
      await engine.client.views.save({ name: 'Operators', spec: { ...spec, by: 'operator' } });
      for (const profile of ['archive', 'accessible'] as const) {
        const { files } = await resultOf(await engine.client.report.export({ paper: 'a4', profile }));
        const pdf = files.find(({ name }) => name === 'report.pdf');
        expect(
          readFileSync(engine.files.path(pdf?.ref as string))
            .subarray(0, 5)
            .toString(),
          profile,
        ).toBe('%PDF-');
      }
    } finally {
      await close();
    }
  }, 120_000);
});
