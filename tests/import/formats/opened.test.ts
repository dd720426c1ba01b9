import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseLiteral } from '../../../electron/engine/import/formats/literal.ts';
import { visitValue } from '../../../electron/engine/import/formats/nested.ts';
import { previewFile } from '../../../electron/engine/import/preview.ts';
import { cellsOfRaw } from '../../../electron/engine/import/readmit.ts';
import type { ArrayChoice } from '../../../shared/case/dataset.ts';
import { errorOf, TestCase } from '../support.ts';

const test = new TestCase();
afterAll(() => test.close());

/** Cells by path, as the columns of an opened cell take them. */
function cellsOf(value: unknown): [string, string][] {
  const cells: [string, string][] = [];
  visitValue(value, 'x', {}, (path, text) => cells.push([path, text]));
  return cells;
}

/** A text as CPython's unicode_repr writes it: single quotes unless it holds one and no double quote. */
function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const named: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', [quote]: `\\${quote}` };
  const inside = Array.from(text, (character) => {
    const code = character.codePointAt(0) as number;
    if (named[character] !== undefined) return named[character];
    if (code < 32 || (code >= 127 && code < 256)) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code >= 0xd800 && code < 0xe000) return `\\u${code.toString(16)}`;
    return code > 0xffff && code % 2 === 0 ? `\\U${code.toString(16).padStart(8, '0')}` : character;
  });
  return quote + inside.join('') + quote;
}

