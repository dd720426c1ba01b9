import { type Decimal, decimalOf, parseDecimal } from '../../../shared/columns/decimal.ts';
import { normaliseCount } from '../../../shared/normalise/count.ts';
import { parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import { marketedSizes } from '../../../shared/normalise/gpu-index.ts';
import { type MemoryUnit, memoryCovers, memoryGib, memoryUnitOf, normaliseMemory } from '../../../shared/normalise/memory.ts';
import { type MoneyColumn, moneyColumnOf, normaliseMoney, type PricePer, pricePerGpuHour } from '../../../shared/normalise/money.ts';
import { normalisePercent, percentScaleOf } from '../../../shared/normalise/percent.ts';
import { type NumberMarks, pointUndeclared, withPoint } from '../../../shared/normalise/refusal.ts';
import { uptimeWindow } from '../../../shared/normalise/uptime.ts';
import { isGpuName, type Reference } from './reference.ts';

/** A number of one text: exact, or at least `low` and at most `high` (`null` = no such end); all `null` with a reason = unknown. */
export type NumberReading = {
  raw: string;
  value: Decimal | null;
  low: Decimal | null;
  high: Decimal | null;
  rule: string | null;
  reason: string | null;
  message: string | null;
};

/** What one column is read from: distinct texts, with the number of records that hold each. */
export type Texts = { dictionary: readonly string[]; rows: ArrayLike<number>; header: string; marks: NumberMarks };

/** Readings by code, and what was decided for the column as a whole. */
export type NumberReadings = { readings: NumberReading[]; decisions: string[] };

const exact = (raw: string, value: Decimal, rule: string): NumberReading => ({
  raw,
  value,
  low: value,
  high: value,
  rule,
  reason: null,
  message: null,
});

const none = (raw: string, reason: string, message: string): NumberReading => ({
  raw,
  value: null,
  low: null,
  high: null,
  rule: null,
  reason,
  message,
});

const counted = ({ dictionary, rows, marks }: Texts) =>
  dictionary.flatMap((text, code) => {
    const pointed = withPoint(text, marks);
    return pointed !== null && (rows[code] as number) > 0 ? [[pointed, rows[code] as number] as const] : [];
  });

/** A cell of which the marks do not say which number it is. */
function unmarked(raw: string): NumberReading {
  const { reason, message } = pointUndeclared(raw);
  return none(raw, reason, message);
}

/** Counts: "8x", "2 x H100", ">=100". Bounds never become a value. */
export function readCounts(texts: Texts): NumberReadings {
  const readings = texts.dictionary.map((raw): NumberReading => {
    const text = withPoint(raw, texts.marks);
    if (text === null) return unmarked(raw);
    const count = normaliseCount(text, { unknownTokens: [], isGpu: isGpuName });
    if (!count.known) return none(raw, count.reason, count.message);
    const { low, high } = count.value;
    const [from, to] = [parseDecimal(String(low)), high === null ? null : parseDecimal(String(high))];
    if (low === high) return exact(raw, from as Decimal, count.rule);
    return { raw, value: null, low: from, high: to, rule: count.rule, reason: 'bounds', message: `"${raw}" states bounds, not a number.` };
  });
  const bounded = readings.reduce((sum, { reason }, code) => sum + (reason === 'bounds' ? (texts.rows[code] as number) : 0), 0);
  return { readings, decisions: bounded === 0 ? [] : [`${bounded} records state bounds: they widen ranges and are in no stated value.`] };
}

/** Shares of time as fractions, by the scale of the whole column. */
export function readUptimes(texts: Texts): NumberReadings & { unchanged: boolean; windowDays: number | null } {
  const cells = counted(texts);
  const stated = /%|percent|\bpct\b/i.test(texts.header);
  const consensus = percentScaleOf(cells, []);
  const { above, within, signed } = consensus;
  const percent = stated || consensus.scale === 'percent';
  const scale = { scale: percent ? ('percent' as const) : ('fraction' as const), decided: consensus.decided, stated };
  const readings = texts.dictionary.map((raw): NumberReading => {
    const text = withPoint(raw, texts.marks);
    if (text === null) return unmarked(raw);
    const share = normalisePercent(text, scale, []);
    return share.known ? exact(raw, decimalOf(share.value), share.rule) : none(raw, share.reason, share.message);
  });
  const days = uptimeWindow(texts.header);
  const all = above + within;
  const decisions = [
    stated
      ? `Uptime is read as percent, as "${texts.header}" says.`
      : percent
        ? `Uptime is read as percent: ${above} of ${all} numbers lie above 1${within > 0 ? '; numbers up to 1 are taken as unknown' : ''}.`
        : `Uptime is read as a fraction: ${above} of ${all} numbers lie above 1${above > 0 ? ' and are taken as unknown' : ''}.`,
    ...(signed > 0 ? [`${signed} cells bear a percent sign and speak for themselves.`] : []),
    ...(consensus.decided || stated || all === 0 ? [] : ['Nothing in the column tells a fraction from a percentage.']),
    days === null
      ? 'The time that it covers is not stated.'
      : `It covers the last ${days === 1 ? 'day' : `${Number(days.toFixed(3))} days`}.`,
  ];
  return { readings, decisions, unchanged: !percent && above === 0 && signed === 0, windowDays: days };
}

/** Whether a header says that its cells are shares of time over some days: "uptime7d", "availability_30d". */
export function isUptimeWindow(header: string): boolean {
  return /up_?time|availability|reliability/i.test(header) && uptimeWindow(header) !== null;
}

/** Headers whose meaning their network documents but does not write into them. */
const KNOWN_PRICES: Readonly<Record<string, Partial<MoneyColumn>>> = {
  // Vast.ai: dollars per hour of the whole offer (domain.md 6.5)
  dph_total: { currency: 'USD', time: 'hour', per: 'instance' },
  dph_base: { currency: 'USD', time: 'hour', per: 'instance' },
};

/** How a price column is read: what its header says, then what stands beside it, then what the field means. */
export type PriceColumn = MoneyColumn & { decisions: string[] };

/**
 * Currency, time and object of a price column, decided once.
 *
 * @param headers all headers of the file
 */
export function priceColumn(header: string, headers: readonly string[]): PriceColumn {
  const said = { ...moneyColumnOf(header), ...KNOWN_PRICES[header.trim().toLowerCase()] };
  const instances = headers.some((other) => /^(instance_?type|vm_?size|flavou?r)$/i.test(other.trim()));
  const per: PricePer = said.per ?? (instances ? 'instance' : 'gpu');
  const column = { currency: said.currency ?? 'USD', time: said.time ?? ('hour' as const), per };
  const from = (part: unknown, other: string) => (part === null ? other : `as "${header}" says`);
  return {
    ...column,
    decisions: [
      `Currency ${column.currency} where a cell names none, ${from(said.currency, 'as the field means')}.`,
      `Per ${column.time} where a cell names no time, ${from(said.time, 'as the field means')}.`,
      per === 'gpu'
        ? `For one GPU, ${from(said.per, 'as the field means')}.`
        : `For a whole instance, ${from(said.per, 'as the file lists types of instances')}: divided by its GPUs.`,
    ],
  };
}

/** Whether plain numbers of the column are US dollars per GPU and hour as they stand. */
export function isPlainPrice({ currency, time, per }: PriceColumn): boolean {
  return currency === 'USD' && time === 'hour' && per === 'gpu';
}

/** Digits behind the point that a divided price keeps. */
const PRICE_DIGITS = 9;

/** Price of one GPU for one hour; a reading that is not in US dollars names its currency and is never converted. */
export function readPrice(
  raw: string,
  column: PriceColumn,
  gpus: number | null,
  marks: NumberMarks,
): NumberReading & { currency: string | null } {
  const { decisions: _, ...said } = column;
  // the header states the currency of bare numbers; a cell that names another one is a series of its own
  const text = withPoint(raw, marks);
  if (text === null) return { ...unmarked(raw), currency: null };
  const money = normaliseMoney(text, { ...said, currency: null }, []);
  if (!money.known) return { ...none(raw, money.reason, money.message), currency: null };
  const price = { ...money.value, currency: money.value.currency ?? column.currency };
  if ((price.low === null || Number(price.low) === 0) && (price.high === null || Number(price.high) === 0))
    return { ...none(raw, 'not-positive', 'A price is above zero.'), currency: price.currency };
  const share = pricePerGpuHour(price, gpus);
  if (!share.known) return { ...none(raw, share.reason, share.message), currency: price.currency };
  const end = (text: string | null, value: number | null): Decimal | null =>
    text === null || value === null
      ? null
      : price.per === 'gpu'
        ? parseDecimal(text)
        : decimalOf(Math.round(value * 10 ** PRICE_DIGITS) / 10 ** PRICE_DIGITS);
  const low = end(price.low, share.value.low);
  const high = end(price.high, share.value.high);
  const rule = `${money.rule}, ${share.rule}`;
  if (low !== null && high !== null && price.low === price.high) return { ...exact(raw, low, rule), currency: price.currency };
  return { raw, value: null, low, high, rule, reason: 'bounds', message: `"${raw}" states bounds, not a price.`, currency: price.currency };
}

/** How a memory column is read. */
export type MemoryColumn = { unit: MemoryUnit | null; total: boolean; decisions: string[] };

const UNIT_WORDS = [
  [/\b(gib|gb|gi)\b/i, 'GiB'],
  [/\b(mib|mb|mi)\b/i, 'MiB'],
  [/\bbytes?\b/i, 'bytes'],
] as const;

/**
 * Unit of bare numbers, and whether a cell covers one GPU or all of its record, decided once for the column.
 *
 * @param pairs distinct pairs of code, GPU ids and GPU count
 */
export function memoryColumn(
  texts: Texts,
  pairs: Iterable<{ code: number; ids: readonly string[]; gpus: number | null }>,
  { gpus: index }: Reference,
): MemoryColumn {
  const words = texts.header.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\W]+/g, ' ');
  const stated = UNIT_WORDS.find(([word]) => word.test(words))?.[1] ?? null;
  const consensus = memoryUnitOf(counted(texts));
  // "_gb" over numbers of the size of bytes is a header that lies: the numbers decide
  const unit = consensus ?? stated;
  const gib = texts.dictionary.map((raw) => {
    const text = withPoint(raw, texts.marks);
    return text === null ? null : memoryGib(text, unit);
  });
  const rows = [...pairs].flatMap(({ code, ids, gpus }) => {
    const size = gib[code] ?? null;
    const marketed = sizesOf(ids, index);
    return size === null || gpus === null || marketed.length === 0 ? [] : [{ gib: size, gpus, marketed }];
  });
  const covers = memoryCovers(rows);
  return {
    unit,
    total: covers === 'all',
    decisions: [
      unit === null ? 'Numbers without a unit are unknown: the column does not tell which it is.' : `Numbers without a unit are ${unit}.`,
      covers === 'all' ? 'A cell covers all GPUs of its record: divided by their number.' : 'A cell is the size of one GPU.',
      'Settled on the nearest size that the model is sold with, within 8 %.',
    ],
  };
}

