import { gzipSync, zstdCompressSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Dice, diceOf } from '../../shared/sample/random.ts';

/** A file made from a seed, and the dialect that a person might insist on. */
export type FuzzFile = { name: string; bytes: Buffer; dialect: Record<string, unknown> };

const WORDS = ['Acme', 'Bölt GmbH', 'O"Neil, Inc.', '東京', '😀', 'n/a', '-', '', ' x ', '007', 'a\u00a0b', "it's", 'NaN', 'null', 'TRUE'];
const NUMBERS = [
  '1',
  '8',
  '0',
  '-1',
  '8x',
  '1e5',
  '0.1',
  '1,5',
  '1.204,50',
  '1,204',
  '12345678901234567890',
  '1e400',
  '0.00000000000000000000001',
];
const HEADERS = [
  'provider',
  'node_id',
  'gpu_count',
  'price_usd_per_gpu_hour',
  'country',
  'gpu_model',
  'uptime',
  'stake',
  '__proto__',
  'provider',
  '',
];

function cell(dice: Dice): string {
  return dice.pick(dice.chance(1, 2) ? WORDS : NUMBERS);
}

function delimited(dice: Dice): string {
  const delimiter = dice.pick([',', ';', '\t', '|']);
  const newline = dice.pick(['\n', '\r\n', '\r']);
  const columns = 1 + dice.below(6);
  const quoted = (text: string) =>
    dice.chance(1, 4) || [delimiter, '"', '\n', '\r'].some((mark) => text.includes(mark)) ? `"${text.replaceAll('"', '""')}"` : text;
  const line = (of: (dice: Dice) => string) => Array.from({ length: columns }, () => quoted(of(dice))).join(delimiter);
  const rows = Array.from({ length: dice.below(40) }, () => (dice.chance(1, 20) ? 'loose text' : line(cell)));
  const banner = dice.chance(1, 8) ? [`Export of ${cell(dice)}`, ''] : [];
  return [...banner, line((header) => header.pick(HEADERS)), ...rows].join(newline) + (dice.chance(1, 2) ? newline : '');
}

function value(dice: Dice, depth: number): unknown {
  if (depth > 0 && dice.chance(1, 5)) return Array.from({ length: dice.below(4) }, () => value(dice, depth - 1));
  if (depth > 0 && dice.chance(1, 5)) return record(dice, depth - 1);
  return dice.pick([cell(dice), Number(dice.pick(NUMBERS.slice(0, 4))), dice.below(100) / 8, null, true]);
}

function record(dice: Dice, depth: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: 1 + dice.below(5) }, () => [dice.pick(HEADERS), value(dice, depth)]));
}

function json(dice: Dice): string {
  const records = Array.from({ length: dice.below(30) }, () => record(dice, 2));
  const shape = dice.below(4);
  if (shape === 0) return JSON.stringify(records);
  if (shape === 1) return JSON.stringify({ data: records, total: records.length }, null, 2);
  if (shape === 2) return JSON.stringify(Object.fromEntries(records.map((one, index) => [`id${index}`, one])));
  return records.map((one) => JSON.stringify(one)).join('\n');
}

function encoded(dice: Dice, text: string): Buffer {
  const encoding = dice.below(10);
  const mark = dice.chance(1, 2) ? '\ufeff' : '';
  if (encoding === 0) return Buffer.from(mark + text, 'utf16le');
  if (encoding === 1) return Buffer.from(mark + text, 'utf16le').swap16();
  if (encoding === 2) return Buffer.from(text, 'latin1');
  return Buffer.from((encoding === 3 ? '\ufeff' : '') + text, 'utf8');
}

function packed(dice: Dice, name: string, bytes: Buffer): { name: string; bytes: Buffer } {
  const way = dice.below(12);
  if (way === 0) return { name: `${name}.gz`, bytes: gzipSync(bytes) };
  if (way === 1) return { name: `${name}.zst`, bytes: zstdCompressSync(bytes) };
  if (way === 2) {
    const members = Object.fromEntries(
      Array.from({ length: 1 + dice.below(3) }, (_, index) => [`${index}/${name}`, new Uint8Array(bytes)]),
    );
    return { name: 'many.zip', bytes: Buffer.from(zipSync(members, { level: dice.chance(1, 2) ? 0 : 6 })) };
  }
  return { name, bytes };
}

const MARKS = [
  '"',
  '""',
  ',',
  ';',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\ufeff',
  '[',
  ']',
  '{',
  '}',
  ':',
  '\\',
  '\\u',
  '\\ud800',
  'é',
  '-',
  'e',
  '.',
  '\t',
  '#',
];
const BYTES = [0x00, 0xff, 0xfe, 0x80, 0xc3, 0xed, 0xf4, 0x1f, 0x22, 0x0a, 0x7f];

