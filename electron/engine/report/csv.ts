import type { DataTable } from './document.ts';

function cell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Exact flavour of CSV: RFC 4180 quoting, UTF-8, LF, header row, shortest round-trip numbers, empty = no value. */
export function tableCsv({ columns, rows }: DataTable): string {
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** The same table as JSON: title, described columns, one array a row. */
export function tableJson({ title, columns, rows }: DataTable): string {
  return `${JSON.stringify({ title, columns, rows }, null, 1)}\n`;
}
