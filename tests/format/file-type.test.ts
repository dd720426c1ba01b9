import { describe, expect, it } from 'vitest';
import { fileTypeWords } from '../../shared/format/index.ts';

describe('the type of a frozen file', () => {
  it('names the packing, and an encoding only for text', () => {
    const words = (fileName: string, format: 'csv' | 'ndjson' | 'xlsx' | 'parquet', encoding = 'utf-8') =>
      fileTypeWords({ fileName, format, encoding });
    expect(words('a.csv', 'csv', 'windows-1252')).toBe('CSV, windows-1252');
    expect(words('a.ZIP', 'csv')).toBe('zip of CSV, utf-8');
    expect(words('a.ndjson.gz', 'ndjson')).toBe('gzip of NDJSON, utf-8');
    expect(words('a.csv.zst', 'csv')).toBe('Zstandard of CSV, utf-8');
    expect(words('a.xlsx', 'xlsx')).toBe('XLSX');
    expect(words('a.parquet', 'parquet')).toBe('Parquet');
  });
});
