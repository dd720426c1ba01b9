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

/** What can be wrong with a file as a whole; the import saw it and kept a finding. */
export const fileChecks: readonly Check[] = [
  noticed('encoding', 'Encoding is certain', 'note', ['encoding-uncertain']),
  noticed('line-ends', 'Line ends are of one kind', 'note', ['line-ends-mixed']),
  noticed('source-again', 'File was not imported before', 'note', ['source-again', 'source-known', 'same-source']),
  noticed('total-rows', 'No line of sums among the records', 'bound', ['total-row-suspected', 'total-row'], ['C1', 'C2', 'C3', 'C9']),
  noticed('banner-rows', 'No banner rows among the records', 'bound', ['banner-row', 'banner-rows'], ['C1', 'C2', 'C3', 'C9']),
  noticed('cached-formulas', 'No cached formula values', 'bound', ['cached-formulas', 'formula-values'], CLAIMS),
  noticed('hidden-rows', 'No hidden rows in the sheet', 'bound', ['hidden-rows'], CLAIMS),
  noticed('digits-lost', 'No digits lost in the source', 'note', ['count-with-noise', 'digits-lost'], ['C1', 'C2', 'C3', 'C8', 'C9']),
];
