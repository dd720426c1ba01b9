import type { Finding, Reject } from '../case/dataset.ts';
import { formatCount } from '../format/index.ts';

/** Code of a record that a step of the recipe leaves out: a decision, no fault of the record. */
export const LEFT_OUT = 'left-out';

/** Lines of the file that a finding names. */
export const SHOWN_LINES = 5;

/** What a finding needs of the first of its records. */
export type RejectTold = Pick<Reject, 'line' | 'column' | 'code' | 'reason' | 'fix'>;

/** Records of one reason, column and remedy; `lines` are the first `SHOWN_LINES`. */
export type RejectGroup = { code: string; column: string | null; count: number; lines: readonly number[]; first: RejectTold };

/** Rejects with the same key are told of in one finding. */
export function rejectKey({ code, column, fix, reason }: RejectTold): string {
  // records with too many and with too few cells have one code, but what helps the one does not help the other
  return `${code}\n${column ?? ''}\n${code === 'ragged-record' ? fix : code === LEFT_OUT ? reason : ''}`;
}

/** Whether a kept finding is the one that tells of this reject. */
export function tellsOf({ code, advice, details }: Finding, reject: RejectTold): boolean {
  if (code === 'records-left-out') return reject.code === LEFT_OUT && details.reason === reject.reason;
  if (code !== 'records-rejected' || details.reason !== reject.code || (details.column ?? null) !== reject.column) return false;
  return reject.code !== 'ragged-record' || advice.startsWith(reject.fix);
}

/**
 * The finding for a group of records that are left out: what happened, where, effect, what to do.
 *
 * @param all what the file gave, taken in or not, in words: `40 records`
 */
export function rejectFinding(group: RejectGroup, all: string, fileName: string): Finding {
  return group.code === LEFT_OUT ? leftOut(group, all) : refused(group, all, fileName);
}

/** Records that a choice of the import left out, with its reasons: those of steps, not those that could not be read. */
export function leftOutBy({ findings }: { findings: readonly Pick<Finding, 'code' | 'details'>[] }): {
  records: number;
  reasons: string[];
} {
  const groups = findings.flatMap(({ code, details: { count, reason } }) =>
    code === 'records-left-out' && typeof count === 'number' && typeof reason === 'string' ? [{ count, reason }] : [],
  );
  return { records: groups.reduce((sum, { count }) => sum + count, 0), reasons: groups.map(({ reason }) => reason) };
}

function leftOut({ count, lines, first }: RejectGroup, all: string): Finding {
  const shown = `${lines.length === 1 ? 'Line' : 'Lines'} ${lines.join(', ')}${count > lines.length ? ` and ${formatCount(count - lines.length)} more` : ''}.`;
  return {
    code: 'records-left-out',
    message: `${formatCount(count)} of ${all} left out: ${first.reason} ${shown}`,
    advice: `${count === 1 ? 'It is' : 'They are'} kept with ${count === 1 ? 'its' : 'their'} text among the records that were not imported. To count ${count === 1 ? 'it' : 'them'}, import again without this step.`,
    details: { reason: first.reason, count, lines: [...lines] },
  };
}

function refused({ code, column, count, lines, first }: RejectGroup, all: string, fileName: string): Finding {
  return {
    code: 'records-rejected',
    message: `${formatCount(count)} of ${all} not imported. ${fileName}, line ${first.line}: ${first.reason}${likewise(lines.slice(1), count)} Totals leave ${count === 1 ? 'this record' : 'these records'} out.`,
    advice: `${first.fix} ${count === 1 ? 'The rejected record is' : 'The rejected records are'} kept with ${count === 1 ? 'its' : 'their'} reason and text.`,
    details: { reason: code, column, count, lines: [...lines] },
  };
}

/** The lines after the first with the same kind of problem: the reason told is that of the first line, others may differ in detail. */
function likewise(lines: readonly number[], count: number): string {
  if (lines.length === 0) return '';
  const others = count - 1 - lines.length;
  return ` Likewise ${lines.length === 1 && others === 0 ? 'line' : 'lines'} ${lines.join(', ')}${others > 0 ? ` and ${formatCount(others)} more` : ''}.`;
}
