import type { CanonicalKind, ColumnInfo, Dataset, Derived, Field, Recipe } from '../../../shared/case/dataset.ts';
import { formatDecimal } from '../../../shared/columns/decimal.ts';
import { numericColumnOf, summaryOf, textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { withMemory } from '../../../shared/normalise/gpu.ts';
import { formatGpuId, type GpuId, parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import {
  type Aliases,
  type AliasKind,
  type Reading,
  readingOfFamilies,
  readingOfIds,
  readingOfVendors,
  readText,
} from '../../../shared/normalise/reading.ts';
import type { NumberMarks } from '../../../shared/normalise/refusal.ts';
import { combine, idsOf, isSame, isSizeOpen, known, type Part, partOf, rowsOf, versionOf } from './canonical-codes.ts';
import { type HostReadings, readCpu, readHostMemory } from './canonical-host.ts';
import {
  isPlainPrice,
  isUptimeWindow,
  memoryColumn,
  type NumberReading,
  priceColumn,
  readCounts,
  readMemory,
  readPrice,
  readUptimes,
  type Texts,
} from './canonical-numbers.ts';
import { readTimes } from './canonical-times.ts';
import { type Reference, reference } from './reference.ts';

/** How the texts of a column were read, for the queue of values: code per record into `readings`. */
export type ReadTexts = { kind: AliasKind; column: string; codes: Int32Array; readings: readonly Reading[] };

/** A dataset with its canonical columns: what views, filters, removal tests and reports read. */
export type Canonical = {
  dataset: Dataset;
  columns: ReadonlyMap<string, Column>;
  /** name in the listing -> name of the stored column that it shows as it is */
  stored: ReadonlyMap<string, string>;
  texts: readonly ReadTexts[];
};

type Input = {
  dataset: Dataset;
  recipe: Recipe;
  aliases: Aliases;
  /** the stored column of a name */
  read(name: string): Column;
};

const COUNTS: readonly Field[] = ['gpu_count', 'gpu_free', 'node_count'];

/**
 * Derives the canonical columns of a dataset from its stored ones, the recipe and the aliases of the case. Nothing is stored; the same input gives
 * the same columns.
 *
 * A field's name gives canonical values; `<field>.raw` and, where it differs, the header of the file give the text as it stood. A column that
 * reads the same stays as it is.
 */
export function canonicalOf({ dataset, recipe, aliases, read }: Input): Canonical {
  const work = new Derivation(dataset, recipe, aliases, read);
  for (const field of COUNTS) work.counts(field);
  work.gpus();
  work.memory();
  work.fillGpuMemory();
  work.host('cpu_milli', 'count', readCpu);
  work.host('memory_mib', 'memory', readHostMemory);
  work.price();
  work.uptime();
  work.times();
  for (const [field, kind] of [
    ['country', 'country'],
    ['asn', 'asn'],
    ['gpu_vendor', 'gpu-vendor'],
  ] as const)
    work.simpleTexts(field, kind);
  return work.result();
}

class Derivation {
  readonly #dataset: Dataset;
  readonly #aliases: Aliases;
  readonly #read: (name: string) => Column;
  readonly #marks: NumberMarks;
  readonly #reference: Reference = reference;
  /** listed columns that replace or follow a stored one, by its name */
  readonly #listed = new Map<string, ColumnInfo[]>();
  readonly #columns = new Map<string, Column>();
  readonly #stored = new Map<string, string>();
  readonly #texts: ReadTexts[] = [];
  readonly #codes = new Map<Column, ReturnType<typeof codesOf>>();
  readonly #names: Set<string>;
  /** readings of the GPU model by row */
  #gpu: { codes: Int32Array; entries: Reading[] } | null = null;

  constructor(dataset: Dataset, recipe: Recipe, aliases: Aliases, read: (name: string) => Column) {
    this.#dataset = dataset;
    this.#aliases = aliases;
    this.#read = read;
    this.#marks = recipe.dialect;
    this.#names = new Set(dataset.columns.map(({ name }) => name));
  }

  #info(field: Field): ColumnInfo | null {
    const info = this.#dataset.columns.find((column) => column.field === field) ?? null;
    return info !== null && info.filled > 0 ? info : null;
  }

  /** Codes of a column, made once. */
  #codesOf(column: Column): ReturnType<typeof codesOf> {
    const found = this.#codes.get(column) ?? codesOf(column);
    this.#codes.set(column, found);
    return found;
  }

  #textsOf(info: ColumnInfo): Texts & { codes: Int32Array; column: Column } {
    const column = this.#read(info.name);
    const { codes, dictionary } = this.#codesOf(column);
    // numbers stand in the store with a point
    const marks: NumberMarks = column.type === 'text' ? this.#marks : { decimalMark: '.' };
    return { column, codes, dictionary, rows: rowsOf(codes, dictionary.length), header: info.header, marks };
  }

  /** Lists a column that reads as it is stored, with what was decided for it. */
  #unchanged(info: ColumnInfo, kind: CanonicalKind, decisions: string[]): void {
    const derived: Derived = { kind, from: info.name, version: versionOf(kind), decisions, unmapped: 0, partial: 0 };
    this.#listed.set(info.name, [{ ...info, derived }]);
  }

  /** Lists canonical columns in the place of a stored one, and the text as it stood behind them. */
  #replace(info: ColumnInfo, columns: readonly ColumnInfo[]): void {
    const raw = `${info.name}.raw`;
    const { derived: _, ...stored } = info;
    this.#stored.set(raw, info.name);
    this.#listed.set(info.name, [...columns, { ...stored, name: raw, field: null, rawOf: info.name }]);
  }

  #derived(kind: CanonicalKind, info: ColumnInfo, decisions: string[], unmapped: number, partial = 0): Derived {
    return { kind, from: `${info.name}.raw`, version: versionOf(kind), decisions, unmapped, partial };
  }

  #add(column: Column): ReturnType<typeof summaryOf> & { type: Column['type'] } {
    this.#columns.set(column.name, column);
    return { type: column.type, ...summaryOf(column) };
  }

  /** Numbers in the place of a stored column, with columns for their bounds where cells state bounds. */
  #numbers(
    info: ColumnInfo,
    kind: CanonicalKind,
    codes: Int32Array,
    readings: readonly NumberReading[],
    decisions: string[],
  ): ColumnInfo[] {
    const rows = rowsOf(codes, readings.length);
    const sum = (test: (reading: NumberReading) => boolean) =>
      readings.reduce((total, reading, code) => total + (test(reading) ? (rows[code] as number) : 0), 0);
    const partial = sum(({ reason }) => reason === 'bounds');
    const unmapped = sum(({ value, reason }) => value === null && reason !== 'bounds');
    const derived = this.#derived(kind, info, decisions, unmapped, partial);
    const columnOf = (name: string, pick: (reading: NumberReading) => NumberReading['value']) =>
      numericColumnOf(name, codes, readings.map(pick));
    const { name, header, field } = info;
    const value = columnOf(name, (reading) => reading.value);
    if (partial === 0 || value.type === 'text') return [{ name, header, field, ...this.#add(value), derived }];
    const low = columnOf(`${name}.low`, (reading) => reading.low);
    const high = columnOf(`${name}.high`, (reading) => reading.high);
    return [
      { name, header, field, ...this.#add({ ...value, bounds: { low, high } }), derived },
      ...[low, high].map((end) => ({ name: end.name, header: end.name, field: null, ...this.#add(end), derived })),
    ];
  }

  /** A count column that holds text: its numbers, and their bounds. */
  counts(field: Field): void {
    const info = this.#info(field);
    if (info === null || info.type !== 'text') return;
    const texts = this.#textsOf(info);
    const { readings, decisions } = readCounts(texts);
    this.#replace(info, this.#numbers(info, 'count', texts.codes, readings, decisions));
  }

  /** The column of the field, and every other one whose header says uptime over some days: each window stays a column of its own. */
  uptime(): void {
    for (const info of this.#dataset.columns) {
      if (info.filled === 0 || info.joined || !(info.field === 'uptime' || (info.field === null && isUptimeWindow(info.header)))) continue;
      const texts = this.#textsOf(info);
      const { readings, decisions, unchanged, windowDays } = readUptimes(texts);
      const read = readings.reduce((sum, { value }, code) => sum + (value === null ? 0 : (texts.rows[code] as number)), 0);
      // a rank or a number of hours is no share of time, whatever its header says
      if (info.field === null && read * 2 < info.filled) continue;
      if (unchanged && info.type !== 'text') this.#unchanged(info, 'uptime', decisions);
      else this.#replace(info, this.#numbers(info, 'uptime', texts.codes, readings, decisions));
      const listed = this.#listed.get(info.name)?.[0];
      if (listed?.derived) listed.derived = { ...listed.derived, windowDays };
    }
  }

  price(): void {
    const info = this.#info('price_usd_per_gpu_hour');
    if (info === null) return;
    const column = priceColumn(
      info.header,
      this.#dataset.columns.map(({ header }) => header),
    );
    if (info.type !== 'text' && isPlainPrice(column)) {
      this.#unchanged(info, 'money', column.decisions);
      return;
    }
    const texts = this.#textsOf(info);
    const gpus = this.#gpuCounts();
    const { codes, entries } = combine([partOf(texts), ...(gpus ? [gpus.part] : [])], (row) =>
      readPrice(texts.dictionary[texts.codes[row] as number] as string, column, known(gpus?.values[row]), texts.marks),
    );
    const inUsd = entries.map(
      (entry): NumberReading =>
        entry.currency === null || entry.currency === 'USD'
          ? entry
          : { ...entry, value: null, low: null, high: null, reason: 'other-currency', message: `The price is in ${entry.currency}.` },
    );
    const listed = this.#numbers(info, 'money', codes, inUsd, column.decisions);
    for (const currency of [...new Set(entries.map((entry) => entry.currency))].sort()) {
      if (currency === null || currency === 'USD') continue;
      const name = `price_${currency.toLowerCase()}_per_gpu_hour`;
      if (this.#names.has(name)) continue;
      const series = numericColumnOf(
        name,
        codes,
        entries.map((entry) => (entry.currency === currency ? entry.value : null)),
      );
      const derived = this.#derived('money', info, [`Prices in ${currency}; nothing is converted.`], 0);
      listed.push({ name, header: name, field: null, ...this.#add(series), derived });
    }
    this.#replace(info, listed);
  }

  /** GPUs of each row where an exact count is known, NaN elsewhere. */
  #gpuCounts(): { values: Float64Array; part: Part } | null {
    const info = this.#info('gpu_count');
    if (info === null) return null;
    const column = this.#columns.get(info.name) ?? this.#read(info.name);
    if (column.type !== 'number') return null;
    const divisor = 10 ** column.scale;
    return { values: column.values.map((value) => value / divisor), part: partOf(this.#codesOf(column)) };
  }

  gpus(): void {
    const info = this.#info('gpu_model');
    if (info === null) return;
    const { codes, dictionary } = this.#textsOf(info);
    const entries = dictionary.map((raw) => readText('gpu', raw, this.#reference, this.#aliases));
    this.#gpu = { codes, entries };
  }

  memory(): void {
    const info = this.#info('vram_gib');
    if (info === null) return;
    const texts = this.#textsOf(info);
    const gpus = this.#gpuCounts();
    const gpu = this.#gpu;
    const ids = (row: number) => idsOf(gpu?.entries[gpu.codes[row] as number]);
    const others = [...(gpu ? [{ codes: gpu.codes, size: gpu.entries.length }] : []), ...(gpus ? [gpus.part] : [])];
    const pairs = combine([partOf(texts), ...others], (row) => ({
      code: texts.codes[row] as number,
      ids: ids(row),
      gpus: known(gpus?.values[row]),
    }));
    const column = memoryColumn(texts, pairs.entries, this.#reference);
    const readings = pairs.entries.map((pair) =>
      readMemory(texts.dictionary[pair.code] as string, column, pair.ids, pair.gpus, texts.marks, this.#reference),
    );
    const same = readings.every(
      ({ value }, code) => value !== null && formatDecimal(value) === texts.dictionary[pairs.entries[code]?.code ?? -1],
    );
    if (same && info.type !== 'text') this.#unchanged(info, 'memory', column.decisions);
    else this.#replace(info, this.#numbers(info, 'memory', pairs.codes, readings, column.decisions));
  }

  /** CPU or memory of the host, in the unit of the field. */
  host(field: Field, kind: CanonicalKind, read: (texts: Texts) => HostReadings): void {
    const info = this.#info(field);
    if (info === null) return;
    const texts = this.#textsOf(info);
    const { readings, decisions, unchanged } = read(texts);
    if (unchanged && info.type !== 'text') this.#unchanged(info, kind, decisions);
    else this.#replace(info, this.#numbers(info, kind, texts.codes, readings, decisions));
  }

  /** The GPU model, completed by the memory that another column states; family and vendor come from it. */
  fillGpuMemory(): void {
    const info = this.#info('gpu_model');
    const gpu = this.#gpu;
    if (info === null || gpu === null) return;
    const vram = this.#info('vram_gib');
    const sizes = vram && (this.#columns.get(vram.name) ?? this.#read(vram.name));
    const sizeAt = (row: number) => (sizes?.type === 'number' ? (sizes.values[row] as number) / 10 ** sizes.scale : Number.NaN);
    const index = this.#reference.gpus;
    // only models whose size is open are told apart by the size that stands beside them
    const open = Uint8Array.from(gpu.entries, (entry) => (isSizeOpen(entry) ? 1 : 0));
    const beside = sizes ? partOf(this.#codesOf(sizes)) : { codes: gpu.codes, size: 0 };
    const sizeCodes = gpu.codes.map((code, row) => (code >= 0 && open[code] === 1 && sizes ? (beside.codes[row] as number) : -1));
    const { codes, entries } = combine(
      [
        { codes: gpu.codes, size: gpu.entries.length },
        { codes: sizeCodes, size: beside.size },
      ],
      (row): Reading => {
        const reading = gpu.entries[gpu.codes[row] as number] as Reading;
        const size = sizeAt(row);
        if (!isSizeOpen(reading) || !Number.isInteger(size)) return reading;
        const { id } = withMemory(parseGpuId(reading.value as string) as GpuId, size, index);
        const filled = readingOfIds(reading.raw, [formatGpuId(id)], `${reading.rule}, memory of ${vram?.header}`, index);
        return reading.state === 'aliased' ? { ...filled, state: 'aliased' } : filled;
      },
    );
    this.#texts.push({ kind: 'gpu', column: info.name, codes, readings: entries });
    const decisions = vram === null ? [] : [`A size that the name leaves open is taken from "${vram.header}".`];
    const listed = [this.#text(info, 'gpu', info.name, info.field, codes, entries, decisions)];
    const parts = [
      ['gpu_family', 'gpu-family', readingOfFamilies],
      ['gpu_vendor', 'gpu-vendor', readingOfVendors],
    ] as const;
    for (const [name, kind, readingOf] of parts) {
      if (this.#names.has(name)) continue;
      const readings = entries.map((entry) => (entry.value === null ? entry : readingOf(entry.raw, idsOf(entry), entry.rule, index)));
      listed.push(this.#text(info, kind, name, null, codes, readings, [`From ${info.name}.`]));
    }
    const first = listed[0] as ColumnInfo;
    if (isSame(codes, entries) && first.derived) {
      this.#columns.delete(info.name);
      this.#unchanged(info, 'gpu', decisions);
      this.#listed.get(info.name)?.push(...listed.slice(1));
    } else this.#replace(info, listed);
  }

  #text(
    info: ColumnInfo,
    kind: CanonicalKind,
    name: string,
    field: Field | null,
    codes: Int32Array,
    readings: readonly Reading[],
    decisions: string[],
  ): ColumnInfo {
    const rows = rowsOf(codes, readings.length);
    const sum = (test: (reading: Reading) => boolean) =>
      readings.reduce((total, reading, code) => total + (test(reading) ? (rows[code] as number) : 0), 0);
    const column = textColumnOf(
      name,
      codes,
      readings.map(({ value }) => value),
    );
    const open = new Map(readings.flatMap(({ value, among }) => (value !== null && among !== null ? [[value, among] as const] : [])));
    const among = column.dictionary.map((text) => open.get(text) ?? null);
    const unmapped = sum(({ value, state }) => value === null && state !== 'aliased');
    const derived = this.#derived(
      kind,
      info,
      decisions,
      unmapped,
      sum((reading) => reading.value !== null && reading.among !== null),
    );
    return {
      name,
      header: field === null ? name : info.header,
      field,
      ...this.#add(open.size === 0 ? column : { ...column, among }),
      derived,
    };
  }

  simpleTexts(field: Field, kind: AliasKind): void {
    const info = this.#info(field);
    if (info === null) return;
    const { codes, dictionary } = this.#textsOf(info);
    const readings = dictionary.map((raw) => readText(kind, raw, this.#reference, this.#aliases));
    this.#texts.push({ kind, column: info.name, codes, readings });
    if (isSame(codes, readings)) this.#unchanged(info, kind, []);
    else this.#replace(info, [this.#text(info, kind, info.name, info.field, codes, readings, [])]);
  }

  times(): void {
    const info = this.#info('observed_at');
    if (info === null) return;
    const { codes, dictionary } = this.#textsOf(info);
    const { readings, decisions } = readTimes(dictionary);
    if (isSame(codes, readings)) this.#unchanged(info, 'time', decisions);
    else this.#replace(info, [this.#text(info, 'time', info.name, info.field, codes, readings, decisions)]);
  }

  result(): Canonical {
    const columns = this.#dataset.columns.flatMap((info) => this.#listed.get(info.name) ?? [info]);
    for (const { name } of columns) if (!this.#columns.has(name) && !this.#stored.has(name)) this.#stored.set(name, name);
    return { dataset: { ...this.#dataset, columns }, columns: this.#columns, stored: this.#stored, texts: this.#texts };
  }
}
