import { ChokepointError } from '../../../../shared/case/error.ts';
import { addsColumn, type ColumnStep, headersOfStep, type Step } from '../../../../shared/case/steps.ts';
import { type Decimal, rescale } from '../../../../shared/columns/decimal.ts';
import { LEFT_OUT } from '../../../../shared/quality/reject-findings.ts';
import { BatchWriter } from '../formats/batch-writer.ts';
import { uniqueHeaders } from '../mapping.ts';
import { type RecordBatch, type RecordReader, type RejectHandler, rawText } from '../records.ts';
import { stepCell } from './cells.ts';
import { type Condition, conditionOf } from './condition.ts';
import { type NumberMarks, parseNumber } from './numbers.ts';

/** Distinct cells whose result a step remembers. */
const REMEMBERED = 10_000;

/** How the texts of a file are read by its steps. */
export type StepTexts = { steps: readonly Step[]; unknown: ReadonlySet<string>; marks: NumberMarks };

/** The record that counts for a key: its place among those that reach the step, its line and its size. */
export type Largest = { ordinal: number; line: number; size: Decimal | null; text: string };
export type LargestByKey = ReadonlyMap<string, Largest>;

/** Names of the columns behind a header once the steps are done. */
function steppedHeader(header: readonly string[], steps: readonly Step[]): string[] {
  return [...header, ...steps.filter(addsColumn).map((step) => step.as)];
}

/** Refuses steps that read what is not there, or add a name twice. Errors: `recipe-drift`, `step-name-taken` */
function checkSteps(names: readonly string[], steps: readonly Step[], fileName: string): void {
  const known = [...names];
  for (const step of steps) {
    const missing = headersOfStep(step).filter((name) => !known.includes(name));
    if (missing.length > 0) {
      throw new ChokepointError(
        'recipe-drift',
        `The recipe does not fit "${fileName}": a step reads ${missing.map((name) => `"${name}"`).join(' and ')}, which the file does not have; nothing was imported.`,
        `Take the step out, or let it read another column: ${known
          .slice(0, 12)
          .map((name) => `"${name}"`)
          .join(', ')}.`,
        { fileName, missing, unused: known.slice(0, 200) },
      );
    }
    if (!addsColumn(step)) continue;
    if (known.includes(step.as)) {
      throw new ChokepointError(
        'step-name-taken',
        `A step makes a column "${step.as}", but "${fileName}" has a column of that name; nothing was imported.`,
        'Give the new column another name.',
        { fileName, column: step.as },
      );
    }
    known.push(step.as);
  }
}

/** Why a record is left out, and which one counts instead. */
type LeftOut = { reason: string; instead: string };

type Options = { fileName: string; onReject: RejectHandler; texts: StepTexts; largest: ReadonlyMap<number, LargestByKey> };

/**
 * Records of another reader with the columns that steps add, without those that steps leave out; these become rejects with the code `left-out`.
 *
 * Errors: those of the other reader, `recipe-drift`, `step-name-taken`, those of conditions
 */
export class SteppedReader implements RecordReader {
  readonly header: readonly string[];
  readonly kernel = null;
  readonly #inner: RecordReader;
  readonly #options: Options;
  /** names of all columns, as they are shown */
  readonly #names: readonly string[];
  readonly #conditions = new Map<Step, Condition>();
  readonly #made = new Map<Step, Map<string, string>>();
  readonly #writer: BatchWriter;
  /** records that came as far as each step */
  readonly #reached: number[];

