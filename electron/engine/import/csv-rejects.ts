import type { Reject } from '../../../shared/case/dataset.ts';
import { plural } from '../../../shared/format/index.ts';
import { MAX_RECORD_BYTES } from './records.ts';

/** Where a rejected record stands, and its text. */
export type RejectedRecord = Pick<Reject, 'record' | 'line' | 'raw'>;

/** The reject for a record of another width than the header. @param expected columns of the header @param got cells of the record */
export function raggedRecord(at: RejectedRecord, expected: number, got: number): Reject {
  return {
    ...at,
    column: null,
    code: 'ragged-record',
    reason: `The header has ${plural(expected, 'column')}, this record has ${plural(got, 'cell')}.`,
    fix:
      got > expected
        ? 'Put cells that hold the delimiter in quotes, or check whether another delimiter fits.'
        : 'Add the missing cells, or check whether a line break inside a cell needs quotes.',
  };
}

/** The reject for a record with a cell that is too long. @param column its header @param limit bytes that a cell may have */
export function cellTooLong(at: RejectedRecord, column: string | null, limit: number): Reject {
  return tooLong(at, 'cell-too-long', `A cell of this record is longer than ${sizeOf(limit)}.`, column);
}

/** The reject for a record that does not fit into memory although none of its cells is too long. */
export function recordTooLong(at: RejectedRecord): Reject {
  return tooLong(at, 'record-too-long', `This record is longer than ${sizeOf(MAX_RECORD_BYTES)}.`, null);
}

function tooLong(at: RejectedRecord, code: string, reason: string, column: string | null): Reject {
  return { ...at, column, code, reason, fix: 'Shorten the text in the source, or leave the column out of the file.' };
}

function sizeOf(limit: number): string {
  return limit >= 1 << 20 ? `${limit / (1 << 20)} MiB` : plural(limit, 'byte');
}
