import { describe, expect, it } from 'vitest';
import { moneyColumnOf, normaliseMoney, pricePerGpuHour } from '../../shared/normalise/money.ts';
import { dateOrder, NO_TIME_COLUMN, normaliseTime, numericTime } from '../../shared/normalise/time.ts';
import { knownValue, reasonOf } from './support.ts';

describe('money', () => {
  const none = { currency: null, time: null, per: null };

  it.each([
    ['$0.97 (IN)', { low: '0.97', high: '0.97', currency: 'USD', place: 'IN' }],
    ['from $1.10', { low: '1.1', high: null, currency: 'USD' }],
    ['$1.10+', { low: '1.1', high: null }],
    ['up to 2 EUR', { low: null, high: '2', currency: 'EUR' }],
    ['$1.20 - $1.50', { low: '1.2', high: '1.5' }],
    ['2.49 USD/GPU/hr', { low: '2.49', high: '2.49', currency: 'USD', time: 'hour', per: 'gpu' }],
    ['$2.49 per GPU hour', { currency: 'USD', time: 'hour', per: 'gpu' }],
    ['$2.49/GPU-hr', { time: 'hour', per: 'gpu' }],
    ['€ 1.99/h', { currency: 'EUR', time: 'hour', per: null }],
    ['0.5 AKT per block', { currency: 'AKT', time: 'block' }],
    ['1200 USD / month', { currency: 'USD', time: 'month' }],
    ['$1,234.50', { low: '1234.5' }],
    ['5.8854999999999995', { low: '5.8854999999999995', currency: null }],
  ])('reads "%s"', (text, expected) => {
    expect(knownValue(normaliseMoney(text))).toMatchObject(expected);
  });

  it.each([
    ['-0.5', 'negative'],
    ['-$0.50', 'negative'],
    ['free', 'not-a-price'],
    ['$1,234', 'not-a-price'],
    ['¥7', 'currency-ambiguous'],
    ['1 USD - 2 EUR', 'currency-ambiguous'],
    ['$1 plus tax', 'words-unread'],
    ['n/a', 'no-value'],
  ])('refuses "%s" (%s)', (text, reason) => {
    expect(reasonOf(normaliseMoney(text))).toBe(reason);
  });

  it('takes from the column what the cell does not say, and refuses a cell that contradicts it', () => {
    const column = moneyColumnOf('price_usd_per_gpu_hour');
    expect(column).toEqual({ currency: 'USD', time: 'hour', per: 'gpu' });
    expect(normaliseMoney('2.4', column)).toMatchObject({ known: true, value: { ...column, low: '2.4' }, notes: [] });
    expect(reasonOf(normaliseMoney('€2.40', column))).toBe('currency-differs');
    expect(moneyColumnOf('Price ($/hr)')).toEqual({ currency: 'USD', time: 'hour', per: null });
    expect(moneyColumnOf('dph_total')).toEqual(none);
    expect(knownValue(normaliseMoney('¥7', { ...none, currency: 'JPY' })).currency).toBe('JPY');
  });

  it('needs the number of GPUs to turn an instance price into a price per GPU', () => {
    const price = knownValue(normaliseMoney('$16/hr per instance'));
    expect(knownValue(pricePerGpuHour(price, 8))).toEqual({ low: 2, high: 2, currency: 'USD' });
    expect(reasonOf(pricePerGpuHour(price, null))).toBe('gpu-count-missing');
    expect(reasonOf(pricePerGpuHour(knownValue(normaliseMoney('$2/hr')), 8))).toBe('object-unknown');
    expect(reasonOf(pricePerGpuHour(knownValue(normaliseMoney('$900/month per GPU')), 8))).toBe('not-hourly');
    expect(reasonOf(pricePerGpuHour(knownValue(normaliseMoney('2/hr per GPU')), 8))).toBe('currency-unknown');
    expect(knownValue(pricePerGpuHour(knownValue(normaliseMoney('from $8/hr per node')), 4))).toEqual({
      low: 2,
      high: null,
      currency: 'USD',
    });
  });
});

