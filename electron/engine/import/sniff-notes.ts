import type { Finding } from '../../../shared/case/dataset.ts';
import { commonWidth, type SampleRecord } from './sniff-header.ts';

const MOST_NOTES = 3;
const UNIT_OR_RULE = /^(\([^)]*\)|\[[^\]]*\]|[-=_\s]+)$/;

/** `#` where some lines begin with it that are no records of the table, and no record does. */
export function guessComment(records: readonly SampleRecord[]): '#' | null {
  const marked = records.filter(({ cells }) => (cells[0] as string).startsWith('#'));
  if (marked.length === 0 || marked.length === records.length) return null;
  const { width } = commonWidth(records.filter((record) => !marked.includes(record)));
  return width > 1 && marked.every(({ cells }) => cells.length !== width) ? '#' : null;
}

/** How many lines directly below the header hold units, rules or a title instead of a record. @param records from the header on */
export function guessNotesBelow(records: readonly SampleRecord[]): number {
  const width = records[0]?.cells.length ?? 0;
  let notes = 0;
  for (const { cells } of records.slice(1, 1 + MOST_NOTES)) {
    const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const units = filled.length * 2 >= width && filled.length > 1 && filled.every((cell) => UNIT_OR_RULE.test(cell));
    const title = width > 2 && filled.length === 1 && cells[0]?.trim() === filled[0] && /[:\s]/.test(filled[0] ?? '');
    if (!units && !title) break;
    notes += 1;
  }
  return records.length > notes + 1 ? notes : 0;
}

/** The finding that names the lines below the header that are not read as records. */
export function notesFindings(records: readonly SampleRecord[], notes: number, fileName: string): Finding[] {
  if (notes === 0) return [];
  const texts = records.slice(1, 1 + notes).map(({ cells }) =>
    cells
      .filter((cell) => cell.trim() !== '')
      .join(', ')
      .slice(0, 80),
  );
  return [
    {
      code: 'notes-below-header',
      message: `"${fileName}": ${notes === 1 ? 'the line below the header is no record' : `the ${notes} lines below the header are no records`} (${texts.map((text) => JSON.stringify(text)).join(', ')}).`,
      advice: 'If they are records, set the number of notes below the header to 0.',
      details: { fileName, notes, texts },
    },
  ];
}
