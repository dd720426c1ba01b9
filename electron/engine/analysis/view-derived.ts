import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { DerivedWeight } from '../../../shared/case/view.ts';
import { type Decimal, decimalOf, decimalToNumber, rescale } from '../../../shared/columns/decimal.ts';
import { evaluateFormula } from '../../../shared/columns/evaluate.ts';
import { parseFormula } from '../../../shared/columns/formula.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable, NumberColumn } from '../../../shared/columns/table.ts';
import { parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import type { Gpu } from '../../../shared/normalise/tables.ts';
import { openCodes } from './open-weight.ts';
import { reference } from './reference.ts';

/** Columns that a derived weight is worked out from; without a count each record is one GPU. */
export type DerivedPlan = { name: DerivedWeight; model: ColumnInfo; count: ColumnInfo | null };

/** Decimals of H100-equivalents per GPU: a quotient of two throughputs. */
const RATIO_DECIMALS = 9;
const H100 = 'nvidia/h100-sxm-80';

/** One GPU's part of a weight; `null` = there is no public figure. */
const PER_GPU: Record<DerivedWeight, (gpu: Gpu) => Decimal | null> = {
  vram_gb: ({ memoryGb }) => decimalOf(memoryGb),
  fp16_tflops: ({ fp16TflopsDense }) => (fp16TflopsDense === null ? null : decimalOf(fp16TflopsDense)),
  h100_equivalents: ({ fp16TflopsDense }) => (fp16TflopsDense === null ? null : ratioToH100(fp16TflopsDense)),
};

const WORDS: Record<DerivedWeight, string> = {
  vram_gb: 'marketed GB',
  fp16_tflops: 'dense FP16 TFLOPS',
  h100_equivalents: `dense FP16 throughput over that of ${H100}, rounded to ${RATIO_DECIMALS} decimals`,
};

function ratioToH100(tflops: number): Decimal {
  const h100 = reference.gpus.table.gpus.find(({ id }) => id === H100)?.fp16TflopsDense as number;
  return decimalOf(Number((tflops / h100).toFixed(RATIO_DECIMALS)));
}

/**
 * The columns behind a derived weight.
 *
 * @throws ChokepointError `gpu-model-missing`, `gpu-count-missing`
 */
export function planDerived(name: DerivedWeight, dataset: Dataset): DerivedPlan {
  const of = (field: ColumnInfo['field']) => dataset.columns.find((column) => column.field === field && column.filled > 0) ?? null;
  const [model, count] = [of('gpu_model'), of('gpu_count')];
  const needs = (what: string, field: string, code: string) =>
    new ChokepointError(
      code,
      `The weight ${name} of "${dataset.name}" needs ${what} of each record, but no column serves the field ${field}.`,
      `Import the file again and give a column to ${field}, or choose another weight.`,
      { dataset: dataset.id, weight: name, field },
    );
  if (model === null) throw needs('the GPU model', 'gpu_model', 'gpu-model-missing');
  if (dataset.grain !== 'gpu' && (count === null || count.type === 'text'))
    throw needs('the number of GPUs', 'gpu_count', 'gpu-count-missing');
  return { name, model, count: count?.type === 'text' ? null : count };
}

type Range = { low: Decimal; high: Decimal | null };

/**
 * Smallest and largest figure of the GPUs that an id may be; `null` for slices, which have none: they are never added to whole GPUs. Where one of them
 * has no public figure it may be any: 0 or more.
 *
 * @param among ids that a record may mean; empty = any of the table
 */
function rangeOf(among: readonly string[], name: DerivedWeight): Range | null {
  if (among.length > 0 && among.every(isSlice)) return null;
  const { gpus } = reference.gpus.table;
  const figures = among.length === 0 ? gpus.map(PER_GPU[name]) : among.map((id) => figureOf(id, name));
  const known = figures.filter((figure) => figure !== null).sort((a, b) => decimalToNumber(a) - decimalToNumber(b));
  if (known.length < figures.length) return { low: decimalOf(0), high: null };
  return { low: known[0] as Decimal, high: known.at(-1) as Decimal };
}

const isSlice = (id: string): boolean => (parseGpuId(id)?.slice ?? null) !== null;

function figureOf(id: string, name: DerivedWeight): Decimal | null {
  const gpu = reference.gpus.table.gpus.find((each) => each.id === id);
  return gpu === undefined ? null : PER_GPU[name](gpu);
}

/** Figure per GPU of each record: exact for a complete id with a public figure, bounds for one without, and for one that is named in part or not at all (domain 1.5). */
function perGpu(model: Column, name: DerivedWeight): NumberColumn {
  const { codes, dictionary } = codesOf(model);
  const open = openCodes(model);
  const ranges = [rangeOf([], name), ...dictionary.map((id, code) => (isSlice(id) ? null : rangeOf(open.get(code) ?? [id], name)))];
  const scale = Math.max(0, ...ranges.map((range) => Math.max(range?.low.scale ?? 0, range?.high?.scale ?? 0)));
  const units = (pick: (range: Range) => Decimal | null) =>
    Float64Array.from(ranges, (range) => {
      const figure = range && pick(range);
      return figure === null ? Number.NaN : Number(rescale(figure, scale));
    });
  const [low, high] = [units((range) => range.low), units((range) => range.high)];
  const settled = low.map((value, place) => (value === high[place] ? value : Number.NaN));
  const column = (figures: Float64Array): NumberColumn => ({
    type: 'number',
    name,
    scale,
    values: Float64Array.from(codes, (code) => figures[code + 1] as number),
  });
  return { ...column(settled), bounds: { low: column(low), high: column(high) } };
}

const PRODUCT = parseFormula('gpus * figure');

/**
 * A derived weight of each record: GPUs times their figure in the reference table, with bounds where the model or the count is open.
 *
 * @param table with the columns of the plan
 */
export function derivedWeight(table: ColumnTable, { name, model, count }: DerivedPlan): Exclude<Column, { type: 'text' }> {
  const figure = perGpu(columnOf(table, model.name), name);
  const one: NumberColumn = { type: 'number', name, values: new Float64Array(table.rows).fill(1), scale: 0 };
  const gpus = count === null ? one : (columnOf(table, count.name) as NumberColumn);
  const { column } = evaluateFormula(PRODUCT, table.rows, name, (part) => (part === 'gpus' ? gpus : figure));
  return column;
}

/** How a derived weight is worked out, in words for the stamp. */
export function derivedWords({ name, count }: DerivedPlan): string {
  const gpus = count === null ? 'records' : count.name;
  return `${name} = ${gpus} x ${WORDS[name]} (reference table ${reference.gpus.table.version}; slices left out)`;
}
