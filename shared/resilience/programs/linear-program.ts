/** A linear program, some of its columns whole numbers; rows in compressed form: entries `starts[row]` to `starts[row + 1]`. */
export type LinearProgram = {
  sense: 'minimise' | 'maximise';
  cost: Float64Array;
  lower: Float64Array;
  /** Infinity = no upper end */
  upper: Float64Array;
  /** 1 = the column is a whole number */
  whole: Uint8Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  starts: Int32Array;
  columns: Int32Array;
  coefficients: Float64Array;
};

/** What a solver says; numbers are doubles, so whoever uses them rounds and checks again in integers. */
export type ProgramSolution = {
  /** `limit`: time or target reached, `values` is the best that was found */
  status: 'optimal' | 'infeasible' | 'limit';
  /** of `values` */
  objective: number | null;
  /** no solution is better than this: the objective itself when optimal */
  bound: number;
  values: Float64Array | null;
  /** of the rows, for programs without whole columns */
  duals: Float64Array | null;
};

export type SolveLimits = {
  /** wall-clock seconds of this solve */
  seconds: number;
  /** stop when the objective is known to within this; default 0 */
  gap?: number;
  /** stop at the first solution at least this good */
  target?: number;
};

/** Solves one program; throws when the caller has left. */
export type Solve = (program: LinearProgram, limits: SolveLimits) => ProgramSolution;

export type ProgramBuilder = {
  /** Adds a column and returns its index. */
  column(column: { cost?: number; lower?: number; upper?: number; whole?: boolean }): number;
  /** Adds a row `lower <= sum <= upper`; columns at most once each. */
  row(lower: number, upper: number, entries: Iterable<readonly [column: number, coefficient: number]>): number;
  build(): LinearProgram;
};

/** Collects a linear program column by column and row by row; zero coefficients are left out. */
export function programBuilder(sense: LinearProgram['sense']): ProgramBuilder {
  const cost: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const whole: number[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const starts: number[] = [0];
  const columns: number[] = [];
  const coefficients: number[] = [];
  return {
    column(column) {
      cost.push(column.cost ?? 0);
      lower.push(column.lower ?? 0);
      upper.push(column.upper ?? Infinity);
      whole.push(column.whole ? 1 : 0);
      return cost.length - 1;
    },
    row(low, high, entries) {
      for (const [column, coefficient] of entries) {
        if (coefficient === 0) continue;
        columns.push(column);
        coefficients.push(coefficient);
      }
      starts.push(columns.length);
      rowLower.push(low);
      rowUpper.push(high);
      return rowLower.length - 1;
    },
    build: () => ({
      sense,
      cost: Float64Array.from(cost),
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
      whole: Uint8Array.from(whole),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      starts: Int32Array.from(starts),
      columns: Int32Array.from(columns),
      coefficients: Float64Array.from(coefficients),
    }),
  };
}
