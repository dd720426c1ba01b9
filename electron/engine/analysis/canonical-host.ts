import { type Decimal, decimalOf, formatDecimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import { cpuMilli, cpuUnitOf, hostMemoryMib, hostMemoryUnitOf } from '../../../shared/normalise/host.ts';
import { pointUndeclared, withPoint } from '../../../shared/normalise/refusal.ts';
import type { NumberReading, NumberReadings, Texts } from './canonical-numbers.ts';

/** Readings by code; `unchanged` = every cell is a number in the unit of the field already. */
export type HostReadings = NumberReadings & { unchanged: boolean };

const counted = ({ dictionary, rows, marks }: Texts) =>
  dictionary.flatMap((text, code) => {
    const pointed = withPoint(text, marks);
    return pointed !== null && (rows[code] as number) > 0 ? [[pointed, rows[code] as number] as const] : [];
  });

function readingOf(raw: string, value: Decimal | null, rule: string, reason: string, message: string): NumberReading {
  return value === null
    ? { raw, value, low: null, high: null, rule: null, reason, message }
    : { raw, value, low: value, high: value, rule, reason: null, message: null };
}

function readAll(texts: Texts, amountOf: (text: string) => number | null, rule: string, decision: string): HostReadings {
  const readings = texts.dictionary.map((raw): NumberReading => {
    const text = withPoint(raw, texts.marks);
    if (text === null) {
      const { reason, message } = pointUndeclared(raw);
      return readingOf(raw, null, rule, reason, message);
    }
    const amount = amountOf(text);
    const value = amount === null ? null : decimalOf(Number(amount.toFixed(3)));
    return readingOf(raw, value, rule, 'unit-unknown', `"${raw}" is no amount of which the unit is known.`);
  });
  return {
    readings,
    decisions: [decision],
    unchanged: readings.every(({ raw, value }) => {
      const stored = parseDecimal(raw);
      return value !== null && stored !== null && formatDecimal(value) === formatDecimal(stored);
    }),
  };
}

/** CPU of the record in thousandths of a core. */
export function readCpu(texts: Texts): HostReadings {
  const unit = cpuUnitOf(texts.header, counted(texts));
  const said =
    unit === null
      ? 'Numbers without a unit are unknown: the column does not tell cores from thousandths of a core.'
      : `Numbers without a unit are ${unit === 'cores' ? 'cores' : 'thousandths of a core'}.`;
  return readAll(texts, (text) => cpuMilli(text, unit), 'cpu/thousandths', said);
}

/** Memory of the host in MiB. */
export function readHostMemory(texts: Texts): HostReadings {
  const unit = hostMemoryUnitOf(texts.header, counted(texts));
  const said =
    unit === null ? 'Numbers without a unit are unknown: the column does not tell which it is.' : `Numbers without a unit are ${unit}.`;
  return readAll(texts, (text) => hostMemoryMib(text, unit), 'memory/host', said);
}
