import { ChokepointError } from '../case/error.ts';
import { compare, type Fraction, formatFraction, parseFraction } from '../metrics/exact.ts';
import { hhi, toPoints } from '../metrics/hhi.ts';
import { deltaHhi } from '../metrics/merge.ts';
import { type LineValues, type PackLine, passesPackLine, readPack, type ThresholdPack } from './pack.ts';

/** Result of one test of a pack; `found` in the words of the test. */
export type PackTestResult = { readonly test: number; readonly passed: boolean; readonly found: string };

function unitsOf(shares: readonly string[]): bigint[] {
  const fractions = shares.map(parseFraction);
  const common = fractions.reduce((product, { den }) => product * den, 1n);
  return fractions.map(({ num, den }) => num * (common / den));
}

function compareText(found: Fraction | null, expected: string): { passed: boolean; found: string } {
  if (found === null) return { passed: false, found: 'not defined' };
  return { passed: compare(found, parseFraction(expected)) === 0, found: formatFraction(found) };
}

/** Runs the tests that a pack carries, with the same functions that views use. */
export function runPackTests(pack: ThresholdPack): PackTestResult[] {
  return pack.tests.map((test, index) => {
    if ('line' in test) {
      const { line, passes: expected, ...texts } = test;
      const given = Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, parseFraction(text)] as const]));
      const found = passesPackLine(pack.lines[line] as PackLine, Object.fromEntries(given) as LineValues);
      return { test: index, passed: found === expected, found: String(found) };
    }
    const units = unitsOf(test.shares);
    const index01 = 'merge' in test ? deltaHhi(units, test.merge).value : hhi(units).value;
    const points = index01 === null ? null : toPoints(index01);
    return { test: index, ...compareText(points, 'merge' in test ? test.delta_hhi_points : test.hhi_points) };
  });
}

/**
 * Reads the text of a pack file and runs its tests.
 *
 * @throws ChokepointError `pack-not-json`, `pack-invalid` with the places that do not fit, `pack-test-failed` with the tests that fail
 */
export function packOfText(text: string): ThresholdPack {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ChokepointError(
      'pack-not-json',
      `The threshold pack is not JSON (${error instanceof Error ? error.message : String(error)}); its lines are not drawn.`,
      'A pack is one JSON object; start from one that the program shows.',
      {},
    );
  }
  const pack = readPack(json);
  const failed = runPackTests(pack).filter(({ passed }) => !passed);
  if (failed.length > 0) {
    const [{ test, found } = { test: 0, found: '' }] = failed;
    throw new ChokepointError(
      'pack-test-failed',
      `${failed.length} of ${pack.tests.length} tests of the pack "${pack.id}" fail: test ${test + 1} gives ${found}. Its lines are not drawn.`,
      'Correct the line or the test; both are exact, and "greater than" is false at the level itself.',
      { failed: failed.map((each) => ({ ...each })) },
    );
  }
  return pack;
}
