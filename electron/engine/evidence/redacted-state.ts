import type { Redaction, RedactionPlan } from '../../../shared/case/report.ts';
import type { RedactionNote } from '../../../shared/evidence/manifest.ts';
import type { AnswerKind } from '../analysis/answers.ts';
import { factOperations } from '../analysis/reader-operations.ts';
import { currentDatasets, factsOf, type ReaderState, readerStateOf } from '../analysis/reader-state.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { type ReaderLaneState, read } from '../lanes/reader-store.ts';
import { redactionKeyOf } from '../store/redaction-key.ts';
import { redactedFacts } from './redact.ts';

/** The case as an export shows it: its own state where nothing is hidden. */
export type RedactedState = { state: ReaderState; note: RedactionNote | null; asked: Redaction; plan: RedactionPlan };

const NOTHING: RedactionPlan = { columns: [], names: 0, records: 0, weight: null, left: [], exposed: [], words: [] };

const REDACTED: AnswerKind<RedactedState> = { most: 1 };

/** The open case with pseudonyms; kept until the case or what is hidden changes. @throws ChokepointError as `redactedFacts` */
export function redactedState(state: ReaderLaneState, redaction: Redaction): RedactedState {
  currentDatasets(state);
  return state.answers.keep(REDACTED, [state.opening, state.dataVersion, redaction], () => {
    const redacted = redactedFacts(factsOf(state), redaction, read(state, redactionKeyOf));
    if (redacted === null) return { state, note: null, asked: redaction, plan: NOTHING };
    return {
      state: readerStateOf(redacted.facts, `${state.opening} redacted ${JSON.stringify(redaction)}`),
      note: redacted.note,
      asked: redacted.asked,
      plan: redacted.plan,
    };
  });
}

type Asked = { redaction: Redaction; name: string; input: unknown };

/** Questions about the case as an export shows it; on the reader lane. */
export const redactedOperations = {
  /** Any operation over facts by its name. */
  'redacted.call': (state: ReaderLaneState, { redaction, name, input }: Asked, context: LaneContext): unknown => {
    const operations: OperationTable<ReaderState> = factOperations;
    const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (run === undefined) throw new Error(`"${name}" is not answered from facts alone`);
    return run(redactedState(state, redaction).state, input, context);
  },
} satisfies OperationTable<ReaderLaneState>;

/** A session whose reader answers from the case with pseudonyms; what is computed beside it goes where it went. */
export function redactedSession(
  session: AnalysisSession & { reader: { call(name: 'redacted.call', input: Asked, options?: object): Promise<unknown> } },
  redaction: Redaction,
): AnalysisSession {
  const call = (name: string, input: unknown, options?: object) =>
    session.reader.call('redacted.call', { redaction, name, input }, options);
  return { compute: session.compute, reader: { call: call as AnalysisSession['reader']['call'] } };
}
