import { MAX_RECORD_BYTES, type RejectHandler, rawText } from '../records.ts';
import type { Element } from './json-elements.ts';
import { type ArrayChoices, isRecord, parseJson, visitRecords } from './nested.ts';

type Options = { arrays: ArrayChoices; keyed: boolean; onReject: RejectHandler };

/** Makes cells of the texts of objects, in the order of `columns`. */
export class JsonRecords {
  readonly #columns: number;
  readonly #columnByPath: ReadonlyMap<string, number>;
  readonly #options: Options;

  constructor(columns: readonly string[], options: Options) {
    this.#columns = columns.length;
    this.#columnByPath = new Map(columns.map((name, index) => [name, index]));
    this.#options = options;
  }

  /**
   * Cells of each record that an element becomes; none where it is rejected.
   *
   * @param record its one-based number
   */
  cellsOf(bytes: Buffer, element: Element, record: number): string[][] {
    const { start, end, key } = element;
    const { arrays, keyed, onReject } = this.#options;
    const reject = (code: string, reason: string, fix: string): string[][] => {
      onReject({ record, line: element.line, column: null, code, reason, fix, raw: rawText(bytes, start, end) });
      return [];
    };
    if (end - start > MAX_RECORD_BYTES)
      return reject('record-too-long', 'This record is longer than 16 MiB.', 'Shorten the record in the source.');
    let value: unknown;
    try {
      value = parseJson(bytes.toString('utf8', start, end));
    } catch {
      return reject('json-record', 'This record is not valid JSON.', 'Correct the record in the source.');
    }
    if (!isRecord(value))
      return reject('not-an-object', 'This element is no object, so it has no named values.', 'Write it as {"name": value, ...}.');
    const records: string[][] = [];
    let texts: string[] = [];
    visitRecords(
      value,
      arrays,
      () => {
        texts = new Array<string>(this.#columns).fill('');
        if (keyed) texts[0] = key ?? '';
      },
      (path, cell) => {
        const column = this.#columnByPath.get(path);
        if (column !== undefined && !(keyed && column === 0)) texts[column] = cell;
      },
      () => records.push(texts),
    );
    return records;
  }
}
