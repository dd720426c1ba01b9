import type { Field } from '../../../shared/case/dataset.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import type { Ladder, Quality, Waiver } from '../../../shared/case/quality.ts';
import { IF_NO_SUMS, sumsWords } from '../../../shared/claims/sums.ts';
import type { CheckInput } from '../../../shared/quality/check.ts';
import { type RungCount, rungsOfDataset, rungTexts, supplyLadder } from '../../../shared/quality/ladder.ts';
import { CHECKS, type CheckResult, runChecks } from '../../../shared/quality/run.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import type { AnswerKind } from './answers.ts';
import type { Correction } from './facts.ts';
import { currentDatasets, datasetOf, factsOf, joinOutcomes, type ReaderState, tableOf } from './reader-state.ts';
import { rowsWindow } from './rows-window.ts';
import { countedRecords } from './sums.ts';

/** What the checks of one dataset gave, until the case changes. */
type Checked = { weight: string; results: CheckResult[] };
const CHECKED: AnswerKind<Checked> = { most: 1 };

function inputOf(state: ReaderState, id: string, now: string): CheckInput {
  const dataset = datasetOf(state, id);
  const table = tableOf(state, id);
  return {
    dataset,
    table,
    given: (field: Field) => {
      const derived = dataset.columns.find((column) => column.field === field)?.derived;
      return (derived && table.columns.get(derived.from)) ?? null;
    },
    rejected: factsOf(state).rejects(id),
    joins: joinsOf(state, id),
    others: [...currentDatasets(state).values()].filter((other) => other.id !== id),
    now,
  };
}

function joinsOf(state: ReaderState, id: string): CheckInput['joins'] {
  const outcomes = joinOutcomes(state, id);
  return datasetOf(state, id).columns.flatMap(({ name, joined }) => {
    const outcome = joined && outcomes.get(joined.join);
    return outcome ? [{ name, withName: joined.dataset, outcome }] : [];
  });
}

/** All results of a dataset; one check after the other, so that a cancel is seen between them. */
function resultsOf(state: ReaderState, { dataset, now }: { dataset: string; now: string }, context: LaneContext): Checked {
  const input = inputOf(state, dataset, now);
  const key = [state.opening, state.dataVersion, dataset, now.slice(0, 10)];
  return state.answers.keep(CHECKED, key, () => runChecks(input, watched(context), context.checkpoint));
}

/** The checks, each telling how far they are. */
function watched(context: LaneContext): typeof CHECKS {
  let done = 0;
  return CHECKS.map((check) => ({
    ...check,
    run(given: CheckInput) {
      context.progress('checks', done, CHECKS.length);
      done += 1;
      return check.run(given);
    },
  }));
}

/** Quality of datasets, on the reader lane. */
export const qualityOperations = {
  'quality.checks': (state: ReaderState, input: { dataset: string; now: string }, context: LaneContext): Quality => {
    const { weight, results } = resultsOf(state, input, context);
    const waivers = factsOf(state)
      .waivers()
      .filter(({ dataset }) => dataset === input.dataset);
    return {
      dataset: input.dataset,
      weight,
      checks: results.map(({ rows, columns, claims, ...result }) => ({
        ...result,
        columns: [...columns],
        claims: [...claims],
        rows: rows?.length ?? 0,
        waiver: waivers.find(({ check }) => check === result.id) ?? null,
      })),
    };
  },

  'quality.rows': (
    state: ReaderState,
    input: { dataset: string; check: string; now: string; window: { start: number; end: number } },
    context: LaneContext,
  ) => {
    const result = resultsOf(state, input, context).results.find(({ id }) => id === input.check);
    if (!result) throw notInCase('check', input.check);
    return rowsWindow(state, { dataset: input.dataset, window: input.window, rows: result.rows ?? new Int32Array(0) });
  },

  /** What persons decided about the data of the case, for the report. */
  'quality.decisions': (state: ReaderState, _input: null): { waivers: Waiver[]; corrections: Correction[] } => ({
    waivers: factsOf(state).waivers(),
    corrections: factsOf(state).corrections(),
  }),

  'quality.ladder': (state: ReaderState, { dataset, now }: { dataset: string; now: string }): Ladder => {
    const stated = factsOf(state)
      .statedSupply()
      .filter((each) => each.dataset === dataset);
    const { counts: isCounted, sums } = countedRecords(state, datasetOf(state, dataset));
    const ids = new Map<RungCount, string>();
    const counts = [
      ...rungsOfDataset(inputOf(state, dataset, now), isCounted),
      ...stated.map(({ id, rung, gpus, source, asOf }): RungCount => {
        const count = { rung, gpus: BigInt(gpus), source, asOf, method: 'stated' };
        ids.set(count, id);
        return count;
      }),
    ];
    const { rungs, findings } = supplyLadder(counts);
    return {
      dataset,
      rungs: rungs.map(({ rung, counts: of, wider, drop }) => ({
        rung,
        wider,
        drop,
        counts: of.map((count) => ({
          ...rungTexts(count),
          asOf: count.asOf,
          source: count.source,
          method: count.method,
          stated: ids.get(count) ?? null,
        })),
      })),
      findings: [
        ...findings.map(({ message, advice }) => ({ message, advice })),
        ...(sums === null ? [] : [{ message: `${sumsWords(sums, 'left out')}.`, advice: IF_NO_SUMS }]),
      ],
    };
  },
} satisfies OperationTable<ReaderState>;
