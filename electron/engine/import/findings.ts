import type { Dataset, Finding, Reject } from '../../../shared/case/dataset.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { unpackTexts } from '../store/encoding.ts';
import type { Misfit, PassResult } from './pass.ts';
import type { ImportPlan } from './plan.ts';
import { LEFT_OUT } from './steps/stepped-reader.ts';

const SHOWN_LINES = 5;

type RejectGroup = { code: string; column: string | null; count: number; lines: number[]; first: Reject };

/** Counts rejects by reason, so that one finding can tell of all of them. */
export class RejectSummary {
  readonly #fileName: string;
  readonly #groups = new Map<string, RejectGroup>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  clear(): void {
    this.#groups.clear();
  }

  add = (reject: Reject): void => {
    const { code, column, line, fix, reason } = reject;
    // records with too many and with too few cells have one code, but what helps the one does not help the other
    const key = `${code}\n${column ?? ''}\n${code === 'ragged-record' ? fix : code === LEFT_OUT ? reason : ''}`;
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { code, column, count: 1, lines: [line], first: reject });
      return;
    }
    group.count += 1;
    if (group.lines.length < SHOWN_LINES) group.lines.push(line);
  };

  /** One finding for each reason, column and remedy: what happened, where, effect, what to do. */
  findings({ rows, rejected }: Pick<Dataset, 'rows' | 'rejected'>): Finding[] {
    const all = rows + rejected;
    return [...this.#groups.values()].map((group) => (group.code === LEFT_OUT ? leftOut(group, all) : refused(group, all, this.#fileName)));
  }
}

/** Records that a step of the recipe leaves out: a decision, no fault of the record. */
function leftOut({ count, lines, first }: RejectGroup, all: number): Finding {
  const shown = `${lines.length === 1 ? 'Line' : 'Lines'} ${lines.join(', ')}${count > lines.length ? ` and ${formatCount(count - lines.length)} more` : ''}.`;
  return {
    code: 'records-left-out',
    message: `${formatCount(count)} of ${plural(all, 'record')} left out: ${first.reason} ${shown}`,
    advice: `${count === 1 ? 'It is' : 'They are'} kept with ${count === 1 ? 'its' : 'their'} text among the records that were not imported. To count ${count === 1 ? 'it' : 'them'}, import again without this step.`,
    details: { reason: first.reason, count, lines },
  };
}

function refused({ code, column, count, lines, first }: RejectGroup, all: number, fileName: string): Finding {
  return {
    code: 'records-rejected',
    message: `${formatCount(count)} of ${plural(all, 'record')} not imported. ${fileName}, line ${first.line}: ${first.reason}${likewise(lines.slice(1), count)} Totals leave ${count === 1 ? 'this record' : 'these records'} out.`,
    advice: `${first.fix} ${count === 1 ? 'The rejected record is' : 'The rejected records are'} kept with ${count === 1 ? 'its' : 'their'} reason and text.`,
    details: { reason: code, column, count, lines },
  };
}

/** The lines after the first with the same kind of problem: the reason told is that of the first line, others may differ in detail. */
function likewise(lines: readonly number[], count: number): string {
  if (lines.length === 0) return '';
  const others = count - 1 - lines.length;
  return ` Likewise ${lines.length === 1 && others === 0 ? 'line' : 'lines'} ${lines.join(', ')}${others > 0 ? ` and ${formatCount(others)} more` : ''}.`;
}

/** Findings for columns that looked numeric at the beginning of the file and are kept as text because of a later cell. */
export function textFindings(misfits: readonly Misfit[], plan: ImportPlan, fileName: string): Finding[] {
  return misfits.map(({ column, record, line, text }) => {
    const { name, header, readable } = plan.columns[column] as ImportPlan['columns'][number];
    const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    if (readable)
      return {
        code: 'column-read-by-rules',
        message: `"${header}" of "${fileName}" holds ${shown} on line ${line}, which is no plain number; the text is kept and read by the rules for ${name} each time.`,
        advice: `Nothing has to be done. "${name}" gives the numbers, "${name}.raw" the text as it stood.`,
        details: { fileName, column: name, header, record, line, text },
      };
    return {
      code: 'column-kept-as-text',
      message: `Column "${name}" of "${fileName}" is kept as text, because line ${line} holds ${shown}, which is no number; it cannot be a weight.`,
      advice: `To use it as a weight, import again and say that "${header}" is a number: records that do not fit become rejects. Or add ${shown} to the texts that mean unknown.`,
      details: { fileName, column: name, header, record, line, text },
    };
  });
}

/** Words for a line of sums, in the languages that provider sheets come in. */
export const TOTAL = /^(grand |sub-?)?totals?:?$|^(sum|summe|gesamt|overall)$/i;
/** Columns with more different texts than this are not searched for lines of sums. */
const MOST_TEXTS = 50_000;

/** Findings from the cells themselves: counts that went through a double, and records that look like a line of sums. */
export function cellFindings(plan: ImportPlan, { dictionaries, settled }: PassResult, fileName: string): Finding[] {
  return plan.columns.flatMap(({ name, type, field }, column) => {
    const found: Finding[] = [];
    const count = settled[column] ?? 0;
    if (count > 0)
      found.push({
        code: 'count-with-noise',
        message: `${plural(count, 'cell')} of "${name}" in "${fileName}" ${count === 1 ? 'is' : 'are'} beside a whole number by less than a billionth part, as a number that went through a double; the whole number was taken.`,
        advice: 'Nothing has to be done. The file is kept as it came.',
        details: { fileName, column: name, count },
      });
    const dictionary = dictionaries[column] ?? [];
    const size = Array.isArray(dictionary) ? dictionary.length : dictionary.offsets.length - 1;
    if (type !== 'text' || size > MOST_TEXTS || (field === null && column > 0)) return found;
    const totals = (Array.isArray(dictionary) ? dictionary : unpackTexts(dictionary)).filter((text) => TOTAL.test(text));
    for (const text of totals)
      found.push({
        code: 'total-row-suspected',
        message: `"${name}" of "${fileName}" holds "${text}": such a record looks like a line of sums, and it counts once more what the others hold.`,
        advice: `Leave it out of views and tests with a filter: "${name}" != '${text}'.`,
        details: { fileName, column: name, text },
      });
    return found;
  });
}