function repr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value as object).map(([key, member]) => `${reprText(key)}: ${repr(member)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}

describe('a value as Python or JSON writes it', () => {
  it('gives what JSON.parse gives, written either way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        const expected = cellsOf(JSON.parse(text));
        // digits may be written in another way ("1e+21"), never another number
        const asNumbers = (cells: [string, string][]) =>
          cells.map(([path, cell]) => [path, /^-?\d/.test(cell) && !cell.startsWith('[') ? Number(cell) : cell]);
        expect(asNumbers(cellsOf(parseLiteral(text)))).toEqual(asNumbers(expected));
        expect(asNumbers(cellsOf(parseLiteral(repr(value))))).toEqual(asNumbers(expected));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["('a', 1)", ['a', 1]],
    ["('a',)", ['a']],
    ["('a')", 'a'],
    ['()', []],
    ['{}', {}],
    ["{'a': True, 'b': None, 3: False,}", { a: true, b: null, 3: false }],
    ["'it\\'s \\x41\\u00e9\\U0001F600\\101 \\q'", "it's Aé😀A \\q"],
    [' [ nan , -inf ] ', ['nan', '-inf']],
    ["{'__proto__': 1}", JSON.parse('{"__proto__": 1}')],
  ])('reads %s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value);
  });

  it('keeps the digits of numbers that a double would change', () => {
    expect(cellsOf(parseLiteral("{'a': 18446744073709551615, 'b': 8.0, 'c': 40960}"))).toEqual([
      ['x.a', '18446744073709551615'],
      ['x.b', '8.0'],
      ['x.c', '40960'],
    ]);
  });

  it.each([
    '',
    '[1',
    '{"a"}',
    "{'a': 1} b",
    "__import__('os').system('ls')",
    'datetime.date(2026, 1, 1)',
    '{1, 2}',
    '[1 2]',
    '[01]',
    '[1.]',
    '"open',
    "'\\N{BULLET}'",
    "'\\uZZZZ'",
    '{(1, 2): 3}',
    '[,]',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
  ])('does not read %s', (text) => {
    expect(parseLiteral(text)).toBeUndefined();
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'{}[]()\'":,\\ux0N1.-eE \nTrueNone'), { maxLength: 30 }), (parts) => {
        parseLiteral(parts.join(''));
      }),
    );
  });
});

// the shape of the GpuInfo column of SkyPilot's catalogue
const A100 = "{'Gpus': [{'Name': 'A100', 'Count': 8.0, 'MemoryInfo': {'SizeInMiB': 40960}}], 'TotalGpuMemoryInMiB': None}";
const TWO =
  "{'Gpus': [{'Name': 'L4', 'Count': 2.0, 'MemoryInfo': {'SizeInMiB': 24576}}, {'Name': 'T4', 'Count': 1.0, 'MemoryInfo': {'SizeInMiB': 16384}}], 'TotalGpuMemoryInMiB': 65536}";
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const TEXT = `InstanceType,GpuInfo,Price\np4d,${quoted(A100)},32.77\ng2,${quoted(TWO)},2.5\nm5,,0.1\n`;

describe('cells that hold dicts and lists', () => {
  const table = (text: string, arrays: Record<string, ArrayChoice> = {}, name = 'vms.csv') => {
    const { dataset, findings } = test.importText(name, text, { dialect: { opened: ['GpuInfo'], arrays } });
    const columns = Object.fromEntries(dataset.columns.map((column) => [column.name, test.cells(dataset.id, column.name)]));
    return { dataset, columns, findings };
  };

  it('are offered to be opened, and stay text until they are', () => {
    const path = test.write('vms.csv', TEXT);
    const preview = previewFile(path, 'vms.csv');
    expect(preview.choices.opened).toEqual(['GpuInfo']);
    expect(preview.findings.map(({ code }) => code)).toContain('cells-hold-structures');
    const { dataset } = test.import(path);
    expect(test.cells(dataset.id, 'GpuInfo')).toEqual([A100, TWO, null]);
  });

  it('are not offered where a column holds anything else, or brackets only now and then', () => {
    const path = test.write('notes.csv', 'id,note\na,(no)\nb,[see a]\nc,[]\nd,{}\ne,"(1, 2)"\nf,text\n');
    expect(previewFile(path, 'notes.csv').choices.opened).toEqual([]);
  });

  it('become columns by their paths, in the place of the column', () => {
    const path = test.write('vms.csv', TEXT);
    expect(previewFile(path, 'vms.csv', { opened: ['GpuInfo'] })).toMatchObject({
      columns: ['InstanceType', 'GpuInfo.Gpus', 'GpuInfo.TotalGpuMemoryInMiB', 'Price'].map((header) => ({ header })),
      choices: { opened: ['GpuInfo'], arrays: ['GpuInfo.Gpus'] },
    });
    const { columns } = table(TEXT, { 'GpuInfo.Gpus': 'join' });
    expect(columns).toMatchObject({
      'GpuInfo.Gpus.Name': ['A100', 'L4; T4', null],
      'GpuInfo.Gpus.Count': ['8.0', '2.0; 1.0', null],
      'GpuInfo.TotalGpuMemoryInMiB': [null, '65536', null],
    });
  });

  it('let their lists become records, counts or sums', () => {
    const { columns, findings } = table(TEXT, { 'GpuInfo.Gpus': 'explode' });
    expect(columns.InstanceType).toEqual(['p4d', 'g2', 'g2', 'm5']);
    expect(columns['GpuInfo.Gpus.Name']).toEqual(['A100', 'L4', 'T4', null]);
    expect(columns['GpuInfo.Gpus.MemoryInfo.SizeInMiB']).toEqual(['40960', '24576', '16384', null]);
    expect(findings.map(({ code }) => code)).toContain('array-exploded');
    expect(table(TEXT, { 'GpuInfo.Gpus': 'count' }).columns['GpuInfo.Gpus.count']).toEqual(['1', '2', null]);
    expect(table(TEXT, { 'GpuInfo.Gpus': 'sum' }).columns['GpuInfo.Gpus.Count']).toEqual(['8', '3', null]);
  });

  it('give the same written as JSON, in a table and in NDJSON', () => {
    const asJson = (text: string) => text.replaceAll("'", '"').replaceAll('None', 'null');
    const json = `InstanceType,GpuInfo,Price\np4d,${quoted(asJson(A100))},32.77\ng2,${quoted(asJson(TWO))},2.5\nm5,,0.1\n`;
    const expected = table(TEXT, { 'GpuInfo.Gpus': 'explode' }).columns;
    expect(table(json, { 'GpuInfo.Gpus': 'explode' }).columns).toEqual(expected);
    const lines = [
      { InstanceType: 'p4d', GpuInfo: A100, Price: 32.77 },
      { InstanceType: 'g2', GpuInfo: TWO, Price: 2.5 },
      { InstanceType: 'm5', GpuInfo: null, Price: 0.1 },
    ].map((record) => JSON.stringify(record));
    expect(table(lines.join('\n'), { 'GpuInfo.Gpus': 'explode' }, 'vms.ndjson').columns).toEqual(expected);
  });

  it('keep their text where they cannot be read, with a finding', () => {
    const { columns, findings } = table(`${TEXT}bad,"{'Gpus': [",1\nword,none,1\n`, { 'GpuInfo.Gpus': 'count' });
    expect(columns.GpuInfo).toEqual([null, null, null, "{'Gpus': [", null]);
    expect(columns['GpuInfo.Gpus.count']).toEqual(['1', '2', null, null, null]);
    expect(findings.find(({ code }) => code === 'cells-not-opened')).toMatchObject({ details: { column: 'GpuInfo', cells: 1, record: 4 } });
  });

  it('find a member that only the last of many records has', () => {
    const many = Array.from({ length: 9000 }, (_, index) => `n${index},"{'a': ${index}}"`);
    const { dataset } = test.importText('late.csv', `id,info\n${many.join('\n')}\nlast,"{'a': 1, 'b': 7}"\n`, {
      dialect: { opened: ['info'] },
    });
    expect(dataset).toMatchObject({ rows: 9001 });
    expect(dataset.columns[1]).toMatchObject({ name: 'info.a', sum: String((8999 * 9000) / 2 + 1) });
    expect(test.cells(dataset.id, 'info.b').at(-1)).toBe('7');
  });

  it('stop a recipe on a file without the column, and two lists that would multiply', () => {
    expect(errorOf(() => test.importText('other.csv', 'a,b\n1,2\n', { dialect: { opened: ['GpuInfo'] } }))).toMatchObject({
      code: 'recipe-drift',
      details: { missing: ['GpuInfo'] },
    });
    expect(errorOf(() => table(`GpuInfo\n"{'a': [1], 'b': [2]}"\n`, { 'GpuInfo.a': 'explode', 'GpuInfo.b': 'explode' }))).toMatchObject({
      code: 'dialect-not-supported',
    });
  });

  it('are told apart in a rejected record', () => {
    const { dialect } = previewFile(test.write('vms.csv', TEXT), 'vms.csv', { opened: ['GpuInfo'], arrays: { 'GpuInfo.Gpus': 'count' } });
    const headers = ['InstanceType', 'GpuInfo.Gpus.count', 'GpuInfo.TotalGpuMemoryInMiB', 'Price'];
    expect(cellsOfRaw(`g2,${quoted(TWO)},x`, { dialect }, headers)).toEqual(['g2', '2', '65536', 'x']);
  });
});
