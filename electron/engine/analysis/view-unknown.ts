import type { UnknownPolicy } from '../../../shared/case/view.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { openCodes } from './open-weight.ts';
import { lineageOf, type ReaderState } from './reader-state.ts';

/** The first of a name, the name with a remark, and with a remark and a number, that no value has. */
function freeName(name: string, remarked: (remark: string) => string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 1; ; number++) {
    const next = remarked(number === 1 ? 'no value' : `no value ${number}`);
    if (!taken.has(next)) return next;
  }
}

/** Name of all unknown records together, in a dimension of these values. */
const unknownName = (taken: ReadonlySet<string>): string => freeName('Unknown', (remark) => `Unknown (${remark})`, taken);

/** Name of one unknown record as an entity of its own, in a dimension of these values. */
const unknownRecordName = (record: number, taken: ReadonlySet<string>): string =>
  freeName(`Unknown (record ${record})`, (remark) => `Unknown (record ${record}, ${remark})`, taken);

/**
 * The dimension with its unknown records as entities: one, or each its own. Records whose value is named in part are unknown too. Rows of one
 * record stay together.
 *
 * @param rows selected row numbers, `null` = all
 * @param recordOf number of the record of a row
 */
export function withUnknownEntities(
  dimension: Column,
  rows: Int32Array | null,
  policy: Extract<UnknownPolicy, 'own-entity' | 'one-entity'>,
  recordOf: (row: number) => number,
): Column {
  const coded = codesOf(dimension);
  const open = openCodes(dimension);
  const codes = Int32Array.from(coded.codes);
  const dictionary = [...coded.dictionary];
  const first = dictionary.length;
  const taken = new Set(coded.dictionary);
  let record = -1;
  const count = rows === null ? codes.length : rows.length;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const code = codes[row] as number;
    if (code >= 0 && !open.has(code)) continue;
    if (policy === 'one-entity') {
      if (dictionary.length === first) dictionary.push(unknownName(taken));
    } else if (recordOf(row) !== record || dictionary.length === first) {
      record = recordOf(row);
      dictionary.push(unknownRecordName(record, taken));
    }
    codes[row] = dictionary.length - 1;
  }
  return { type: 'text', name: dimension.name, codes, dictionary };
}

/** Number of the record of a row; read when it is first asked for. */
export function recordsOf(state: ReaderState, dataset: string): (row: number) => number {
  let records: Int32Array | null = null;
  return (row) => {
    records ??= lineageOf(state, dataset).records;
    return records[row] as number;
  };
}
