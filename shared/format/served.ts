import { formatPercentDigits, formatShare } from './number.ts';

const MOST_DECIMALS = 12;

/**
 * Served part of a demand as text, `78.3 %`: every screen, sentence, figure and page says it with this function. It is rounded to the nearest
 * like every share (`formatShare`), with more decimals only where the rounded number would stand on the other side of the threshold.
 *
 * @param served value that can be served, in the unit of `demand`
 * @param demand value of the whole portfolio; 0 = nothing is asked for, which has no share
 * @param threshold share of the demand that must stay served, exact
 */
export function formatServedShare(served: number, demand: number, threshold: { num: number; den: number }): string {
  if (!(demand > 0)) return formatShare(null);
  const share = served / demand;
  const limit = (100 * threshold.num) / threshold.den;
  const meets = served * threshold.den >= threshold.num * demand;
  const misread = (digits: string) => {
    const shown = digits.startsWith('>') || digits.startsWith('<') ? share * 100 : Number(digits);
    return shown >= limit !== meets;
  };
  let text = formatPercentDigits(share);
  for (let decimals = 2; misread(text) && decimals <= MOST_DECIMALS; decimals += 1) text = (share * 100).toFixed(decimals);
  return `${text} %`;
}
