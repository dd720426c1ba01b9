/**
 * Counts of one run of Vitest from its JSON report. A file that cannot be loaded, an error outside of a test and a missing report
 * each count as one failure, so that nothing broken can look like a pass.
 *
 * @param report Vitest's JSON report, or `null` when it wrote none
 * @param ok whether Vitest ended with exit code 0
 * @returns `{ passed, failed, skipped }`
 */
export function countVitest(report, ok) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  let failed = (report?.numFailedTests ?? 0) + brokenFiles;
  if (failed === 0 && (!ok || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}
