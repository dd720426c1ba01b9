import { formatDecimal, parseDecimal } from '../columns/decimal.ts';
import { known, missing, type Normalised, unknown } from './result.ts';

/** Units of time of a price; a block and an epoch are units of their own and are never turned into hours. */
export type PriceTime = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year' | 'block' | 'epoch' | 'once';

/** What a price buys: one GPU, or a whole machine or instance. */
export type PricePer = 'gpu' | 'instance';

/** What a column or its header says of cells that do not say it. `null` = nobody said so. */
export type MoneyColumn = { currency: string | null; time: PriceTime | null; per: PricePer | null };

/** An amount as exact text: at least `low`, at most `high`; `null` = no such end. Equal ends = an exact price. */
export type Money = MoneyColumn & { low: string | null; high: string | null; place: string | null };

const NO_MONEY_COLUMN: MoneyColumn = { currency: null, time: null, per: null };

const SYMBOLS: Readonly<Record<string, string>> = { $: 'USD', us$: 'USD', '€': 'EUR', '£': 'GBP', '₹': 'INR', '₿': 'BTC' };
const CODES = new Set(
  'usd eur gbp inr jpy cny chf cad aud sgd hkd krw sek nok dkk pln btc eth sol usdc usdt akt tao render rndr ath io fil icp avax'.split(
    ' ',
  ),
);
const TIMES: Readonly<Record<string, PriceTime>> = {
  s: 'second',
  sec: 'second',
  second: 'second',
  min: 'minute',
  minute: 'minute',
  h: 'hour',
  hr: 'hour',
  hour: 'hour',
  hourly: 'hour',
  d: 'day',
  day: 'day',
  daily: 'day',
  mo: 'month',
  month: 'month',
  monthly: 'month',
  y: 'year',
  yr: 'year',
  year: 'year',
  yearly: 'year',
  block: 'block',
  epoch: 'epoch',
};
const PER: Readonly<Record<string, PricePer>> = {
  gpu: 'gpu',
  card: 'gpu',
  accelerator: 'gpu',
  instance: 'instance',
  machine: 'instance',
  node: 'instance',
  server: 'instance',
  vm: 'instance',
  offer: 'instance',
};
const IGNORED = new Set(['per', 'a', 'an', 'each', 'price', 'cost', 'rate', 'on', 'demand', 'spot', 'ondemand']);

/**
 * Currency, unit of time and what is bought, as a header says it: "price_usd_per_gpu_hour", "Price ($/hr)"; parts that the header
 * does not name are `null`.
 */
export function moneyColumnOf(header: string): MoneyColumn {
  const column: MoneyColumn = { ...NO_MONEY_COLUMN };
  const words = header
    .toLowerCase()
    .replace(/[$€£₹₿]/g, (symbol) => ` ${SYMBOLS[symbol]?.toLowerCase()} `)
    .split(/[^a-z]+/);
  for (const word of words) {
    const single = word.length > 3 ? word.replace(/s$/, '') : word;
    const upper = word.toUpperCase();
    if (CODES.has(word.toLowerCase())) column.currency = upper;
    else if (word.length > 1 && TIMES[single]) column.time = TIMES[single];
    else if (PER[single]) column.per = PER[single];
  }
  return column;
}

/**
 * A price: "$0.97 (IN)", "from $1.10" (a lower bound), "up to 2 EUR", "$1.20 - $1.50", "2.49 USD/GPU/hr", "0.5 AKT per block".
 *
 * A bare "$" is read as US dollars, with the note `dollar-sign`; "¥" may be yen or yuan and is refused without a currency of the column.
 * A currency, time or object that neither cell nor column names stays `null`, with a note. Nothing is converted.
 */
export function normaliseMoney(raw: string, column: MoneyColumn = NO_MONEY_COLUMN, unknownTokens?: readonly string[]): Normalised<Money> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  const place = /\(([A-Za-z]{2})\)\s*$/.exec(text);
  const body = (place ? text.slice(0, place.index) : text).trim();
  const cut = boundOf(body);
  const ends = cut.body.split(/\s+(?:-|–|to)\s+|(?<=\d)[-–](?=\D?\d)/);
  const parts = ends.map((end) => amountOf(end));
  const first = parts[0];
  const last = parts.at(-1);
  if (parts.length > 2 || !first || !last) return unknown(raw, 'not-a-price', `"${text}" is not a price.`);
  if (first.units < 0n || last.units < 0n) return unknown(raw, 'negative', `"${text}" is below zero.`);
  const unread = [...first.unread, ...last.unread].filter((word) => word !== '');
  if (unread.length > 0) return unknown(raw, 'words-unread', `"${unread.join(' ')}" in "${text}" is not understood.`);
  if (column.currency === 'JPY' || column.currency === 'CNY') {
    for (const part of [first, last]) if (part.currency === '¥') part.currency = column.currency;
  }
  const currency = last.currency ?? first.currency ?? column.currency;
  if (currency === '¥') return unknown(raw, 'currency-ambiguous', `"¥" in "${text}" may be yen or yuan.`, ['JPY', 'CNY']);
  const stated = [first, last].map((part) => part.currency).filter((code) => code !== null);
  if (new Set(stated).size > 1) return unknown(raw, 'currency-ambiguous', `"${text}" names two currencies.`, [...new Set(stated)]);
  if (column.currency && currency !== column.currency) {
    return unknown(raw, 'currency-differs', `"${text}" is in ${currency}; its column is in ${column.currency}.`, [currency as string]);
  }
  const value: Money = {
    low: cut.bound === 'high' ? null : first.text,
    high: cut.bound === 'low' ? null : last.text,
    currency,
    time: last.time ?? first.time ?? column.time,
    per: last.per ?? first.per ?? column.per,
    place: place ? (place[1] as string).toUpperCase() : null,
  };
  const notes = [
    ...(/(^|[^a-z])\$/i.test(text) && column.currency === null ? ['dollar-sign'] : []),
    ...(value.currency === null ? ['currency-unknown'] : []),
    ...(value.time === null ? ['time-unknown'] : []),
    ...(value.per === null ? ['object-unknown'] : []),
    ...(last.units === 0n ? ['zero'] : []),
  ];
  const rule = cut.bound === 'low' ? 'lower-bound' : cut.bound === 'high' ? 'upper-bound' : parts.length === 2 ? 'range' : 'exact';
  return known(raw, `money/${rule}`, value, notes);
}

