import { type Dataset, type Finding, READ_FIELDS, type Reject } from '../../../shared/case/dataset.ts';
import { IF_NO_SUMS, withoutSums } from '../../../shared/claims/sums.ts';
import { plural, recordsWords } from '../../../shared/format/index.ts';
import { type RejectGroup, rejectFinding, rejectKey, SHOWN_LINES } from '../../../shared/quality/reject-findings.ts';
import type { PackedTexts } from '../store/encoding.ts';
import type { Misfit, PassResult } from './pass.ts';
import type { ImportPlan } from './plan.ts';

/** Counts rejects by reason, so that one finding can tell of all of them. */
export class RejectSummary {
  readonly #fileName: string;
  readonly #groups = new Map<string, RejectGroup & { lines: number[] }>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  clear(): void {
    this.#groups.clear();
  }

  add = (reject: Reject): void => {
    const { code, column, line } = reject;
    const key = rejectKey(reject);
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { code, column, count: 1, lines: [line], first: reject });
      return;
    }
    group.count += 1;
    if (group.lines.length < SHOWN_LINES) group.lines.push(line);
  };

  /** One finding for each reason, column and remedy: what happened, where, effect, what to do. */
  findings(dataset: Pick<Dataset, 'rows' | 'rejected' | 'records'>): Finding[] {
    const all = recordsWords(dataset);
    return [...this.#groups.values()].map((group) => rejectFinding(group, all, this.#fileName));
  }
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
/** Bytes of the longest such word. */
const MOST_TOTAL_BYTES = 17;

/** What the texts of a column tell while they pass on their way to the store. */
export class TextNotes {
  count = 0;
  /** the first of them, `null` when there is none */
  first: string | null = null;
  #totals: string[] = [];

  /** Takes the next texts. */
  add({ bytes, offsets }: PackedTexts): void {
    const before = this.count;
    this.count += offsets.length - 1;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const textOf = (text: number) => buffer.toString('utf8', offsets[text], offsets[text + 1]);
    if (before === 0 && this.count > 0) this.first = textOf(0);
    if (before > MOST_TEXTS) return;
    for (let text = 0; text + 1 < offsets.length; text++)
      if ((offsets[text + 1] as number) - (offsets[text] as number) <= MOST_TOTAL_BYTES && TOTAL.test(textOf(text)))
        this.#totals.push(textOf(text));
  }

  /** Those that look like a line of sums. */
  get totals(): readonly string[] {
    return this.count > MOST_TEXTS ? [] : this.#totals;
  }
}

/**
 * Findings from the cells themselves: counts that went through a double, and records that look like a line of sums.
 *
 * @param notes of the texts of each column
 */
export function cellFindings(plan: ImportPlan, { settled }: PassResult, notes: readonly TextNotes[], fileName: string): Finding[] {
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
    if (type !== 'text' || (field === null && column > 0)) return found;
    const kept = field !== null && READ_FIELDS.includes(field) ? `${name}.raw` : name;
    for (const text of notes[column]?.totals ?? [])
      found.push({
        code: 'total-row-suspected',
        message: `"${name}" of "${fileName}" holds "${text}": such a record looks like a line of sums, and it counts once more what the others hold.`,
        advice: `Claims, removal tests, comparisons and entities leave it out and say so. Leave it out of a view with the filter ${withoutSums('', [{ kept, text }])}. ${IF_NO_SUMS}`,
        details: { fileName, column: name, text },
      });
    return found;
  });
}
