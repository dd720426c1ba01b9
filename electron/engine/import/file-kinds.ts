import { ChokepointError } from '../../../shared/case/error.ts';

type Kind = { name: string; advice: string; magic: readonly number[]; contains?: string };

const EXPORT_ADVICE = 'Open it in the program that made it and export the sheet as CSV (UTF-8), then import that file.';

/** Formats that are told apart by their first bytes; a `contains` text must also stand in the first kilobytes. */
const KINDS: readonly Kind[] = [
  { name: 'an Excel workbook (xlsx)', advice: EXPORT_ADVICE, magic: [0x50, 0x4b, 0x03, 0x04], contains: 'xl/' },
  { name: 'an OpenDocument file', advice: EXPORT_ADVICE, magic: [0x50, 0x4b, 0x03, 0x04], contains: 'vnd.oasis.opendocument' },
  { name: 'a zip archive', advice: 'Unpack it and import the CSV or JSON file inside.', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an Excel 97 workbook (xls)', advice: EXPORT_ADVICE, magic: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a gzip archive', advice: 'Unpack it (for example with gunzip) and import the file inside.', magic: [0x1f, 0x8b] },
  {
    name: 'a Zstandard archive',
    advice: 'Unpack it (for example with unzstd) and import the file inside.',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
  },
  { name: 'a bzip2 archive', advice: 'Unpack it (for example with bunzip2) and import the file inside.', magic: [0x42, 0x5a, 0x68, 0x39] },
  { name: 'a 7-Zip archive', advice: 'Unpack it and import the CSV or JSON file inside.', magic: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'a PDF document', advice: 'Ask the publisher for the table as CSV or JSON.', magic: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a Parquet file', advice: 'Export it as CSV, for example with DuckDB: COPY table TO file.csv.', magic: [0x50, 0x41, 0x52, 0x31] },
  {
    name: 'an Arrow file',
    advice: 'Export it as CSV, for example with DuckDB: COPY table TO file.csv.',
    magic: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
  },
  {
    name: 'an SQLite database',
    advice: 'If it is a case file, open it as a case; otherwise export the table as CSV.',
    magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66],
  },
  { name: 'a PNG image', advice: 'Ask the publisher for the table as CSV or JSON.', magic: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', advice: 'Ask the publisher for the table as CSV or JSON.', magic: [0xff, 0xd8, 0xff] },
];

/**
 * The known binary format that a file starts with.
 *
 * @param sample first bytes of the file
 * @returns its name and advice in words, or `null` when the first bytes are none of the known ones
 */
export function knownBinaryFormat(sample: Buffer): { name: string; advice: string } | null {
  for (const { name, advice, magic, contains } of KINDS) {
    if (magic.every((byte, index) => sample[index] === byte) && (contains === undefined || sample.includes(contains, 0, 'latin1'))) {
      return { name, advice };
    }
  }
  return null;
}

/** The error for a file that is no text: names the format where it is known, else the offset of the first NUL byte. */
export function binaryFileError(fileName: string, known: { name: string; advice: string } | null, offset: number): ChokepointError {
  return known
    ? new ChokepointError('file-binary', `"${fileName}" is ${known.name}, not CSV or JSON text; nothing was imported.`, known.advice, {
        fileName,
        format: known.name,
      })
    : new ChokepointError(
        'file-binary',
        `"${fileName}" holds a NUL byte at offset ${offset}, so it is not CSV or JSON text; nothing was imported.`,
        'Export the table as CSV (UTF-8) or JSON. If the file is UTF-16 text, choose that encoding.',
        { fileName, offset },
      );
}