function mutated(dice: Dice, bytes: Buffer): Buffer {
  const at = dice.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + dice.below(1 + Math.min(64, bytes.length)));
  const insert = (piece: Buffer) => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  switch (dice.below(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 2:
      return insert(bytes.subarray(at, to));
    case 3:
      return insert(Buffer.from(dice.pick(MARKS).repeat(1 + dice.below(3))));
    case 4:
      return insert(Buffer.of(dice.pick(BYTES)));
    case 5: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = dice.below(256);
      return copy;
    }
    case 6: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = (copy[at % copy.length] as number) ^ (1 << dice.below(8));
      return copy;
    }
    case 7:
      return insert(Buffer.from(dice.pick(['[', '{"a":', '"', ' ', '9', ',', '\n']).repeat(dice.below(3000))));
    default:
      return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]);
  }
}

/** A workbook of one or two sheets whose XML is damaged in up to two places before it is packed. */
function workbook(dice: Dice): Buffer {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\0', '');
  const cellXml = (text: string, row: number, column: number) => {
    const place = `r="${'ABCDEF'[column]}${row}"`;
    if (Number.isFinite(Number(text)) && text.trim() !== '') return `<c ${place}><v>${text}</v></c>`;
    return `<c ${place} t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  };
  const columns = 1 + dice.below(6);
  const sheet = () => {
    const rows = Array.from({ length: dice.below(20) }, (_, row) => {
      const cells = Array.from({ length: columns }, (_, column) => cellXml(row === 0 ? dice.pick(HEADERS) : cell(dice), row + 1, column));
      return `<row r="${row + 1}">${cells.join('')}</row>`;
    });
    return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData></worksheet>`;
  };
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet(),
  };
  const members = Object.fromEntries(Object.entries(parts).map(([name, xml]): [string, Uint8Array] => [name, strToU8(xml)]));
  for (let left = dice.below(3); left > 0; left--) {
    const name = dice.pick(Object.keys(members));
    members[name] = new Uint8Array(mutated(dice, Buffer.from(members[name] as Uint8Array)));
  }
  return Buffer.from(zipSync(members));
}

function parquet(dice: Dice): Buffer {
  const rows = dice.below(40);
  const columnData = Array.from({ length: 1 + dice.below(4) }, (_, index) => {
    const isText = dice.chance(1, 2);
    const data = Array.from({ length: rows }, () => (dice.chance(1, 6) ? null : isText ? cell(dice) : dice.below(1000) / 8));
    return {
      name: `${dice.pick(HEADERS.slice(0, 8))}_${index}`,
      data: data as never,
      type: isText ? ('STRING' as const) : ('DOUBLE' as const),
    };
  });
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 1 + dice.below(20) }));
}

function insistedDialect(dice: Dice): Record<string, unknown> {
  if (!dice.chance(1, 5)) return {};
  return dice.pick<Record<string, unknown>>([
    { delimiter: dice.pick([',', ';', '\t', '|', 'a', '"', 'é']) },
    { quote: dice.pick([null, '"', "'", ',']) },
    { headerLine: dice.below(50) },
    { encoding: dice.pick(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']), bom: dice.chance(1, 2) },
    { format: dice.pick(['csv', 'json', 'ndjson']) },
    { decimalMark: ',', comment: '#' },
    { thousandsMark: dice.pick([',', '.', ' ']), totals: 'reject', notesBelow: dice.below(3) },
    { container: dice.pick(['gzip', 'zstd', 'zip']) },
    { records: ['data'], keyed: dice.chance(1, 2) },
  ]);
}

/**
 * The file of a seed: a table in some dialect, encoding and packing, a workbook or a Parquet file, with up to six mutations, some before
 * and some after the packing.
 *
 * @returns the same bytes for the same seed, whatever was made before
 */
export function fuzzFile(seed: number): FuzzFile {
  const dice = diceOf(seed);
  if (dice.chance(1, 6)) {
    const isWorkbook = dice.chance(1, 2);
    let bytes = isWorkbook ? workbook(dice) : parquet(dice);
    for (let left = dice.below(3); left > 0; left--) bytes = mutated(dice, bytes);
    return { name: isWorkbook ? 'a.xlsx' : 'a.parquet', bytes, dialect: {} };
  }
  const isJson = dice.chance(2, 5);
  let bytes = encoded(dice, isJson ? json(dice) : delimited(dice));
  for (let left = dice.below(4); left > 0; left--) bytes = mutated(dice, bytes);
  const inside = isJson ? dice.pick(['a.json', 'a.ndjson', 'a.jsonl']) : dice.pick(['a.csv', 'a.tsv', 'a.txt']);
  const file = packed(dice, inside, bytes);
  for (let left = dice.below(4); left > 0; left--) file.bytes = mutated(dice, file.bytes);
  return { ...file, dialect: insistedDialect(dice) };
}
