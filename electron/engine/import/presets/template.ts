import { strToU8, type Zippable, zipSync } from 'fflate';
import { ASKED, EXAMPLE } from '../../../../shared/claims/asked.ts';

export { ASKED, EXAMPLE } from '../../../../shared/claims/asked.ts';

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;

/** The sheet to fill in: a header and one example record, which is left out of every import. */
export function templateCsv(): string {
  return line(ASKED.map(({ column }) => column)) + line(ASKED.map(({ example }) => example));
}

/** What each column means, with the claims of an audit that need it. */
export function dictionaryCsv(): string {
  return (
    line(['column', 'needed', 'claims', 'meaning', 'example']) +
    ASKED.map(({ column, required, claims, meaning, example }) =>
      line([column, required ? 'required' : 'if known', claims, meaning, example]),
    ).join('')
  );
}

const LETTER = `Data request

sheet.csv       to fill in: one machine a record. The record "${EXAMPLE}" shows how; it is left out when the file is read.
dictionary.csv  what each column means, and which claims of the audit need it.

Leave a cell empty when it is not known: empty is counted as not disclosed. Please do not estimate.
Claims: C1 provider concentration, C2 largest suppliers, C3 hardware, C4 uptime, C5 countries, C6 prices, C7 vendors, clouds and partners,
C8 validators, C9 what stays servable when suppliers are removed.
`;

/** Sheet, dictionary and a short letter as one archive. Always the same bytes. */
export function templateZip(): Uint8Array {
  const files: Zippable = {
    'sheet.csv': strToU8(templateCsv()),
    'dictionary.csv': strToU8(dictionaryCsv()),
    'README.txt': strToU8(LETTER),
  };
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}
