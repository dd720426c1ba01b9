import loadHighs, { type CallbackEvent, type Highs, type HighsCallbackMap } from 'highs';
import type { LinearProgram, ProgramSolution, SolveLimits } from '../../../shared/resilience/programs/linear-program.ts';

/** HiGHS, loaded once for a lane. */
export type Solver = Highs;

/** Loads HiGHS from its WebAssembly file: about a tenth of a second. */
export function loadSolver(): Promise<Solver> {
  return loadHighs();
}

/** Name and version, for certificates and notes. */
export function solverName(solver: Solver): string {
  return `HiGHS ${solver.version.string}`;
}

/**
 * Solves one program with HiGHS; blocks the thread, so it runs in a lane of its own.
 *
 * @param checkpoint throws when the caller has left; asked every few simplex steps and at every node of the search
 * @throws what `checkpoint` throws, `Error` when HiGHS fails on the program
 */
export function solveWithHighs(solver: Solver, program: LinearProgram, limits: SolveLimits, checkpoint: () => void): ProgramSolution {
  const { constants } = solver;
  const mixed = program.whole.some((flag) => flag === 1);
  const model = solver.createModel();
  try {
    model.options.set({ output_flag: false, time_limit: Math.max(0.01, limits.seconds) });
    if (mixed)
      model.options.set({
        mip_rel_gap: 0,
        mip_abs_gap: limits.gap ?? 0,
        mip_feasibility_tolerance: 1e-9,
        primal_feasibility_tolerance: 1e-9,
      });
    if (limits.target !== undefined) model.options.set({ objective_target: limits.target });
    model.passModel(modelData(solver, program));
    let left: unknown = null;
    const stop = (event: CallbackEvent): undefined => {
      if (left !== null || !('interrupt' in event)) return;
      try {
        checkpoint();
      } catch (error) {
        left = error;
        event.interrupt();
      }
    };
    model.run({
      [constants.callbackType.simplexInterrupt]: stop,
      [constants.callbackType.ipmInterrupt]: stop,
      [constants.callbackType.mipInterrupt]: stop,
    } as HighsCallbackMap);
    if (left !== null) throw left;
    checkpoint();
    const status = model.getModelStatus();
    const worst = program.sense === 'minimise' ? -Infinity : Infinity;
    if (status === constants.modelStatus.infeasible)
      return { status: 'infeasible', objective: null, bound: -worst, values: null, duals: null };
    const found = model.info.get('primal_solution_status') === 2;
    const solution = found ? model.getSolution() : null;
    const objective = found ? model.getObjectiveValue() : null;
    if (status === constants.modelStatus.optimal && solution !== null && objective !== null) {
      const bound = mixed ? Number(model.info.get('mip_dual_bound')) : objective;
      return { status: 'optimal', objective, bound, values: solution.colValue, duals: mixed ? null : solution.rowDual };
    }
    const bound = mixed ? Number(model.info.get('mip_dual_bound')) : worst;
    return { status: 'limit', objective, bound: Number.isFinite(bound) ? bound : worst, values: solution?.colValue ?? null, duals: null };
  } finally {
    model.dispose();
  }
}

function modelData({ infinity, constants }: Solver, program: LinearProgram) {
  const { cost, rowLower, starts, columns, coefficients, whole } = program;
  const ends = (values: Float64Array) => values.map((value) => (value === Infinity ? infinity : value === -Infinity ? -infinity : value));
  return {
    numCols: cost.length,
    numRows: rowLower.length,
    sense: program.sense === 'minimise' ? constants.objectiveSense.minimize : constants.objectiveSense.maximize,
    colCost: cost,
    colLower: ends(program.lower),
    colUpper: ends(program.upper),
    rowLower: ends(rowLower),
    rowUpper: ends(program.rowUpper),
    matrix: { format: 'csr' as const, numRows: rowLower.length, numCols: cost.length, starts, indices: columns, values: coefficients },
    ...(whole.some((flag) => flag === 1) ? { integrality: Int32Array.from(whole) } : {}),
  };
}
