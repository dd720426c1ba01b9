/** The part of Vitest's JSON report that is counted. */
export type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Counts of one run of Vitest. A file that cannot be loaded, an error outside of a test and a missing report each count as one
 * failure, so that nothing broken can look like a pass.
 *
 * @param report Vitest's JSON report, or `null` when it wrote none
 * @param ok whether Vitest ended with exit code 0
 */
export function countVitest(report: VitestReport | null, ok: boolean): { passed: number; failed: number; skipped: number } {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  let failed = (report?.numFailedTests ?? 0) + brokenFiles;
  if (failed === 0 && (!ok || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}
