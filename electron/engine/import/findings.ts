import type { Dataset, Finding, Reject } from '../../../shared/case/dataset.ts';
import type { Misfit } from './pass.ts';
import type { ImportPlan } from './plan.ts';

const SHOWN_LINES = 5;

/** Counts rejects by reason, so that one finding can tell of all of them. */
export class RejectSummary {
  readonly #fileName: string;
  readonly #groups = new Map<string, { code: string; column: string | null; count: number; lines: number[]; first: Reject }>();

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  clear(): void {
    this.#groups.clear();
  }

  add = (reject: Reject): void => {
    const { code, column, line } = reject;
    const key = `${code}\n${column ?? ''}`;
    const group = this.#groups.get(key);
    if (!group) {
      this.#groups.set(key, { code, column, count: 1, lines: [line], first: reject });
      return;
    }
    group.count += 1;
    if (group.lines.length < SHOWN_LINES) group.lines.push(line);
  };

  /** One finding for each reason and column: what happened, where, effect, what to do. */
  findings({ rows, rejected }: Pick<Dataset, 'rows' | 'rejected'>): Finding[] {
    return [...this.#groups.values()].map(({ code, column, count, lines, first }) => ({
      code: 'records-rejected',
      message:
        `${count} of ${rows + rejected} records not imported. ${this.#fileName}, ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}` +
        `${count > lines.length ? ' and more' : ''}: ${first.reason} Totals leave these records out.`,
      advice: `${first.fix} The rejected records are kept with their reason and text.`,
      details: { reason: code, column, count, lines },
    }));
  }
}

/** Findings for columns that looked numeric at the beginning of the file and are kept as text because of a later cell. */
export function textFindings(misfits: readonly Misfit[], plan: ImportPlan, fileName: string): Finding[] {
  return misfits.map(({ column, record, line, text }) => {
    const { name, header } = plan.columns[column] as ImportPlan['columns'][number];
    const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    return {
      code: 'column-kept-as-text',
      message: `Column "${name}" of "${fileName}" is kept as text, because line ${line} holds ${shown}, which is no number; it cannot be a weight.`,
      advice: `To use it as a weight, import again and say that "${header}" is a number: records that do not fit become rejects. Or add ${shown} to the texts that mean unknown.`,
      details: { fileName, column: name, header, record, line, text },
    };
  });
}
