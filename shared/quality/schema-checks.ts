import type { Field } from '../case/dataset.ts';
import { codesOf } from '../columns/group.ts';
import { type Check, type CheckInput, type Claim, fieldColumn, named, nameOf, type Outcome } from './check.ts';

/** What each claim needs: one field of every list (domain.md 2). */
export const REQUIRED: Record<Claim, readonly (readonly Field[])[]> = {
  C1: [['provider', 'operator', 'owner']],
  C2: [['operator', 'provider', 'owner']],
  C3: [['gpu_model'], ['gpu_count']],
  C4: [['provider', 'operator', 'owner'], ['uptime']],
  C5: [['country']],
  C6: [['gpu_model'], ['price_usd_per_gpu_hour']],
  C7: [['gpu_vendor', 'gpu_model', 'host_org', 'asn', 'cloud']],
  C8: [['validator'], ['stake']],
  C9: [['provider', 'operator', 'owner'], ['gpu_count']],
};

const TITLES: Record<Claim, string> = {
  C1: 'Columns for provider concentration',
  C2: 'Columns for the largest supplier share',
  C3: 'Columns for hardware distribution',
  C4: 'Columns for uptime variance',
  C5: 'Columns for geographic exposure',
  C6: 'Columns for price dispersion',
  C7: 'Columns for vendor and cloud dependency',
  C8: 'Columns for the validator set',
  C9: 'Columns for the removal test',
};

const filledOf = (input: CheckInput, field: Field): number => input.dataset.columns.find((column) => column.field === field)?.filled ?? 0;

/** The fields of a claim that no column with a value serves, each as the words for its alternatives. */
function missingFields(input: CheckInput, claim: Claim): string[] {
  return REQUIRED[claim].filter((fields) => fields.every((field) => filledOf(input, field) === 0)).map((fields) => fields.join(' or '));
}

function requiredColumns(claim: Claim): Check {
  return {
    id: `columns-${claim}`,
    title: TITLES[claim],
    scope: 'schema',
    effect: 'block',
    claims: [claim],
    run(input): Outcome {
      const missing = missingFields(input, claim);
      const empty = REQUIRED[claim].flat().filter((field) => fieldColumn(input, field) !== null && filledOf(input, field) === 0);
      return {
        tested: REQUIRED[claim].length,
        failed: missing.length,
        unit: 'columns',
        rows: null,
        columns: missing,
        message:
          missing.length === 0
            ? ''
            : `${claim} will be "not disclosed": no column${empty.length > 0 ? ' with a value' : ''} for ${missing.join(', ')}.`,
        advice: 'Map the column that holds it, or ask the network for it.',
      };
    },
  };
}

/** Words in front of which a column holds identifiers or notes: a constant there tells nothing. */
const constantColumns: Check = {
  id: 'constant-columns',
  title: 'Columns differ between records',
  scope: 'schema',
  effect: 'note',
  claims: ['C1', 'C3', 'C5'],
  run({ dataset }) {
    const constant = dataset.rows < 2 ? [] : dataset.columns.filter(({ distinct, filled }) => distinct === 1 && filled === dataset.rows);
    return {
      tested: dataset.columns.length,
      failed: constant.length,
      unit: 'columns',
      rows: null,
      columns: constant.map(({ name }) => name),
      message: constant.length === 0 ? '' : `The same value in every record: ${named(constant.map(({ name }) => name))}.`,
      advice: 'Nothing has to be done. A dimension with one value has the largest possible concentration.',
    };
  },
};

const emptyColumns: Check = {
  id: 'empty-columns',
  title: 'Columns have values',
  scope: 'schema',
  effect: 'note',
  claims: [],
  run({ dataset }) {
    const empty = dataset.columns.filter(({ filled }) => filled === 0);
    return {
      tested: dataset.columns.length,
      failed: empty.length,
      unit: 'columns',
      rows: null,
      columns: empty.map(({ name }) => name),
      message: empty.length === 0 ? '' : `No value in any record: ${named(empty.map(({ name }) => name))}.`,
      advice: 'The columns can be left out of the next export.',
    };
  },
};

const repeatedHeaders: Check = {
  id: 'repeated-headers',
  title: 'Every column has a header of its own',
  scope: 'schema',
  effect: 'note',
  claims: [],
  run({ dataset }) {
    const found = dataset.findings.filter(({ code }) => code === 'header-repeated' || code === 'header-empty');
    return {
      tested: dataset.columns.length,
      failed: found.length,
      unit: 'columns',
      rows: null,
      columns: [],
      message: found.map(({ message }) => message).join(' '),
      advice: found[0]?.advice ?? '',
    };
  },
};

/** Share of the given cells that have a canonical value below which a column is doubtful as a whole. */
const PARSED = 0.95;

const parsedColumns: Check = {
  id: 'parsed-columns',
  title: 'At least 95 % of each mapped column can be read',
  scope: 'schema',
  effect: 'bound',
  claims: ['C1', 'C3', 'C4', 'C5', 'C6', 'C9'],
  run(input) {
    const doubtful: string[] = [];
    let tested = 0;
    for (const { field } of input.dataset.columns) {
      const given = field === null ? null : input.given(field);
      const read = field === null ? null : fieldColumn(input, field);
      if (!given || !read || field === null) continue;
      tested += 1;
      const [before, after] = [codesOf(given).codes, codesOf(read).codes];
      // a cell that states bounds was read, though it has no value
      const ends = read.type !== 'text' && read.bounds ? [codesOf(read.bounds.low).codes, codesOf(read.bounds.high).codes] : [];
      let cells = 0;
      let lost = 0;
      for (let row = 0; row < before.length; row++) {
        if ((before[row] as number) < 0) continue;
        cells += 1;
        if ((after[row] as number) < 0 && !ends.some((end) => (end[row] as number) >= 0)) lost += 1;
      }
      if (cells > 0 && lost / cells > 1 - PARSED) doubtful.push(nameOf(input, field));
    }
    return {
      tested,
      failed: doubtful.length,
      unit: 'columns',
      rows: null,
      columns: doubtful,
      message: doubtful.length === 0 ? '' : `More than 5 % of the cells could not be read: ${named(doubtful)}.`,
      advice: 'Look at the values on the Mapping screen: another unit, another field, or words that mean unknown.',
    };
  },
};

/** Whether the columns are there that the claims need, and whether they hold something. */
export const schemaChecks: readonly Check[] = [
  ...(Object.keys(REQUIRED) as Claim[]).map(requiredColumns),
  parsedColumns,
  emptyColumns,
  constantColumns,
  repeatedHeaders,
];
