import type { ServedRange, Verdict } from '../../case/contingencies.ts';
import type { ServiceTerms } from '../terms.ts';
import type { LeftWithout } from './common-mode.ts';
import type { Left } from './served.ts';
import { verdictOf } from './served.ts';

/** Kinds of contingency, in the words of grid planning (NERC TPL-001): what is lost at once. */
export const CONTINGENCY_CLASSES = {
  P0: 'nothing removed',
  P1: 'each single loss',
  P2: 'second loss after everything is placed again',
  P3: 'the k largest',
  P4: 'common mode: one site, network, cloud or lessor',
  P5: 'one country, bloc, vendor or model',
  E: 'custom',
} as const;
export type ContingencyClass = keyof typeof CONTINGENCY_CLASSES;

/** Rows that are lost together under one name. */
export type MatrixScenario = {
  name: string;
  kind: ContingencyClass;
  /** rows lost in the favourable reading */
  rows: Int32Array;
  /** rows lost in the adverse reading, which must contain the others; default the same */
  rowsAdverse?: Int32Array;
};

/** Workloads x scenarios: how many instances of each class are served of those wanted. */
export type ScenarioMatrix = {
  classes: { name: string; wanted: number }[];
  scenarios: {
    name: string;
    kind: ContingencyClass;
    rows: number;
    value: ServedRange;
    verdict: Verdict;
    /** instances served of each class, in class order */
    served: ServedRange[];
  }[];
};

/**
 * Fills the matrix. Each cell is a number of instances over the wanted one; cells of a column are those of one placement where the mode is
 * competing, and of each class alone where it is independent.
 *
 * @param without as `leftIndependent(...).without(no rows)`, or the same of a competing placement
 */
export function scenarioMatrix(
  start: Left,
  without: LeftWithout,
  terms: ServiceTerms,
  scenarios: readonly MatrixScenario[],
): ScenarioMatrix {
  return {
    classes: terms.names.map((name, index) => ({ name, wanted: terms.quantity[index] as number })),
    scenarios: scenarios.map(({ name, kind, rows, rowsAdverse = rows }) => {
      const left = rows.length === 0 && rowsAdverse.length === 0 ? start : without({ low: rowsAdverse, high: rows });
      return {
        name,
        kind,
        rows: rows.length,
        value: left.value,
        verdict: verdictOf(left.value, terms.below),
        served: terms.names.map((_, index) => ({ low: left.byClass.low[index] as number, high: left.byClass.high[index] as number })),
      };
    }),
  };
}
