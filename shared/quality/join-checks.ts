import { type Check, type CheckInput, CLAIMS, named, needs, type Outcome, rowsOfCodes } from './check.ts';

const DAY_HOURS = 24;
const NEEDS = 'a column that is taken from another dataset';

const share = (part: number): string => `${(part * 100).toFixed(1)} %`;

/** Records whose value of any joined column is unknown, ascending. */
function withoutMatch({ table }: CheckInput, names: readonly string[]): Int32Array {
  const missing = new Uint8Array(table.rows);
  for (const name of names) {
    const column = table.columns.get(name);
    if (!column) continue;
    const rows =
      column.type === 'number'
        ? Int32Array.from(column.values.keys()).filter((row) => Number.isNaN(column.values[row]))
        : rowsOfCodes(column.codes, (code) => code < 0);
    for (const row of rows) missing[row] = 1;
  }
  return Int32Array.from(missing.keys()).filter((row) => missing[row] === 1);
}

const unmatched: Check = {
  id: 'join-unmatched',
  title: 'Every record finds its match in the joined dataset',
  scope: 'cross-file',
  effect: 'bound',
  claims: CLAIMS,
  run(input): Outcome | { needs: string } {
    const joins = input.joins ?? [];
    if (joins.length === 0) return needs(NEEDS);
    const rows = withoutMatch(
      input,
      joins.map(({ name }) => name),
    );
    const failing = joins.filter(({ outcome }) => outcome.matched < outcome.rows);
    const words = failing.map(({ name, withName, outcome: { rows: all, matched, share: held, weight } }) => {
      const part = held === null ? '' : `, ${share(1 - held)} of ${weight}`;
      return `"${name}" from "${withName}" is unknown in ${all - matched} of ${all} records${part}.`;
    });
    return {
      tested: input.table.rows,
      failed: rows.length,
      unit: 'records',
      rows,
      columns: failing.map(({ name }) => name),
      message: words.join(' '),
      advice: 'They stay unknown and never count as 0. Check the key columns of the join, or ask for the missing records.',
    };
  },
};

const unused: Check = {
  id: 'join-unused',
  title: 'Both joined datasets hold the same ids',
  scope: 'cross-file',
  effect: 'note',
  claims: CLAIMS,
  run(input): Outcome | { needs: string } {
    const joins = input.joins ?? [];
    if (joins.length === 0) return needs(NEEDS);
    const failing = joins.filter(({ outcome: { ids } }) => ids.onlyHere + ids.onlyThere > 0);
    const sum = (of: (ids: { both: number; onlyHere: number; onlyThere: number }) => number) =>
      joins.reduce((total, { outcome }) => total + of(outcome.ids), 0);
    return {
      tested: sum(({ both, onlyHere, onlyThere }) => both + onlyHere + onlyThere),
      failed: sum(({ onlyHere, onlyThere }) => onlyHere + onlyThere),
      unit: 'values',
      rows: null,
      columns: failing.map(({ name }) => name),
      message: failing
        .map(
          ({ name, withName, outcome: { ids } }) =>
            `"${name}": ${ids.both} ids are in both, ${ids.onlyHere} only here, ${ids.onlyThere} only in "${withName}".`,
        )
        .join(' '),
      advice: 'Ids in one file only have left, have arrived, or are written in another way.',
    };
  },
};

const spread: Check = {
  id: 'join-spread',
  title: 'Joined facts are of the same day',
  scope: 'cross-file',
  effect: 'note',
  claims: CLAIMS,
  run({ joins = [], dataset }) {
    if (joins.length === 0) return needs(NEEDS);
    const dated = joins.filter(({ outcome }) => outcome.spreadHours !== null);
    if (dated.length === 0) return needs('the dates of the facts of both datasets');
    const far = dated.filter(({ outcome }) => (outcome.spreadHours as number) > DAY_HOURS);
    const own = dataset.asOf?.slice(0, 10);
    return {
      tested: dated.length,
      failed: far.length,
      unit: 'datasets',
      rows: null,
      columns: far.map(({ name }) => name),
      message:
        far.length === 0
          ? ''
          : `More than 24 hours from ${own}: ${named(far.map(({ name, outcome }) => `${name} of ${outcome.asOf?.slice(0, 10)}`))}.`,
      advice: 'Numbers that use both datasets mix two days; take a side table of the same day, or say so.',
    };
  },
};

/** What only shows when a dataset takes columns from others. */
export const joinChecks: readonly Check[] = [unmatched, unused, spread];
