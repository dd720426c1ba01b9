import type { Field } from '../case/dataset.ts';
import { codesOf } from '../columns/group.ts';
import { plural } from '../format/words.ts';
import { type Check, type CheckInput, type Claim, fieldColumn, named, nameOf, needs, ofRecords, textsOf } from './check.ts';
import { isVerified } from './verified.ts';

/** Words that mark what is not supply today. */
const NOT_TODAY =
  /^(planned|announced|proposed|under construction|decommissioned|retired|cancelled|canceled|estimated|historical_estimate|estimate|back-?filled)$/i;

/** Whether a status says that a record is no supply of today: planned, estimated or gone. */
export const isNotToday = (text: string): boolean => NOT_TODAY.test(text.trim());

/** Columns whose texts may say so: the status, and those without a field that hold few texts. */
export function statusColumns({ columns }: Pick<CheckInput['dataset'], 'columns'>): CheckInput['dataset']['columns'] {
  return columns.filter(({ field, type, distinct }) => field === 'status' || (field === null && type === 'text' && distinct <= 50));
}
const SELF_DECLARED = /self|declared|claimed|attribute|stated/i;
/** Words that name what is not known; proposed as unknown, never decided here. */
export const MEANS_UNKNOWN = /^(gen)?unknown$|^\d*-?unknown$|^other\b|^anonymi[sz]ed|^undisclosed$|^n\/?a$|^not (disclosed|stated|known)$/i;

const baseStated: Check = {
  id: 'base-stated',
  title: 'Supply base is stated',
  scope: 'domain',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C4', 'C5', 'C7', 'C9'],
  run({ dataset }) {
    return {
      tested: 1,
      failed: dataset.base === null ? 1 : 0,
      unit: 'datasets',
      rows: null,
      columns: [],
      message:
        dataset.base === null
          ? 'It is not stated which supply the records are: claimed, registered, online, verified, rentable or leased.'
          : '',
      advice: 'State the base on the Sources screen: it is printed with every number.',
    };
  },
};

const notToday: Check = {
  id: 'not-supply-today',
  title: 'All records are supply of today',
  scope: 'domain',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C5', 'C9'],
  run(input) {
    const columns = statusColumns(input.dataset).filter(({ name }) => input.table.columns.has(name));
    const marked = columns.flatMap(({ name }) => {
      const { codes, dictionary } = codesOf(input.table.columns.get(name) as never);
      const words = new Set(dictionary.flatMap((text, code) => (isNotToday(text) ? [code] : [])));
      return words.size === 0 ? [] : [{ name, codes, words, texts: dictionary.filter((_, code) => words.has(code)) }];
    });
    if (columns.length === 0) return needs('status');
    return ofRecords(
      input.table.rows,
      marked.map(({ name }) => name),
      (row) => marked.some(({ codes, words }) => words.has(codes[row] as number)),
      (failed) => ({
        message: `Marked as planned, estimated or gone: ${plural(failed, 'record')}, by ${marked.map(({ name, texts }) => `"${name}" ${named(texts)}`).join('; ')}.`,
        advice: 'Leave them out of views and tests with a filter on that column.',
      }),
    );
  },
};

function unknownWords(field: Field, claims: readonly Claim[]): Check {
  return {
    id: `words-for-unknown-${field}`,
    title: `No value of ${field} means unknown`,
    scope: 'domain',
    effect: 'bound',
    claims,
    run(input) {
      const column = fieldColumn(input, field);
      if (!column) return needs(field);
      const { codes, dictionary } = codesOf(column);
      const words = new Set(dictionary.flatMap((text, code) => (MEANS_UNKNOWN.test(text.trim()) ? [code] : [])));
      return ofRecords(
        codes.length,
        [nameOf(input, field)],
        (row) => words.has(codes[row] as number),
        (failed) => ({
          message: `Counted under a word that seems to mean unknown: ${plural(failed, 'record')}, ${named([...words].map((code) => dictionary[code] as string))}.`,
          advice: 'Add the word to those that mean unknown and import again: an unknown is no entity, it makes the bounds wider.',
        }),
        (row) => (codes[row] as number) >= 0,
      );
    },
  };
}

function notAllOne(field: Field, title: string, claims: readonly Claim[]): Check {
  return {
    id: `all-one-${field}`,
    title,
    scope: 'domain',
    effect: 'note',
    claims,
    run(input) {
      const column = fieldColumn(input, field);
      if (!column) return needs(field);
      const text = textsOf(column);
      const values = new Set<string>();
      for (let row = 0; row < input.table.rows && values.size < 2; row++) {
        const value = text(row);
        if (value !== null) values.add(value);
      }
      const one = values.size === 1 && input.table.rows > 1;
      return {
        tested: 1,
        failed: one ? 1 : 0,
        unit: 'columns',
        rows: null,
        columns: [nameOf(input, field)],
        message: one ? `All records that state it have ${nameOf(input, field)} "${[...values][0]}".` : '',
        advice: 'Check whether the column is a default value rather than a fact.',
      };
    },
  };
}

const selfDeclared: Check = {
  id: 'self-declared',
  title: 'Headline columns are not self-declared',
  scope: 'domain',
  effect: 'note',
  claims: ['C1', 'C3', 'C5', 'C7'],
  run({ dataset }) {
    const mapped = dataset.columns.filter(({ field }) => field !== null);
    const own = mapped.filter(({ header, field }) => header !== field && SELF_DECLARED.test(header));
    return {
      tested: mapped.length,
      failed: own.length,
      unit: 'columns',
      rows: null,
      columns: own.map(({ name }) => name),
      message: own.length === 0 ? '' : `Stated by the providers themselves: ${named(own.map(({ header }) => header))}.`,
      advice: 'Say so beside the number; look for a second source.',
    };
  },
};

const verifiedGap: Check = {
  id: 'verified-gap',
  title: 'Records are verified',
  scope: 'domain',
  effect: 'note',
  claims: ['C1', 'C2', 'C3', 'C9'],
  run(input) {
    const column = fieldColumn(input, 'verified');
    if (!column) return needs('verified');
    const text = textsOf(column);
    return ofRecords(
      input.table.rows,
      [nameOf(input, 'verified')],
      (row) => isVerified(text(row)) !== true,
      (failed) => ({
        message: `Not verified by a party other than the provider: ${failed} of ${plural(input.table.rows, 'record')}.`,
        advice: 'Compare the view of all records with that of verified ones.',
      }),
    );
  },
};

/** What the field knows to be doubtful. */
export const domainChecks: readonly Check[] = [
  baseStated,
  notToday,
  verifiedGap,
  unknownWords('provider', ['C1', 'C2', 'C9']),
  unknownWords('operator', ['C1', 'C2', 'C9']),
  unknownWords('gpu_model', ['C3', 'C7']),
  unknownWords('country', ['C5']),
  unknownWords('host_org', ['C7']),
  notAllOne('gpu_model', 'More than one GPU model', ['C3']),
  notAllOne('country', 'More than one country', ['C5']),
  selfDeclared,
];
