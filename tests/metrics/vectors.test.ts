// Known answers: ../shared/vectors/metrics.json (281 vectors with their sources); skipped with a message where that file is absent.
import { describe, expect, it } from 'vitest';
import { ChokepointError } from '../../shared/case/error.ts';
import { evenness } from '../../shared/metrics/entropy.ts';
import { formatFraction, fraction, parseFraction } from '../../shared/metrics/exact.ts';
import { giniCorrected } from '../../shared/metrics/gini.ts';
import { effectiveNumber, hhiNormalised } from '../../shared/metrics/hhi.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { compatibilityPreset } from '../../shared/metrics/presets.ts';
import type { Json, JsonObject, Vector } from './vector-answers.ts';
import { answers, file, HOME, present, unitsOf } from './vector-answers.ts';

const COUNTED = /^(n|k|groups|total|known|unknown|members_present|weights|largest|entities|nakamoto.*|total_weight)(\.|$)/;

/** Checks an answer: texts, flags, nulls, counts exactly, other numbers within the tolerance of the vector. */
function check(found: Json | undefined, expected: Json, tolerance: number, place: string): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    const allowed = COUNTED.test(place) && Number.isInteger(expected) ? 0 : tolerance;
    expect(Math.abs(found - expected), `${place}: ${found} instead of ${expected}`).toBeLessThanOrEqual(allowed);
  } else if (Array.isArray(expected)) {
    expect((found as Json[]).length, place).toBe(expected.length);
    for (const [i, each] of expected.entries()) check((found as Json[])[i], each, tolerance, `${place}.${i}`);
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, each] of Object.entries(expected))
      check((found as JsonObject)[key], each, tolerance, place === '' ? key : `${place}.${key}`);
  } else if (typeof expected === 'string' && expected.includes('/')) {
    expect(formatFraction(parseFraction(found as string)), place).toBe(formatFraction(parseFraction(expected)));
  } else {
    expect(found, place).toEqual(expected);
  }
}

describe.skipIf(!present)(`known answers of ${HOME}`, () => {
  // an optional index that no view offers: the file says that it may be skipped
  const offered = file.vectors.filter(({ preset, metric }) => preset !== 'never' && metric !== 'atkinson');

  it('covers every vector of the file once', () => {
    expect(file.vectors).toHaveLength(file.count);
    expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(281);
    const byPreset = Object.groupBy(file.vectors, ({ preset }) => preset);
    console.log(
      Object.entries(byPreset)
        .map(([preset, vectors]) => `${preset} ${vectors?.length}`)
        .join(', '),
    );
    expect(offered.filter(({ metric }) => !(metric in answers))).toEqual([]);
    expect(offered).toHaveLength(278);
    expect(file.vectors.filter(({ metric }) => metric === 'atkinson').map(({ preset }) => preset)).toEqual(['reference', 'reference']);
  });

  it('does not offer what is recorded only to explain a difference', async () => {
    const never = file.vectors.filter(({ preset }) => preset === 'never');
    expect(never.map(({ metric }) => metric)).toEqual(['gini_rectangles']);
    expect(Object.keys(await import('../../shared/metrics/gini.ts')).filter((name) => /rectangle/i.test(name))).toEqual([]);
  });

  for (const vector of offered) {
    it(`${vector.id} (${vector.preset})`, () => {
      const answer = answers[vector.metric] as (vector: Vector) => Json;
      const { expected } = vector;
      if (expected !== null && typeof expected === 'object' && 'error' in expected) {
        const { error, index } = expected as { error: string; index: number };
        let thrown: unknown;
        try {
          answer(vector);
        } catch (problem) {
          thrown = problem;
        }
        expect(thrown).toBeInstanceOf(ChokepointError);
        expect((thrown as ChokepointError).value).toMatchObject({ code: error, details: { index } });
        return;
      }
      check(answer(vector), expected, vector.tolerance, '');
      if (vector.flag !== undefined) expect(hhiNormalised(unitsOf(vector)).flags).toEqual([vector.flag]);
      const preset = compatibilityPreset(vector.preset);
      if (preset && vector.id !== 'edge-nakamoto-10') {
        // 4/5 is no threshold of the preset; the vector only shows its comparison.
        const { t, cmp } = vector.params as { t: string; cmp: string };
        expect(preset.thresholds.map(({ threshold, passing }) => `${passing} ${formatFraction(parseFraction(threshold))}`)).toContain(
          `${cmp} ${formatFraction(parseFraction(t))}`,
        );
      }
    });
  }

  it('gives a reason with every undefined value', () => {
    expect(nakamoto([0n, 0n], fraction(1, 2)).reason).toBe('no-weight');
    expect(nakamoto([3n, 2n, 1n], fraction(1)).reason).toBe('unreachable');
    expect(evenness([7n]).reason).toBe('too-few-entities');
    expect(effectiveNumber([]).reason).toBe('no-weight');
    expect(giniCorrected([5n]).reason).toBe('too-few-entities');
  });
});
