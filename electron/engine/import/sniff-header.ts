/** One record of a sample; lines count from zero. */
export type SampleRecord = { line: number; cells: string[] };

/** last line that is tried as the header, zero-based */
const LAST_HEADER_LINE = 20;

/** Most frequent number of cells and how many records have it; larger widths win ties. */
export function commonWidth(records: readonly SampleRecord[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let width = 1;
  let best = 0;
  for (const [candidate, count] of counts) {
    if (count > best || (count === best && candidate > width)) {
      width = candidate;
      best = count;
    }
  }
  return { width, share: records.length === 0 ? 0 : best / records.length };
}

function looksLikeHeader(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() !== '' && !/^\s*[+-]?[\d.,]+\s*$/.test(cell));
}

/**
 * Lines above the header are notes: narrower than the table, with at most half as many filled cells as it is wide, or prose
 * followed by a line of full width that names every column.
 */
export function guessHeaderLine(records: readonly SampleRecord[]): { line: number; reason: string | null } {
  const { width } = commonWidth(records);
  const firstWide = records.find(({ cells }) => cells.length === width);
  const namedBelow = firstWide && firstWide.line <= LAST_HEADER_LINE && looksLikeHeader(firstWide.cells) ? firstWide.line : -1;
  for (const { line, cells } of records) {
    if (line > LAST_HEADER_LINE) break;
    const filled = cells.filter((cell) => cell.trim() !== '').length;
    const isNote = filled <= width / 2 || (cells.length < width && line < namedBelow && /\s/.test((cells[0] as string).trim()));
    if (!isNote) return { line, reason: line === 0 ? null : `The lines above line ${line + 1} are no table.` };
  }
  return { line: records[0]?.line ?? 0, reason: null };
}