function sizesOf(ids: readonly string[], index: Reference['gpus']): readonly number[] {
  const sizes = ids.flatMap((text) => {
    const id = parseGpuId(text);
    return id?.family ? marketedSizes(id, index) : [];
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/** Memory of one GPU: the marketed size of its model, or what the cell says where the model is not known. */
export function readMemory(
  raw: string,
  { unit, total }: MemoryColumn,
  ids: readonly string[],
  gpus: number | null,
  marks: NumberMarks,
  { gpus: index }: Reference,
): NumberReading {
  const text = withPoint(raw, marks);
  if (text === null) return unmarked(raw);
  if (total && gpus === null)
    return none(raw, 'gpu-count-missing', 'The size covers all GPUs of the record, and their number is not known.');
  const parts = total ? (gpus as number) : 1;
  const sizes = sizesOf(ids, index);
  if (sizes.length > 0) {
    const memory = normaliseMemory(text, sizes, unit, parts, []);
    return memory.known ? exact(raw, decimalOf(memory.value.marketedGb), memory.rule) : none(raw, memory.reason, memory.message);
  }
  const gib = memoryGib(text, unit);
  if (gib === null) return none(raw, 'unit-unknown', `"${raw}" is no size of which the unit is known.`);
  // without a model there is nothing to settle on: a number as the file states it
  const size = unit === 'GiB' && parts === 1 ? (parseDecimal(text) ?? decimalOf(gib)) : decimalOf(Number((gib / parts).toFixed(3)));
  return exact(raw, size, 'memory/as-stated');
}
