import { errorValueOf } from '../../../shared/case/error.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import type { AcrossDatasets, ScenarioMatrix, Trial } from '../../../shared/case/scenarios.ts';
import { verdictOf } from '../../../shared/resilience/contingencies/served.ts';
import { withKeptBracket } from '../analysis/kept-brackets.ts';
import { withPacking } from '../analysis/removal-packing.ts';
import { errorValueOfCall } from '../errors.ts';
import type { JobRun } from '../events.ts';
import type { Session } from '../session.ts';

type Scenario = ScenarioMatrix['scenarios'][number];

/** Served and wanted of each class in each scenario: one supply and one count a scenario. */
export function matrixOf(session: Session, trials: readonly Trial[]): JobRun<ScenarioMatrix> {
  return async (report, signal) => {
    const counted = [];
    for (const [index, { name, spec, removed }] of trials.entries()) {
      report('scenarios', index, trials.length);
      const supply = await session.reader.call('removal.supply', spec, { signal });
      const left = await session.compute.call('removal.served', { supply, spec, removed }, { signal });
      counted.push({ name, stamp: supply.stamp, left });
    }
    const classes = [...new Set(counted.flatMap(({ left }) => left.classes.map((each) => each.name)))];
    return {
      classes,
      scenarios: counted.map(({ name, stamp, left: { removed, classes: cells, ...left } }): Scenario => {
        const of = new Map(cells.map(({ name: own, ...cell }) => [own, cell]));
        return { name, stamp, ...left, removed: removed.length, cells: classes.map((each) => of.get(each) ?? null) };
      }),
    };
  };
}

type Row = AcrossDatasets['rows'][number];

/** One test on several datasets; where it cannot be run the reason stands in its row. */
export function acrossDatasets(
  session: Session,
  { spec, removed, datasets }: { spec: RemovalSpec; removed: readonly string[]; datasets: readonly string[] },
): JobRun<AcrossDatasets> {
  return async (report, signal) => {
    const listed = new Map((await session.reader.call('datasets.list', null, { signal })).map((dataset) => [dataset.id, dataset]));
    const rows: Row[] = [];
    for (const [index, dataset] of datasets.entries()) {
      report('datasets', index, datasets.length);
      const about = { dataset, name: listed.get(dataset)?.name ?? dataset, asOf: listed.get(dataset)?.asOf ?? null };
      try {
        rows.push({ ...about, ...(await outcomeOn(session, { spec, removed, dataset }, signal)) });
      } catch (error) {
        const known = errorValueOf(error) ?? errorValueOfCall(error);
        if (signal.aborted || known === null || known.code === 'cancelled' || known.code === 'internal') throw error;
        rows.push({ ...about, outcome: null, reason: known.message, absent: [], notes: [] });
      }
    }
    return { rows };
  };
}

async function outcomeOn(
  session: Session,
  asked: { spec: RemovalSpec; removed: readonly string[]; dataset: string },
  signal: AbortSignal,
): Promise<Pick<Row, 'outcome' | 'reason' | 'absent' | 'notes'>> {
  const { spec, removed, absent, notes } = await session.reader.call('removal.replay', asked, { signal });
  const supply = await session.reader.call('removal.supply', spec, { signal });
  // the band is not shown here, so one draw is enough
  const searched = await session.compute.call('removal.solve', { supply, spec: { ...spec, trials: 1 } }, { signal });
  const packed = await withPacking(session.solver, { supply, spec }, searched, signal);
  const result = await withKeptBracket(session, { supply, spec }, packed, signal);
  const left = removed.length === 0 ? null : await session.compute.call('removal.served', { supply, spec, removed }, { signal });
  const { stamp, by, units, demand, below, served0, breakingPoint, cheapest, sentence } = result;
  return {
    outcome: {
      stamp,
      by,
      units,
      demand,
      below,
      served0,
      breakingPoint,
      cheapest,
      sentence,
      removed: left && { served: left.served, verdict: verdictOf(left.served, left.below) },
    },
    reason: null,
    absent,
    notes: [...notes, ...result.notes.filter((note) => !note.startsWith('Random removal:'))],
  };
}
