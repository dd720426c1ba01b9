import type { Check, Claim, Effect, Outcome } from './check.ts';
import { CLAIMS } from './check.ts';

/** A check that tells what the import noticed: it fails when there is a finding with one of the codes. */
function noticed(id: string, title: string, effect: Effect, codes: readonly string[], claims: readonly Claim[] = CLAIMS): Check {
  return {
    id,
    title,
    scope: 'file',
    effect,
    claims,
    run({ dataset }): Outcome {
      const found = dataset.findings.filter(({ code }) => codes.includes(code));
      return {
        tested: 1,
        failed: found.length === 0 ? 0 : 1,
        unit: 'datasets',
        rows: null,
        columns: found.flatMap(({ details }) => (typeof details.column === 'string' ? [details.column] : [])),
        message: found.map(({ message }) => message).join(' '),
        advice: found[0]?.advice ?? '',
      };
    },
  };
}

/** What can be wrong with a file as a whole; the import saw it and kept a finding. Every code here is given by some import (tested). */
export const fileChecks: readonly Check[] = [
  noticed('encoding', 'Encoding is certain', 'note', ['encoding-uncertain']),
  noticed('thousands-marks', 'Thousands marks are certain', 'bound', ['thousands-uncertain']),
  noticed('source-again', 'File was not in the case before', 'note', ['source-already-kept']),
  noticed('total-rows', 'No line of sums among the records', 'bound', ['total-row-suspected'], ['C1', 'C2', 'C3', 'C9']),
  noticed('header', 'Header is no record', 'note', ['header-looks-like-data']),
  noticed('cached-formulas', 'No stored formula values', 'bound', ['formula-values', 'formula-without-value']),
  noticed('hidden-rows', 'No hidden rows in the sheet', 'bound', ['rows-hidden']),
  noticed('members-left-out', 'No table of the archive was left out', 'bound', ['members-left-out']),
  noticed('records-left-out', 'No records were left out by a choice', 'note', ['records-left-out']),
  noticed('instants-zone', 'Instants name their zone', 'note', ['instants-without-zone'], ['C4', 'C6']),
  noticed('digits-lost', 'No digits lost in the source', 'note', ['count-with-noise', 'digits-lost'], ['C1', 'C2', 'C3', 'C8', 'C9']),
];

/** Codes of findings that the checks of files wait for. */
export const NOTICED_CODES: readonly string[] = [
  'encoding-uncertain',
  'thousands-uncertain',
  'source-already-kept',
  'total-row-suspected',
  'header-looks-like-data',
  'formula-values',
  'formula-without-value',
  'rows-hidden',
  'members-left-out',
  'records-left-out',
  'instants-without-zone',
  'count-with-noise',
  'digits-lost',
];