  constructor(inner: RecordReader, options: Options) {
    const { steps, unknown, marks } = options.texts;
    this.#inner = inner;
    this.#options = options;
    const { names } = uniqueHeaders(inner.header);
    checkSteps(names, steps, options.fileName);
    this.#names = steppedHeader(names, steps);
    this.header = steppedHeader(inner.header, steps);
    this.#writer = new BatchWriter(this.header.length);
    this.#reached = steps.map(() => 0);
    for (const step of steps) {
      if (step.step !== 'keep') continue;
      const condition = conditionOf(step.where, this.#names, unknown, marks);
      if (condition) this.#conditions.set(step, condition);
    }
  }

  get recordsRead(): number {
    return this.#inner.recordsRead;
  }

  findings() {
    return this.#inner.findings?.() ?? [];
  }

  next(maxRows: number): RecordBatch | null {
    const writer = this.#writer;
    const batch = this.#inner.next(Math.min(maxRows, writer.batch.records.length));
    if (!batch) return null;
    writer.clear();
    const { cells, reasons, added } = this.#apply(batch);
    const order = Array.from({ length: batch.columns }, (_, column) => column);
    for (let row = 0; row < batch.rows; row++) {
      const reason = reasons[row];
      if (reason !== undefined) this.#leaveOut(batch, row, reason);
      else
        writer.copy(
          batch,
          row,
          order,
          added.map((column) => cells(column)[row] as string),
          0,
        );
    }
    return writer.batch;
  }

  /** Runs the steps over a batch: the cells of any column as texts, and why records are left out. */
  #apply(batch: RecordBatch) {
    const { texts, largest } = this.#options;
    const columns: string[][] = [];
    const cells = (column: number): string[] => {
      const known = columns[column];
      if (known) return known;
      const read = Array.from({ length: batch.rows }, (_, row) => {
        const cell = row * batch.columns + column;
        return batch.bytes.toString('utf8', batch.starts[cell], batch.ends[cell]);
      });
      columns[column] = read;
      return read;
    };
    const reasons: (LeftOut | undefined)[] = [];
    const added: number[] = [];
    for (const [index, step] of texts.steps.entries()) {
      if (addsColumn(step)) {
        const column = batch.columns + added.length;
        added.push(column);
        const from = cells(this.#names.indexOf(step.from));
        columns[column] = from.map((text) => this.#cell(step, text));
      } else if (step.step === 'keep') {
        const condition = this.#conditions.get(step);
        const matching = condition?.matches(condition.columns.map(cells));
        for (let row = 0; row < batch.rows; row++) if (matching?.[row] === 0) reasons[row] ??= { reason: step.reason, instead: '' };
      } else {
        const keys = cells(this.#names.indexOf(step.per));
        for (let row = 0; row < batch.rows; row++) {
          if (reasons[row] !== undefined) continue;
          const ordinal = this.#reached[index] as number;
          this.#reached[index] = ordinal + 1;
          const key = (keys[row] as string).trim();
          const winner = largest.get(index)?.get(key);
          if (winner && winner.ordinal !== ordinal)
            reasons[row] = {
              reason: step.reason,
              instead: `Line ${winner.line} counts for "${key}" (${step.of} ${winner.text || 'unknown'}). `,
            };
        }
      }
    }
    return { cells, reasons, added };
  }

  #cell(step: ColumnStep, text: string): string {
    const made = this.#made.get(step) ?? new Map<string, string>();
    this.#made.set(step, made);
    const known = made.get(text);
    if (known !== undefined) return known;
    const cell = stepCell(step, text, this.#options.texts.marks);
    if (made.size < REMEMBERED) made.set(text, cell);
    return cell;
  }

  #leaveOut(batch: RecordBatch, row: number, { reason, instead }: LeftOut): void {
    this.#options.onReject({
      record: batch.records[row] as number,
      line: batch.lines[row] as number,
      column: null,
      code: LEFT_OUT,
      reason,
      fix: `${instead}To count this record too, import again without this step.`,
      raw: rawText(batch.bytes, batch.rawStarts[row] as number, batch.rawEnds[row] as number),
    });
  }
}

function exceeds(size: Decimal | null, other: Decimal | null): boolean {
  if (size === null || other === null) return size !== null;
  const scale = Math.max(size.scale, other.scale);
  return rescale(size, scale) > rescale(other, scale);
}

/**
 * The record that counts for each key of a `largest` step. Records without a key are not in it: each of them counts.
 *
 * @param reader records that reach the step
 * @param limit records to look at
 */
export function largestByKey(
  reader: RecordReader,
  step: Extract<Step, { step: 'largest' }>,
  { unknown, marks }: StepTexts,
  limit: number,
): LargestByKey {
  const { names } = uniqueHeaders(reader.header);
  checkSteps(names, [step], 'the file');
  const [per, of] = [names.indexOf(step.per), names.indexOf(step.of)];
  const found = new Map<string, Largest>();
  let ordinal = 0;
  for (let batch = reader.next(limit); batch && ordinal < limit; batch = reader.next(limit)) {
    const { bytes, starts, ends, columns, rows, lines } = batch;
    const text = (row: number, column: number) =>
      bytes.toString('utf8', starts[row * columns + column], ends[row * columns + column]).trim();
    for (let row = 0; row < rows; row++, ordinal++) {
      const key = text(row, per);
      if (unknown.has(key.toLowerCase())) continue;
      const shown = text(row, of);
      const size = parseNumber(shown, marks);
      const before = found.get(key);
      if (!before || exceeds(size, before.size)) found.set(key, { ordinal, line: lines[row] as number, size, text: shown });
    }
  }
  return found;
}
