import type { QualityResult } from '../../../shared/case/quality.ts';
import { formatCount } from '../../../shared/format/index.ts';

type Effect = QualityResult['effect'];

/** What a failed check does to the claims that it touches. */
export const EFFECTS: Record<Effect, { tone?: 'worst' | 'warning' | 'accent'; means: string }> = {
  block: { tone: 'worst', means: 'the claim is not computed' },
  reject: { tone: 'warning', means: 'the record or value is set aside' },
  bound: { tone: 'accent', means: 'the weight of these records makes a range' },
  note: { means: 'told beside the number' },
};

export const STATES: Record<QualityResult['state'], string> = {
  passed: 'passed',
  failed: 'failed',
  'not-applicable': 'not applicable',
  broken: 'check failed itself',
};

const UNIT_OF_ONE: Record<QualityResult['unit'], string> = {
  records: 'record',
  columns: 'column',
  accounts: 'account',
  datasets: 'dataset',
  values: 'value',
  rungs: 'rung',
};

/** `18 of 443 records`. */
export function failedWords({ failed, tested, unit }: QualityResult): string {
  return `${formatCount(failed)} of ${formatCount(tested)} ${tested === 1 ? UNIT_OF_ONE[unit] : unit}`;
}

/** Whether a check found something; one that broke never counts as passed. */
export const isFinding = ({ state }: QualityResult): boolean => state === 'failed' || state === 'broken';
