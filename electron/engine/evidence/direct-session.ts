import { Answers } from '../analysis/answers.ts';
import { analysisComputations } from '../analysis/compute-operations.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import { factOperations } from '../analysis/reader-operations.ts';
import { readerStateOf } from '../analysis/reader-state.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import { type LaneContext, type OperationTable, Transferred } from '../lanes/protocol.ts';

/** What operations may do that nobody watches and nobody can stop. */
export const unwatched: LaneContext = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };

// biome-ignore lint/suspicious/noExplicitAny: each table has a state of its own
function callOf<Call>(operations: OperationTable<any>, state: unknown, context: LaneContext, pause: () => Promise<void>): Call {
  const call = async (name: string, input: unknown): Promise<unknown> => {
    const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (run === undefined) throw new Error(`"${name}" is not answered from facts alone`);
    await pause();
    context.checkpoint();
    const result = await run(state, input, context);
    return result instanceof Transferred ? result.value : result;
  };
  return call as Call;
}

/**
 * The operations of the reader and compute lanes over facts, called one after the other in the caller's own thread: in Node, in a worker and in
 * a page. What needs the case file itself (sources, rejected records, SQL) is not there.
 *
 * @param context how the work is watched and stopped
 * @param pause awaited before each operation, so that a page can draw
 */
export function directSession(
  facts: CaseFacts,
  context: LaneContext = unwatched,
  pause: () => Promise<void> = () => Promise.resolve(),
): AnalysisSession {
  const reader = readerStateOf(facts, 'memory');
  const compute = { answers: new Answers() };
  return {
    reader: { call: callOf<AnalysisSession['reader']['call']>(factOperations, reader, context, pause) },
    compute: { call: callOf<AnalysisSession['compute']['call']>(analysisComputations, compute, context, pause) },
  };
}
