import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { isoOfSerial, numberKind } from '../../../electron/engine/import/formats/xlsx/dates.ts';
import { Workbook } from '../../../electron/engine/import/formats/xlsx/workbook.ts';
import type { XmlHandler } from '../../../electron/engine/import/formats/xlsx/xml.ts';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { errorOf, TestCase } from '../support.ts';
import { escaped, inline, rowsXml, workbook } from './workbook.ts';

const test = new TestCase();
afterAll(() => test.close());

describe('an Excel workbook', () => {
  it('gives texts, numbers, truth values and gaps, with the row of the sheet as line', () => {
    const file = workbook({
      texts: ['<t>provider</t>', '<t>gpu_count</t>', '<r><t>Al</t></r><r><t>pha</t></r><rPh><t>xx</t></rPh>', '<t>ok &amp; &lt;x&gt;</t>'],
      sheets: [
        {
          name: 'Fleet',
          xml: `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="str"><v>on</v></c></row>
            <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>8</v></c><c r="C2" t="b"><v>1</v></c></row>
            <row r="3"/><row r="5"><c r="A5" t="s"><v>3</v></c><c r="C5" t="b"><v>0</v></c></row>
            <row r="6"><c r="A6" t="s"><v>2</v></c><c r="B6" t="str"><v>12</v></c><c r="D6"><v>1</v></c></row></sheetData>`,
        },
      ],
    });
    const { dataset, source } = test.importText('fleet.xlsx', file);
    expect(source).toMatchObject({ format: 'xlsx', bytes: file.length });
    expect(test.cells(dataset.id, 'provider')).toEqual(['Alpha', 'ok & <x>']);
    expect(test.cells(dataset.id, 'gpu_count')).toEqual(['8', null]);
    expect(test.cells(dataset.id, 'on')).toEqual(['TRUE', 'FALSE']);
    expect(test.rejects(dataset.id)).toMatchObject([{ record: 3, line: 6, code: 'ragged-record', raw: 'Alpha\t12\t\t1' }]);
  });

  it('reads the sheet and the cells that are chosen, and offers all sheets', () => {
    const table = (first: string) => rowsXml([['Note'], ['id', 'n', 'other'], [first, '1', 'x'], ['b', '2', 'y'], ['c', '3', 'z']]);
    const file = test.write(
      'sheets.xlsx',
      workbook({
        sheets: [
          { name: 'Old', state: 'hidden', xml: table('old') },
          { name: 'New', xml: table('new') },
          { name: 'A & B', xml: table('ab') },
        ].map((sheet) => ({ ...sheet, name: escaped(sheet.name) })),
      }),
    );
    const preview = previewFile(file, 'sheets.xlsx');
    expect(preview.choices.sheets).toEqual([
      { name: 'Old', hidden: true },
      { name: 'New', hidden: false },
      { name: 'A & B', hidden: false },
    ]);
    expect(preview.dialect).toMatchObject({ format: 'xlsx', sheet: 'New', headerLine: 1 });
    expect(test.cells(test.import(file).dataset.id, 'id')).toEqual(['new', 'b', 'c']);
    const { dataset } = test.import(file, { dialect: { sheet: 'A & B', range: 'A2:B4' } });
    expect(dataset.columns.map(({ name }) => name)).toEqual(['id', 'n']);
    expect(test.cells(dataset.id, 'id')).toEqual(['ab', 'b']);
    expect(errorOf(() => test.import(file, { dialect: { sheet: 'Missing' } }))).toMatchObject({
      code: 'sheet-missing',
      details: { sheets: ['Old', 'New', 'A & B'] },
    });
    expect(errorOf(() => test.import(file, { dialect: { range: '3A-B' } }))).toMatchObject({ code: 'range-unreadable' });
  });

  it('reads the sheet that looks like a table where a cover stands before it', () => {
    const nodes = rowsXml([
      ['provider', 'gpu_count'],
      ['alpha', '8'],
      ['beta', '4'],
      ['gamma', '2'],
    ]);
    const sheetOf = (covers: string[][][]) => {
      const sheets = [...covers.map((rows, index) => ({ name: `Cover ${index}`, xml: rowsXml(rows) })), { name: 'Nodes', xml: nodes }];
      return previewFile(test.write('cover.xlsx', workbook({ sheets })), 'cover.xlsx');
    };
    for (const cover of [
      [['Fleet of 2026'], ['Prepared by the network']],
      [
        ['Title', 'Fleet'],
        ['Author', 'Ann'],
      ],
      [],
    ]) {
      const { dialect, reasons, recordsRead } = sheetOf([cover]);
      expect([dialect.sheet, recordsRead]).toEqual(['Nodes', 3]);
      expect(reasons[0]).toContain('"Cover 0" stands before it and looks less like a table.');
    }
    const lines = [
      ['Title', 'Fleet'],
      ['Author', 'Ann'],
      ['Date', '2026-01-01'],
      ['Pages', '2'],
    ];
    expect(sheetOf([lines, [['Contents']]]).dialect.sheet).toBe('Nodes');
    const other = [
      ['gpu_model', 'note'],
      ['H100', 'x'],
      ['A100', 'y'],
    ];
    expect(sheetOf([other]).dialect.sheet, 'a first sheet that names a field stays').toBe('Cover 0');
  });

  it('refuses a sheet without records with the sheets to choose from', () => {
    const cover = rowsXml([['Title', 'Fleet']]);
    const nodes = rowsXml([['provider'], ['alpha']]);
    const sheets = ['Cover', 'Nodes', 'Empty'].map((name, index) => ({ name, xml: [cover, nodes, '<sheetData/>'][index] as string }));
    const path = test.write('refused.xlsx', workbook({ sheets }));
    for (const sheet of [undefined, 'Cover', 'Empty']) {
      const error = errorOf(() => previewFile(path, 'refused.xlsx', sheet === undefined ? {} : { sheet }));
      expect(error.message).toContain(`Sheet "${sheet ?? 'Cover'}" was read.`);
      expect(error.advice).toContain('--sheet');
      expect(error.advice).toContain('"Nodes"');
      expect(error.details).toMatchObject({
        dialect: { sheet: sheet ?? 'Cover' },
        choices: sheets.map(({ name }) => ({ name, hidden: false })),
      });
    }
    expect(previewFile(path, 'refused.xlsx', { sheet: 'Nodes' }).recordsRead).toBe(1);
  });

  it('writes dates as ISO text in both calendars and keeps percents as stored', () => {
    // 45000 = 2023-03-15 from 1900, 43538 = the same day from 1904: documented by Microsoft as 1,462 days apart
    const xml = (day: number) =>
      `<sheetData><row r="1">${['day', 'moment', 'time', 'share', 'plain', 'own'].map(inline).join('')}</row><row r="2"><c s="1"><v>${day}</v></c><c s="2"><v>${day}.5</v></c><c s="3"><v>0.25</v></c><c s="4"><v>0.975</v></c><c><v>${day}</v></c><c s="5"><v>${day}</v></c></row></sheetData>`;
    for (const [from1904, day] of [
      [false, 45_000],
      [true, 43_538],
    ] as const) {
      const { dataset, findings } = test.importText(
        'dates.xlsx',
        workbook({ from1904, formats: [14, 22, 20, 10, 'dd\\.mm\\.yyyy'], sheets: [{ name: 'S', xml: xml(day) }] }),
      );
      const cell = (name: string) => test.cells(dataset.id, name)[0];
      expect(['day', 'moment', 'time', 'share', 'plain', 'own'].map(cell)).toEqual([
        '2023-03-15',
        '2023-03-15T12:00:00',
        '06:00:00',
        '0.975',
        String(day),
        '2023-03-15',
      ]);
      expect(findings.map(({ code }) => code)).toContain('percent-cells');
    }
  });

  it('tells of stored formula values, hidden rows, merged cells, errors and lost digits', () => {
    const xml = `<sheetData><row r="1">${inline('Fleet of 2026')}</row><row r="2">${inline('id')}${inline('n')}${inline('m')}</row>
      <row r="3"><c r="A3"><v>12345678901234567</v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3"><f>B3</f></c></row>
      <row r="4" hidden="1"><c r="A4"><v>2</v></c><c r="B4" t="e"><v>#REF!</v></c></row></sheetData>
      <mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/></mergeCells>`;
    const { dataset, findings } = test.importText('notes.xlsx', workbook({ sheets: [{ name: 'S', xml }] }));
    const counts = Object.fromEntries(findings.map(({ code, details }) => [code, details.count]));
    expect(counts).toMatchObject({
      'formula-values': 1,
      'formula-without-value': 1,
      'rows-hidden': 1,
      'cells-merged': 1,
      'cell-errors': 1,
      'digits-lost': 1,
    });
    expect(test.cells(dataset.id, 'n')).toEqual(['2', '#REF!']);
  });

  it('gives the cells that were written, whatever they hold', () => {
    // characters that XML 1.0 can hold, without blanks at the ends, which columns trim
    const cell = fc.stringMatching(/^[a-zA-Zéß&<>"';,0-9]([a-z A-Z\n\t&<>"']{0,8}[a-z])?$/);
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 })),
        (rows) => {
          const inside = new TestCase();
          try {
            const header = (rows[0] as string[]).map((_, index) => `h${index}`);
            const { dataset } = inside.importText('t.xlsx', workbook({ sheets: [{ name: 'S', xml: rowsXml([header, ...rows]) }] }), {
              dialect: { headerLine: 0 },
              types: Object.fromEntries(header.map((name) => [name, 'text'])),
            });
            for (const [column, name] of header.entries())
              expect(inside.cells(dataset.id, name)).toEqual(
                rows.map((cells) => (['none', 'nan', 'null'].includes((cells[column] as string).toLowerCase()) ? null : cells[column])),
              );
          } finally {
            inside.close();
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('reads a large sheet on the feed thread as it reads a small one', () => {
    const rows = Array.from({ length: 90_000 }, (_, index) => [
      `provider-${index % 977}-${(index * 7919) % 10_007}-${'abcdefghij'.repeat(12)}`,
      String(index),
    ]);
    const file = workbook({ sheets: [{ name: 'S', xml: rowsXml([['provider', 'n'], ...rows]) }] });
    const { dataset } = test.importText('large.xlsx', file, { types: { n: 'number' } });
    expect(dataset.rows).toBe(90_000);
    expect(dataset.columns[1]?.sum).toBe(String((90_000 * 89_999) / 2));
  });

  it('refuses broken and hostile workbooks', () => {
    const error = (file: Uint8Array) => errorOf(() => test.importText('bad.xlsx', file)).code;
    expect(error(workbook({ sheets: [{ name: 'S', xml: '<sheetData><row r="1"><c><v>1</c></row>' }] }))).toBe('workbook-damaged');
    expect(error(workbook({ sheets: [{ name: 'S', xml: '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>' }] }))).toBe(
      'too-many-columns',
    );
    // the second one is of HTML
    for (const entity of ['&lol;', '&eacute;']) {
      const xml = rowsXml([['a'], ['b']]).replace('<t xml:space="preserve">b', `<t>${entity}`);
      expect(error(workbook({ sheets: [{ name: 'S', xml }] }))).toBe('workbook-damaged');
    }
    expect(error(zipSync({ 'xl/workbook.xml': strToU8('<workbook><sheets/></workbook>') }))).toBe('workbook-damaged');
    expect(error(zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': strToU8('<x/>') }))).toBe(
      'file-binary',
    );
  });
});

describe('a workbook whose numbers cannot be', () => {
  const error = (file: Uint8Array) => errorOf(() => test.importText('odd.xlsx', file));
  const sheet = (xml: string) => workbook({ sheets: [{ name: 'S', xml: `<sheetData>${xml}</sheetData>` }], texts: ['<t>a</t>'] });

  it.each(['x', '', '1.5', '0', '-3', '1', '1e300'])('is refused where the row behind row 1 has the number "%s"', (number) => {
    const failed = error(sheet(`<row r="1">${inline('a')}</row><row r="${number}">${inline('b')}</row>`));
    expect(failed).toMatchObject({ code: 'workbook-damaged', details: { sheet: 'S', row: 1 } });
  });

  it('is refused where a cell takes a shared text that is not there', () => {
    const failed = error(sheet(`<row r="1">${inline('a')}</row><row r="2"><c t="s"><v>1</v></c></row>`));
    expect(failed).toMatchObject({ code: 'workbook-damaged', details: { row: 2 } });
  });

  it('is refused where it has more styles or shared texts than fit into memory', () => {
    const book = new Workbook();
    const styles = book.styles('f.xlsx');
    const fill = (count: number, handler: XmlHandler, name: string) => {
      for (let index = 0; index < count; index++) {
        handler.open?.(name, { numFmtId: String(index) });
        handler.close?.(name);
      }
    };
    styles.open?.('cellXfs', {});
    expect(errorOf(() => fill(200_000, styles, 'xf')).code).toBe('workbook-too-large');
    expect(errorOf(() => fill(200_000, new Workbook().styles('f.xlsx'), 'numFmt')).code).toBe('workbook-too-large');
    expect(errorOf(() => fill(2 ** 23 + 1, book.sharedTexts('f.xlsx'), 'si')).code).toBe('workbook-too-large');
  });
});

describe('dates of spreadsheets', () => {
  // serials as Microsoft and LibreOffice document them
  it.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, null],
    [61, false, '1900-03-01'],
    [25_569, false, '1970-01-01'],
    [0, true, '1904-01-01'],
    [24_107, true, '1970-01-01'],
    [-1, false, null],
    [3_000_000, false, null],
  ])('serial %s (from 1904: %s) is %s', (serial, from1904, expected) => {
    expect(isoOfSerial(serial, 'date', from1904)).toBe(expected);
  });

  it.each([
    ['yyyy\\-mm\\-dd', 'date'],
    ['[$-409]d/m/yy h:mm AM/PM', 'moment'],
    ['[h]:mm:ss', 'time'],
    ['0.0%', 'percent'],
    ['#,##0.00 "days"', 'plain'],
    ['General', 'plain'],
    ['[Red]0.00;[Blue]-0.00', 'plain'],
  ])('format %s shows a %s', (code, kind) => {
    expect(numberKind(200, code)).toBe(kind);
  });
});
