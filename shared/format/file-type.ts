import type { Source } from '../case/dataset.ts';

const PACKED: Record<string, string> = { zip: 'zip', gz: 'gzip', zst: 'Zstandard' };

/** What a frozen file is: "CSV, utf-8", "zip of CSV, utf-8", "XLSX"; binary formats have no encoding. */
export function fileTypeWords({ fileName, format, encoding }: Pick<Source, 'fileName' | 'format' | 'encoding'>): string {
  if (format === 'xlsx' || format === 'parquet') return format === 'xlsx' ? 'XLSX' : 'Parquet';
  const packed = PACKED[/[^.]*$/.exec(fileName)?.[0].toLowerCase() ?? ''];
  return `${packed === undefined ? '' : `${packed} of `}${format.toUpperCase()}, ${encoding}`;
}
