import packageJson from '../../../package.json' with { type: 'json' };
import { deviationsFrom } from '../../../shared/case/deviations.ts';
import type { WorkloadClass } from '../../../shared/case/portfolio.ts';
import { wholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Group, ViewSpec } from '../../../shared/case/view.ts';
import { formatCount, formatQuantity } from '../../../shared/format/index.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import { type RemovalToRun, usualRemovals, usualViews } from '../analysis/usual.ts';
import type { ReportInput, ReportRemoval, ReportView } from './input.ts';

const WINDOW = 2000;
/** The k largest units whose share of the base stands under the axis of the removal curve. */
const SHARED_STEPS = 200;

type Report = (phase: string, done: number, total: number | null) => void;

async function viewOf(session: AnalysisSession, name: string, spec: ViewSpec, signal: AbortSignal): Promise<ReportView> {
  const result = await session.reader.call('view.open', spec, { signal });
  const groups: Group[] = [];
  for (let total = 1; groups.length < total; ) {
    const window = await session.reader.call(
      'view.rows',
      { handle: result.handle, window: { start: groups.length, end: groups.length + WINDOW }, search: '' },
      { signal },
    );
    total = window.total;
    groups.push(...window.rows);
  }
  return { name, result, groups };
}

/** Constraints of a class in words. */
function constraintsOf(workload: WorkloadClass): string {
  const words = [
    workload.gpu_models && `GPU ${workload.gpu_models.join(' or ')}`,
    workload.min_vram_gib && `at least ${workload.min_vram_gib} GiB per GPU`,
    workload.cpu_milli_per_node && `${formatQuantity(workload.cpu_milli_per_node / 1000)} CPU cores per node`,
    workload.memory_mib_per_node && `${formatQuantity(workload.memory_mib_per_node / 1024)} GiB of memory per node`,
    workload.countries && `in ${workload.countries.join(', ')}`,
    workload.min_uptime && `uptime at least ${(workload.min_uptime * 100).toFixed(2).replace(/\.?0+$/, '')} %`,
    workload.verified_only && 'verified nodes only',
    workload.max_usd_per_gpu_hour && `at most ${workload.max_usd_per_gpu_hour} USD per GPU-hour`,
  ].filter(Boolean);
  return words.length === 0 ? 'none' : words.join('; ');
}

async function removalOf(session: AnalysisSession, { name, spec, removed }: RemovalToRun, signal: AbortSignal): Promise<ReportRemoval> {
  const supply = await session.reader.call('removal.supply', spec, { signal });
  const model = await session.compute.call('removal.model', { supply, spec }, { signal });
  const solved = await session.compute.call('removal.solve', { supply, spec }, { signal });
  const declared = deviationsFrom(await session.reader.call('removal.declarations', null, { signal }), spec);
  const result = declared === null ? solved : { ...solved, deviations: declared.deviations };
  const inputs = await session.compute.call('removal.inputs', { supply, spec }, { signal });
  const byHand = removed.length === 0 ? null : await session.compute.call('removal.served', { supply, spec, removed }, { signal });
  const gpus = model.units.reduce((sum, unit) => sum + unit.gpus, model.unknownUnit.gpus);
  const baseRemoved = [0];
  for (const unit of model.largestFirst.slice(0, SHARED_STEPS))
    baseRemoved.push((baseRemoved.at(-1) as number) + (model.units[unit]?.gpus ?? 0) / Math.max(1, gpus));
  const { mode, entities, base, combinations } = wholeRemovalSpec(spec);
  return {
    name,
    asked: { mode, entities, base, combinations },
    result,
    records: supply.inventory.rows,
    portfolio: {
      title: spec.portfolio.title ?? spec.portfolio.id ?? 'portfolio of the analyst',
      classes: result.portfolio.classes.map((workload) => ({
        name: workload.name,
        shape: `${formatCount(workload.gpus_per_node)} GPU × ${formatCount(workload.nodes)} node${workload.nodes === 1 ? '' : 's'}`,
        constraints: constraintsOf(workload),
        quantity: workload.quantity ?? 0,
      })),
    },
    inputs,
    baseRemoved,
    byHand,
  };
}

/**
 * Everything that the report of the open case says: saved views and scenarios, or the usual ones of each dataset where none is saved.
 *
 * @throws ChokepointError `no-case-open`, and what the views and removal tests throw
 */
export async function gatherReport(
  session: AnalysisSession,
  paper: ReportInput['paper'],
  report: Report,
  signal: AbortSignal,
): Promise<ReportInput> {
  const [info, datasets, sources, saved, scenarios, decisions] = await Promise.all([
    session.reader.call('case.info', null, { signal }),
    session.reader.call('datasets.list', null, { signal }),
    session.reader.call('sources.list', null, { signal }),
    session.reader.call('views.list', null, { signal }),
    session.reader.call('removal.scenarios', null, { signal }),
    session.reader.call('quality.decisions', null, { signal }),
  ]);
  const current = new Set(datasets.map(({ id }) => id));
  const chosen = saved.filter(({ spec }) => current.has(spec.dataset));
  const kept = scenarios.filter(({ spec }) => current.has(spec.dataset));
  const tests = kept.length > 0 ? kept : usualRemovals(datasets);
  const viewList = chosen.length > 0 ? chosen : usualViews(datasets);
  const steps = viewList.length + tests.length;
  const views: ReportView[] = [];
  for (const { name, spec } of viewList) {
    report('gather', views.length, steps);
    views.push(await viewOf(session, name, spec, signal));
  }
  const removals: ReportRemoval[] = [];
  for (const test of tests) {
    report('gather', views.length + removals.length, steps);
    removals.push(await removalOf(session, test, signal));
  }
  const { title, question, createdAt } = info;
  // a sample in any part marks the whole
  const sample = info.sample || datasets.some((dataset) => dataset.sample);
  const ofCase = <T extends { dataset: string }>(list: readonly T[]) => list.filter(({ dataset }) => current.has(dataset));
  return {
    case: { title, question, createdAt, sample },
    sources,
    datasets,
    waivers: ofCase(decisions.waivers),
    corrections: ofCase(decisions.corrections),
    views,
    removals,
    version: packageJson.version,
    paper,
  };
}
