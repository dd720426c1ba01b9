import { accountChecks } from './account-checks.ts';
import { type Check, type CheckInput, fieldColumn, numbersOf, type Outcome } from './check.ts';
import { crossFileChecks } from './cross-file-checks.ts';
import { crossRowChecks } from './cross-row-checks.ts';
import { domainChecks } from './domain-checks.ts';
import { fileChecks } from './file-checks.ts';
import { joinChecks } from './join-checks.ts';
import { rowChecks } from './row-checks.ts';
import { schemaChecks } from './schema-checks.ts';
import { valueChecks } from './value-checks.ts';

/** All checks, in the order of domain.md 7. */
export const CHECKS: readonly Check[] = [
  ...fileChecks,
  ...schemaChecks,
  ...rowChecks,
  ...valueChecks,
  ...crossRowChecks,
  ...accountChecks,
  ...crossFileChecks,
  ...joinChecks,
  ...domainChecks,
];

/** One row of the quality table. */
export type CheckResult = Pick<Check, 'id' | 'title' | 'scope' | 'effect' | 'claims'> & {
  /** `broken` = the check itself failed: it is named and never counts as passed */
  state: 'passed' | 'failed' | 'not-applicable' | 'broken';
  tested: number;
  passed: number;
  failed: number;
  unit: Outcome['unit'];
  columns: readonly string[];
  message: string;
  advice: string;
  /** failing records, `null` where what fails is no record */
  rows: Int32Array | null;
  /** share of the weight in the failing records, 0..1; `null` where nothing is a record */
  affected: number | null;
};

/** What the failing records are weighed by: GPUs, else nodes, else records. Records without a weight count as 0. */
export function weightOf(input: Pick<CheckInput, 'dataset' | 'table'>): { name: string; of: (row: number) => number; total: number } {
  for (const field of ['gpu_count', 'node_count', 'stake'] as const) {
    const column = fieldColumn(input, field);
    if (!column) continue;
    const values = numbersOf(column);
    let total = 0;
    for (const value of values) if (value > 0) total += value;
    if (total > 0) return { name: field, of: (row) => Math.max(0, values[row] || 0), total };
  }
  return { name: 'count', of: () => 1, total: input.table.rows };
}

function resultOf(check: Check, input: CheckInput, weight: ReturnType<typeof weightOf>): CheckResult {
  const { id, title, scope, effect, claims } = check;
  const about = { id, title, scope, effect, claims, advice: '', columns: [], rows: null, affected: null };
  const nothing = { tested: 0, passed: 0, failed: 0, unit: 'records' as const };
  let outcome: ReturnType<Check['run']>;
  try {
    outcome = check.run(input);
  } catch (error) {
    return {
      ...about,
      ...nothing,
      state: 'broken',
      message: `The check itself failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  if ('needs' in outcome) return { ...about, ...nothing, state: 'not-applicable', message: `Needs ${outcome.needs}.` };
  let held = 0;
  for (const row of outcome.rows ?? []) held += weight.of(row);
  return {
    ...about,
    ...outcome,
    state: outcome.failed > 0 ? 'failed' : 'passed',
    passed: outcome.tested - outcome.failed,
    affected: outcome.rows === null || weight.total === 0 ? null : held / weight.total,
  };
}

const RANK = { block: 0, reject: 1, bound: 2, note: 3 } as const;
const STATE = { broken: 0, failed: 1, passed: 2, 'not-applicable': 3 } as const;

/**
 * Runs all checks over a dataset.
 *
 * @param beforeEach called before each check; a throw stops the run
 * @returns results with the failed ones first: by affected weight, then by effect, then in the order of the checks
 */
export function runChecks(
  input: CheckInput,
  checks: readonly Check[] = CHECKS,
  beforeEach: () => void = () => {},
): { weight: string; results: CheckResult[] } {
  const weight = weightOf(input);
  const results = checks.map((check) => {
    beforeEach();
    return resultOf(check, input, weight);
  });
  const order = new Map(results.map((result, at) => [result, at]));
  results.sort(
    (a, b) =>
      STATE[a.state] - STATE[b.state] ||
      (a.state === 'failed'
        ? Number(b.effect === 'block') - Number(a.effect === 'block') ||
          (b.affected ?? 0) - (a.affected ?? 0) ||
          RANK[a.effect] - RANK[b.effect]
        : 0) ||
      (order.get(a) as number) - (order.get(b) as number),
  );
  return { weight: weight.name, results };
}
