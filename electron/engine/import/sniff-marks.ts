import type { Dialect, Finding } from '../../../shared/case/dataset.ts';
import type { SampleRecord } from './sniff-header.ts';
import { GROUPED } from './types.ts';

type Mark = NonNullable<Dialect['thousandsMark']>;
const MARKS: readonly Mark[] = [',', '.', ' ', "'"];

export type NumberMarksGuess = { decimalMark: '.' | ','; thousandsMark: Mark | null; reasons: string[]; findings: Finding[] };

type Votes = { strong: number; weak: number; columns: number[] };

/** Comma as decimal mark: more cells look like "1,5" than like "1.5"; cells in groups of three digits say nothing. */
function decimalVotes(cells: readonly string[]): { commas: number; points: number } {
  const fraction = (mark: ',' | '.') => (text: string) =>
    (mark === ',' ? /^[+-]?\d+,\d+$/ : /^[+-]?\d+\.\d+$/).test(text) && !GROUPED[mark].test(text);
  return { commas: cells.filter(fraction(',')).length, points: cells.filter(fraction('.')).length };
}

/**
 * How sure a column is of a thousands mark. Strong: two groups, or the other mark behind a group. Weak: one group each ("1,204" may
 * be a fraction too). None when a number of four digits stands without a mark, or a fraction with it.
 */
function columnVote(cells: readonly string[], mark: Mark): 'strong' | 'weak' | null {
  const grouped = cells.filter((text) => GROUPED[mark].test(text));
  if (grouped.length === 0) return null;
  const against = cells.some(
    (text) => /^[+-]?\d{4,}([.,]\d+)?$/.test(text) || (mark.length === 1 && !GROUPED[mark].test(text) && fractionWith(mark, text)),
  );
  if (against) return null;
  const other = mark === ',' ? '.' : ',';
  return mark === ' ' || mark === "'" || grouped.some((text) => text.split(mark).length > 2 || text.includes(other)) ? 'strong' : 'weak';
}

function fractionWith(mark: Mark, text: string): boolean {
  return mark === ',' ? /^[+-]?\d+,\d+$/.test(text) : mark === '.' ? /^[+-]?\d+\.\d+$/.test(text) : false;
}

/**
 * Decimal and thousands marks of a file, by what its columns agree on.
 *
 * @param records records below the header
 * @param delimiter a comma inside a quoted cell of a comma file groups digits; there decimals have a point
 */
export function guessMarks(
  records: readonly SampleRecord[],
  delimiter: string,
  fileName: string,
  chosen: Pick<Partial<Dialect>, 'decimalMark' | 'thousandsMark'>,
): NumberMarksGuess {
  const width = Math.max(0, ...records.map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, column) =>
    records.map(({ cells }) => (cells[column] ?? '').trim()).filter((text) => text !== ''),
  );
  const { commas, points } = decimalVotes(columns.flat());
  const votes = new Map<Mark, Votes>(MARKS.map((mark) => [mark, { strong: 0, weak: 0, columns: [] }]));
  for (const [column, cells] of columns.entries()) {
    for (const mark of MARKS) {
      const vote = columnVote(cells, mark);
      const found = votes.get(mark) as Votes;
      if (vote) {
        found[vote] += 1;
        found.columns.push(column);
      }
    }
  }
  const certain = (mark: Mark): boolean => {
    const { strong, weak } = votes.get(mark) as Votes;
    if (strong > 0) return true;
    if (weak === 0) return false;
    // single groups: only where the other mark is the decimal one
    return mark === ',' ? delimiter === ',' || (points > 0 && commas === 0) : mark === '.' && commas > 0 && points === 0;
  };
  const guessed =
    MARKS.filter(certain).sort((a, b) => (votes.get(b)?.columns.length ?? 0) - (votes.get(a)?.columns.length ?? 0))[0] ?? null;
  const thousandsMark = chosen.thousandsMark === undefined ? (guessed === chosen.decimalMark ? null : guessed) : chosen.thousandsMark;
  const comma = delimiter !== ',' && (commas > points || (commas === points && points === 0 && votes.get(',')?.weak !== 0));
  const decimalMark = chosen.decimalMark ?? (thousandsMark === ',' ? '.' : thousandsMark === '.' ? ',' : comma ? ',' : '.');
  const reasons = [
    ...(decimalMark === ',' ? [chosen.decimalMark ? 'The decimal comma was chosen.' : 'Numbers are written with a decimal comma.'] : []),
    ...(thousandsMark ? [`${thousandsMark === ' ' ? 'A blank' : `"${thousandsMark}"`} stands between thousands.`] : []),
  ];
  const doubtful = thousandsMark !== decimalMark ? (votes.get(decimalMark) as Votes) : null;
  const findings: Finding[] =
    chosen.decimalMark === undefined && doubtful && doubtful.weak > 0 && commas + points === 0
      ? [
          {
            code: 'thousands-uncertain',
            message: `"${fileName}": numbers such as ${JSON.stringify(columns[doubtful.columns[0] as number]?.find((text) => GROUPED[decimalMark].test(text)))} can be read as thousands or as fractions; "${decimalMark}" is taken for the decimal mark.`,
            advice: 'Look at these columns in the preview; choose the thousands mark if they are whole numbers.',
            details: { fileName, mark: decimalMark, columns: doubtful.columns.map((column) => column + 1) },
          },
        ]
      : [];
  return { decimalMark, thousandsMark, reasons, findings };
}