/**
 * Price of one GPU for one hour in the currency of the price.
 *
 * @param gpus GPUs of the instance; an instance price without it stays unknown
 * Units that are not an hour (month, block, epoch ...) stay unknown: their length is a choice, not a fact.
 */
export function pricePerGpuHour(
  price: Money,
  gpus: number | null,
): Normalised<{ low: number | null; high: number | null; currency: string }> {
  const raw = [price.low, price.high].filter((end) => end !== null).join(' - ');
  if (price.currency === null) return unknown(raw, 'currency-unknown', 'The currency of the price is not stated.');
  if (price.time !== 'hour') return unknown(raw, 'not-hourly', `The price is per ${price.time ?? 'unknown time'}, not per hour.`);
  if (price.per === null) return unknown(raw, 'object-unknown', 'The price may be for one GPU or for the whole instance.');
  if (price.per === 'instance' && !(gpus !== null && Number.isInteger(gpus) && gpus > 0)) {
    return unknown(raw, 'gpu-count-missing', 'The price is for an instance, and its number of GPUs is not known.');
  }
  const divisor = price.per === 'gpu' ? 1 : (gpus as number);
  const share = (end: string | null) => (end === null ? null : Number(end) / divisor);
  return known(raw, price.per === 'gpu' ? 'money/per-gpu' : 'money/instance-over-gpus', {
    low: share(price.low),
    high: share(price.high),
    currency: price.currency,
  });
}

function boundOf(body: string): { bound: 'low' | 'high' | null; body: string } {
  const low = /^(?:from|starting (?:at|from)|starts at|min\.?|>=|≥)\s*(.+)$/i.exec(body) ?? /^(.+?\d)\s*\+$/.exec(body);
  if (low) return { bound: 'low', body: low[1] as string };
  const high = /^(?:up to|at most|max\.?|<=|≤)\s*(.+)$/i.exec(body);
  return high ? { bound: 'high', body: high[1] as string } : { bound: null, body };
}

type Amount = MoneyColumn & { text: string; units: bigint; unread: string[] };

function amountOf(end: string): Amount | null {
  const match = /-?\d[\d,]*(?:\.\d+)?(?:e-?\d{1,3})?|-?\.\d+/i.exec(end);
  if (!match) return null;
  const digits = match[0];
  if (digits.includes(',') && !/^-?\d{1,3}(,\d{3})+\.\d+$/.test(digits)) return null;
  const decimal = parseDecimal(digits.replaceAll(',', ''));
  if (!decimal) return null;
  const around = `${end.slice(0, match.index)} ${end.slice(match.index + digits.length)}`.toLowerCase();
  const negative = /-\s*[$€£]?\s*$/.test(end.slice(0, match.index));
  const amount: Amount = {
    ...NO_MONEY_COLUMN,
    text: formatDecimal(decimal),
    units: negative ? -decimal.units : decimal.units,
    unread: [],
  };
  for (const token of around.match(/us\$|[$€£₹₿¥]|[^\s/$€£₹₿¥]+/g) ?? []) readToken(amount, token);
  return amount;
}

function readToken(amount: Amount, token: string): void {
  const word = token.replace(/[().,*-]/g, '');
  const single = word.length > 3 ? word.replace(/s$/, '') : word;
  if (token === '¥') amount.currency = '¥';
  else if (SYMBOLS[token]) amount.currency ??= SYMBOLS[token];
  else if (CODES.has(word)) amount.currency = word.toUpperCase();
  else if (TIMES[single]) amount.time = TIMES[single];
  else if (PER[single]) amount.per = PER[single];
  else if (/^gpu-?(hours?|hrs?|h)$/.test(token)) Object.assign(amount, { per: 'gpu', time: 'hour' });
  else if (!IGNORED.has(word)) amount.unread.push(word);
}
