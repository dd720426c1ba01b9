import { type LineValues, type PackLine, passesPackLine, type ThresholdPack } from '../../shared/claims/pack.ts';
import { compare, type Fraction, parseFraction } from '../../shared/metrics/exact.ts';
import { hhi, toPoints } from '../../shared/metrics/hhi.ts';
import { deltaHhi } from '../../shared/metrics/merge.ts';

/** Result of one test of a pack. */
export type PackTestResult = { readonly test: number; readonly passed: boolean; readonly found: string };

/** Whether a pack was not, or is no longer, valid on a day (YYYY-MM-DD, both ends included). */
export function packExpired(pack: ThresholdPack, day: string): boolean {
  return (pack.valid_from !== null && day < pack.valid_from) || (pack.valid_to !== null && day > pack.valid_to);
}

function unitsOf(shares: readonly string[]): bigint[] {
  const fractions = shares.map(parseFraction);
  const common = fractions.reduce((product, { den }) => product * den, 1n);
  return fractions.map(({ num, den }) => num * (common / den));
}

function compareText(found: Fraction | null, expected: string): { passed: boolean; found: string } {
  if (found === null) return { passed: false, found: 'not defined' };
  return { passed: compare(found, parseFraction(expected)) === 0, found: found.den === 1n ? `${found.num}` : `${found.num}/${found.den}` };
}

/** Runs the tests that a pack carries, with the same functions that views use. */
export function runPackTests(pack: ThresholdPack): PackTestResult[] {
  return pack.tests.map((test, index) => {
    if ('line' in test) {
      const { line, passes: expected, ...texts } = test;
      const values: LineValues = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, parseFraction(text)]));
      const found = passesPackLine(pack.lines[line] as PackLine, values);
      return { test: index, passed: found === expected, found: String(found) };
    }
    const units = unitsOf(test.shares);
    const index01 = 'merge' in test ? deltaHhi(units, test.merge).value : hhi(units).value;
    const points = index01 === null ? null : toPoints(index01);
    return { test: index, ...compareText(points, 'merge' in test ? test.delta_hhi_points : test.hhi_points) };
  });
}
