import { createHash, type Hash } from 'node:crypto';
import type { ColumnType } from '../../../shared/case/dataset.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import type { ChunkColumn } from '../../../shared/columns/table.ts';
import type { CaseFile } from './case-file.ts';
import { CodeSummary, NumberSummary } from './column-summary.ts';
import { decodeCodes, decodeNumbers, type Encoding } from './encoding.ts';

/** One run of a column as it is stored. */
export type StoredChunk = { chunk: number; rows: number; filled: number; scale: number | null; encoding: Encoding; bytes: Uint8Array };

/** What is known of a column while its chunks pass. */
export class ColumnInProgress {
  readonly numbers = new NumberSummary();
  readonly codes = new CodeSummary();
  numberChunks = 0;
  codeChunks = 0;
  /** texts of its dictionary that are stored */
  entries = 0;
  hash: Hash = createHash('sha256');
}

/** Whether the chunks can stay as they were written: all numbers that fit one scale, or all codes of distinct plain decimals. */
export function isSettled(progress: ColumnInProgress, type: ColumnType, dictionary: readonly string[]): boolean {
  if (progress.codeChunks === 0) return type === 'number' && progress.numbers.fits;
  if (progress.numberChunks > 0 || type === 'number') return false;
  const plain = dictionary.every((text) => {
    const value = parseDecimal(text);
    return value !== null && formatDecimal(value) === text;
  });
  return plain && new Set(dictionary).size === dictionary.length;
}

type RebuiltColumn = { type: 'number' | 'exact'; dictionary: string[]; chunks: ChunkColumn[] };

/**
 * The chunks of a numeric column again in one form: numbers where `wanted` is `number` and every value at the common scale is at
 * most 2^53, else codes of plain decimal texts.
 */
export function rebuiltColumn(
  file: CaseFile,
  dataset: string,
  ordinal: number,
  dictionary: readonly string[],
  wanted: 'number' | 'exact',
): RebuiltColumn {
  const stored = file
    .prepare('SELECT chunk, rows, filled, scale, encoding, bytes FROM column_chunk WHERE dataset = ? AND ordinal = ? ORDER BY chunk')
    .all(dataset, ordinal) as StoredChunk[];
  const values: Decimal[] = [];
  const codeOfText = new Map<string, number>();
  const codeOf = (value: Decimal): number => {
    const text = formatDecimal(value);
    let code = codeOfText.get(text);
    if (code === undefined) {
      code = values.push(parseDecimal(text) as Decimal) - 1;
      codeOfText.set(text, code);
    }
    return code;
  };
  const parsed = new Map<number, number>();
  const codeOfCode = (code: number): number => {
    let merged = parsed.get(code);
    if (merged === undefined) {
      const value = parseDecimal(dictionary[code] as string);
      if (!value) throw new RangeError(`not a number in a number column: ${dictionary[code]}`);
      merged = codeOf(value);
      parsed.set(code, merged);
    }
    return merged;
  };
  const coded = stored.map(({ rows, filled, scale, encoding, bytes }) => {
    const codes = new Int32Array(rows);
    if (scale === null) {
      decodeCodes(encoding, bytes, rows, codes, 0);
      return codes.map((code) => (code < 0 ? -1 : codeOfCode(code)));
    }
    const numbers = new Float64Array(rows);
    decodeNumbers(encoding, bytes, rows, filled, 1, numbers, 0);
    for (const [row, value] of numbers.entries()) codes[row] = Number.isNaN(value) ? -1 : codeOf({ units: BigInt(value), scale });
    return codes;
  });
  const scale = values.reduce((largest, value) => Math.max(largest, value.scale), 0);
  const units = values.map((value) => value.units * 10n ** BigInt(scale - value.scale));
  const fits = units.every((unit) => unit <= 2n ** 53n && unit >= -(2n ** 53n));
  if (wanted === 'exact' || !fits) {
    return { type: 'exact', dictionary: [...codeOfText.keys()], chunks: coded.map((codes) => ({ encoding: 'codes', codes })) };
  }
  const doubles = Float64Array.from(units, Number);
  const chunks = coded.map((codes): ChunkColumn => {
    const numbers = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : (doubles[code] as number)));
    return { encoding: 'numbers', values: numbers, scale };
  });
  return { type: 'number', dictionary: [], chunks };
}

/** The codes of a stored column again, chunk by chunk. */
export function* storedCodes(file: CaseFile, dataset: string, ordinal: number): Generator<Int32Array> {
  const read = file.prepare('SELECT rows, encoding, bytes FROM column_chunk WHERE dataset = ? AND ordinal = ? AND chunk = ?');
  for (let chunk = 0; ; chunk++) {
    const stored = read.get(dataset, ordinal, chunk) as Pick<StoredChunk, 'rows' | 'encoding' | 'bytes'> | undefined;
    if (stored === undefined) return;
    const codes = new Int32Array(stored.rows);
    decodeCodes(stored.encoding, stored.bytes, stored.rows, codes, 0);
    yield codes;
  }
}
