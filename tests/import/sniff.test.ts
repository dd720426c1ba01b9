import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { dateInFileName, nameFromFile, proposeFields, proposeGrain, uniqueHeaders } from '../../electron/engine/import/mapping.ts';
import { sniffSample } from '../../electron/engine/import/sniff.ts';
import type { Dialect } from '../../shared/case/dataset.ts';

const sniff = (text: string, chosen: Partial<Dialect> = {}, fileName = 'a.csv') => sniffSample(Buffer.from(text), true, fileName, chosen);

describe('dialect of a file', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j among cells that hold the others', (delimiter) => {
    const rows = [
      ['provider', 'note', 'gpus'],
      ['a, Inc.', 'x;y|z', '1'],
      ['b', 'tab\there, and there', '2'],
      ['c "d"', 'line\nbreak', '3'],
    ];
    expect(sniff(Papa.unparse(rows, { delimiter })).dialect).toMatchObject({
      format: 'csv',
      delimiter,
      quote: '"',
      headerLine: 0,
      encoding: 'utf-8',
    });
  });

  it('passes over notes above the header', () => {
    const { dialect, reasons } = sniff('Provider list, as of October\n\nSource: the network\nprovider,country,gpu_count\na,DE,1\nb,US,2\n');
    expect(dialect.headerLine).toBe(3);
    expect(reasons.join(' ')).toContain('above line 4');
  });

  it('finds the decimal comma only where cells are not cut by commas', () => {
    expect(sniff('a;b\n1,5;x\n2,25;y\n').dialect).toMatchObject({ delimiter: ';', decimalMark: ',' });
    expect(sniff('a;b\n1.5;x\n').dialect.decimalMark).toBe('.');
    expect(sniff('a,b\n1,5\n').dialect.decimalMark).toBe('.');
  });

  it('finds JSON by its first character', () => {
    expect(sniff(' [{"a":1}]').dialect).toMatchObject({ format: 'json', delimiter: null });
    expect(sniff('{"data":[]}').dialect.format).toBe('json');
  });

  it('lets every field be overruled', () => {
    const chosen: Partial<Dialect> = {
      delimiter: '|',
      quote: null,
      headerLine: 2,
      decimalMark: ',',
      encoding: 'windows-1252',
      format: 'csv',
    };
    expect(sniff('a,b\n1,2\n3,4\n', chosen).dialect).toMatchObject(chosen);
  });

  it('takes a file of one column as it is', () => {
    expect(sniff('provider\na\nb\n').dialect.delimiter).toBe(',');
    expect(sniff('provider\na\nb\n', {}, 'list.tsv').dialect.delimiter).toBe('\t');
  });
});

describe('proposed fields', () => {
  const text = (header: string) => ({ header, type: 'text' as const, numeric: 0, filled: 10, distinct: 10 });
  const number = (header: string) => ({ header, type: 'number' as const, numeric: 1, filled: 10, distinct: 5 });
  const fields = (...columns: Parameters<typeof proposeFields>[0]) =>
    proposeFields(columns).map(({ field, confidence }) => (confidence >= 0.9 ? field : null));

  it('gives a field to the column that has its very name before any synonym', () => {
    expect(fields(text('gpu_name'), text('gpu_model'))).toEqual([null, 'gpu_model']);
    expect(fields(text('gpu_name'), number('Num GPUs'), text('Country'))).toEqual(['gpu_model', 'gpu_count', 'country']);
  });

  it('is not sure of a numeric field whose cells are no numbers, nor of a model that is a number', () => {
    expect(fields(text('uptime'), number('gpu'))).toEqual([null, null]);
    expect(proposeFields([text('uptime')])[0]).toMatchObject({ field: 'uptime', confidence: 0.4 });
  });

  it('says why', () => {
    expect(proposeFields([text('host_id')])[0]).toEqual({
      field: 'provider',
      confidence: 0.95,
      reason: '"host_id" is a known header for this field.',
    });
    expect(proposeFields([text('whatever')])[0]).toMatchObject({ field: null, confidence: 0 });
  });

  it('proposes the grain from what repeats', () => {
    const grainOf = (...columns: Parameters<typeof proposeFields>[0]) => proposeGrain(columns, proposeFields(columns)).grain;
    expect(grainOf(text('node_id'), text('provider'))).toBe('node');
    expect(grainOf(text('provider'), number('gpu_count'))).toBe('node');
    expect(grainOf(text('offer_id'), number('price'))).toBe('offer');
    expect(grainOf({ ...text('node_id'), distinct: 5 }, { ...text('date'), distinct: 2 })).toBe('day');
  });
});

describe('names', () => {
  it('makes headers unique without taking a name that another column has', () => {
    expect(uniqueHeaders(['a', 'a', 'a_2', '', 'a', 'column_4']).names).toEqual(['a', 'a_3', 'a_2', 'column_4_2', 'a_4', 'column_4']);
  });

  it('finds a true date in a file name', () => {
    expect(dateInFileName('nodes_2025-10-31.csv')).toBe('2025-10-31');
    expect(dateInFileName('nodes-20251031.csv')).toBe('2025-10-31');
    expect(dateInFileName('nodes_2025-13-31.csv')).toBeNull();
    expect(dateInFileName('gpu_clusters_2026-04.csv')).toBeNull();
    expect(nameFromFile('gpu_clusters_2026-04.csv')).toBe('gpu clusters 2026-04');
  });
});