describe('times', () => {
  const at = (text: string, column = NO_TIME_COLUMN) => new Date(knownValue(normaliseTime(text, column)).epochMilliseconds).toISOString();

  it.each([
    ['2026-04-24', '2026-04-24T00:00:00.000Z'],
    ['2026-04-24T10:20:30Z', '2026-04-24T10:20:30.000Z'],
    ['2026-04-24 10:20:30+02:00', '2026-04-24T08:20:30.000Z'],
    ['2023-11-16 18:17:03.9799600', '2023-11-16T18:17:03.979Z'],
    ['2025-12-05 21:21:23+00:00', '2025-12-05T21:21:23.000Z'],
    ['2026-04', '2026-04-01T00:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['13/02/2026', '2026-02-13T00:00:00.000Z'],
    ['02/13/2026 1:05 PM', '2026-02-13T13:05:00.000Z'],
    ['03.03.2026', '2026-03-03T00:00:00.000Z'],
  ])('reads "%s"', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('reads numbers by the kind of the column', () => {
    // 2026-04-24 is day 46136 of the 1900 system and day 44674 of the 1904 system; 1970-01-01 is day 25569.
    expect(at('46136', { ...NO_TIME_COLUMN, numeric: 'serial-1900' })).toBe('2026-04-24T00:00:00.000Z');
    expect(at('44674', { ...NO_TIME_COLUMN, numeric: 'serial-1904' })).toBe('2026-04-24T00:00:00.000Z');
    expect(at('25569.5', { ...NO_TIME_COLUMN, numeric: 'serial-1900' })).toBe('1970-01-01T12:00:00.000Z');
    expect(at('1', { ...NO_TIME_COLUMN, numeric: 'serial-1900' })).toBe('1900-01-01T00:00:00.000Z');
    expect(at('1700000000', { ...NO_TIME_COLUMN, numeric: 'epoch-seconds' })).toBe('2023-11-14T22:13:20.000Z');
    expect(at('1700000000123', { ...NO_TIME_COLUMN, numeric: 'epoch-milliseconds' })).toBe('2023-11-14T22:13:20.123Z');
  });

  it.each([
    ['03/04/2026', 'order-unknown'],
    ['2026-02-30', 'no-such-day'],
    ['2026-02-28 25:00', 'no-such-time'],
    ['1700000000', 'kind-unknown'],
    ['yesterday', 'not-a-time'],
    ['-', 'no-value'],
  ])('refuses "%s" (%s)', (text, reason) => {
    expect(reasonOf(normaliseTime(text))).toBe(reason);
  });

  it('refuses the 29 February 1900 of spreadsheets', () => {
    expect(reasonOf(normaliseTime('60', { ...NO_TIME_COLUMN, numeric: 'serial-1900' }))).toBe('no-such-day');
  });

  it('decides the order of day and month, and the kind of numbers, by the column', () => {
    expect(dateOrder(['03/04/2026', '13/04/2026'])).toBe('day-first');
    expect(dateOrder(['03/04/2026', '04/13/2026'])).toBe('month-first');
    expect(dateOrder(['03/04/2026'])).toBeNull();
    expect(dateOrder(['13/04/2026', '04/13/2026'])).toBeNull();
    expect(at('03/04/2026', { ...NO_TIME_COLUMN, order: 'day-first' })).toBe('2026-04-03T00:00:00.000Z');
    expect(at('03/04/2026', { ...NO_TIME_COLUMN, order: 'month-first' })).toBe('2026-03-04T00:00:00.000Z');
    expect(numericTime(['1700000000', '1700000001'])).toBe('epoch-seconds');
    expect(numericTime(['1700000000123'])).toBe('epoch-milliseconds');
    expect(numericTime(['46136'])).toBe('serial-1900');
    expect(numericTime(['21500000'])).toBeNull();
  });

  it('notes a time without a zone', () => {
    const result = normaliseTime('2026-04-24 10:00');
    expect(result.known && result.notes).toEqual(['zone-unknown']);
    expect(at('2026-04-24 10:00', { ...NO_TIME_COLUMN, zoneMinutes: 120 })).toBe('2026-04-24T08:00:00.000Z');
  });
});
