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

/**
 * CSV for spreadsheet programs: with a byte order mark, and an apostrophe before text that such a program would run as a formula; numbers stay numbers.
 * Source: OWASP ASVS 5.0, V1.2.10.
 */
export function spreadsheetCsv({ columns, rows }: DataTable): string {
  const safe = (value: string | number | null) => (typeof value === 'string' && /^[=+\-@\t\r\0]/.test(value) ? `'${value}` : value);
  const lines = [columns.map(({ name }) => safe(name)), ...rows.map((row) => row.map(safe))];
  return `\uFEFF${lines.map((row) => `${row.map(cell).join(',')}\n`).join('')}`;
}

/** The same table as JSON: title, described columns, one array a row. */
export function tableJson({ title, columns, rows }: DataTable): string {
  return `${JSON.stringify({ title, columns, rows }, null, 1)}\n`;
}
