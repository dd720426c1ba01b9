import type { Origin } from '../../../shared/contract/lineage.ts';

/** An origin as text for a mail or a note: place and hash, the text of the record, then one line a cell. */
export function originText({ source, record, line, raw, truncated, readmitted, cells }: Origin): string {
  return [
    `Record ${record}, line ${line} of ${source.fileName}`,
    `SHA-256 ${source.sha256}`,
    '',
    `${raw.replace(/\r?\n$/, '')}${truncated ? ' …' : ''}`,
    '',
    ...(readmitted === null ? [] : [`Corrected and taken in again: ${readmitted}`, '']),
    ...cells.map(({ column, value, given, rule }) =>
      rule === null
        ? `${column}: ${value ?? 'no value'}`
        : `${column}: ${value ?? 'no value'}, read from ${JSON.stringify(given)} by ${rule}`,
    ),
    '',
  ].join('\n');
}
