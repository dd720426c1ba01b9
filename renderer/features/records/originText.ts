import type { Origin } from '../../../shared/contract/lineage.ts';

/** A cell as it stands in the file, and what it was read as where that differs. */
function cellLine({ column, value, given, text, rule }: Origin['cells'][number]): string {
  const stands = text ?? given;
  if (rule !== null) return `${column}: ${value ?? 'no value'}, read from ${JSON.stringify(stands)} by ${rule}`;
  if (text === null || text === value) return `${column}: ${value ?? 'no value'}`;
  return `${column}: ${value ?? 'no value'}, in the file ${JSON.stringify(text)}`;
}

/** An origin as text for a mail or a note: place and hash, the text of the record, then one line a cell. */
export function originText({ source, record, line, raw, truncated, readmitted, cells }: Origin): string {
  return [
    `Record ${record}, line ${line} of ${source.fileName}`,
    `SHA-256 ${source.sha256}`,
    '',
    `${raw.replace(/\r?\n$/, '')}${truncated ? ' …' : ''}`,
    '',
    ...(readmitted === null ? [] : [`Corrected and taken in again: ${readmitted}`, '']),
    ...cells.map(cellLine),
    '',
  ].join('\n');
}
