import type { Flips } from '../../../../shared/case/contingencies.ts';
import { declarationFacts } from '../../../../shared/case/deviations.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { WorkloadClass } from '../../../../shared/case/portfolio.ts';
import { type RemovalResult, type RemovalSpec, wholeRemovalSpec } from '../../../../shared/case/removal.ts';
import type { Declaration } from '../../../../shared/case/scenarios.ts';
import { entityWords, formatCount, formatQuantity } from '../../../../shared/format/index.ts';
import { withKeptBracket } from '../../analysis/kept-brackets.ts';
import type { RemovalSupply } from '../../analysis/removal-supply.ts';
import type { AnalysisSession } from '../../analysis/session.ts';
import type { RemovalToRun } from '../../analysis/usual.ts';
import { labelOf } from '../claims-places.ts';
import { removalConclusions } from '../conclusions.ts';
import type { ClassPoint, ReportRemoval } from '../input.ts';
import type { Alternative } from '../standing.ts';

/** The k largest units whose share of the base stands under the axis of the removal curve. */
const SHARED_STEPS = 200;
/** Classes whose breaking point is asked alone. */
const MOST_CLASSES = 12;
/**
 * Units times classes up to which the smallest changes that turn a test are searched: at 20,000 units they take half of the time of a report and of
 * every verification of it. The screen searches them for any size.
 */
const MOST_FLIP_CELLS = 12_000;

/** What removal tests of a report are gathered with. */
export type RemovalsContext = {
  session: AnalysisSession;
  declarations: readonly Declaration[];
  linked: boolean;
  signal: AbortSignal;
};

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

type Point = { low: number | null; high: number | null; proven: boolean };

/** The breaking point alone, of a part of a test or under another choice; `null` where it cannot be asked. */
async function pointOf({ session, signal }: RemovalsContext, supply: RemovalSupply, spec: RemovalSpec): Promise<Point | null> {
  const whole = wholeRemovalSpec(spec);
  if (whole.metric !== 'value' || Object.keys(whole.costs).length > 0) return null;
  try {
    const { pessimistic, optimistic } = await session.compute.call('removal.breakingPoint', { supply, spec: whole }, { signal });
    const favourable = optimistic ?? pessimistic;
    return { low: pessimistic.k, high: favourable.k, proven: pessimistic.kLow === pessimistic.k && favourable.kLow === favourable.k };
  } catch (error) {
    if (signal.aborted || !(error instanceof ChokepointError)) throw error;
    return null;
  }
}

async function classPoints(
  context: RemovalsContext,
  supply: RemovalSupply,
  spec: RemovalSpec,
  result: RemovalResult,
): Promise<ClassPoint[]> {
  const { classes } = result.portfolio;
  if (classes.length < 2 || classes.length > MOST_CLASSES) return [];
  const points: ClassPoint[] = [];
  for (const workload of classes) {
    const point = await pointOf(context, supply, { ...spec, portfolio: { ...result.portfolio, classes: [workload] } });
    if (point === null) return [];
    points.push({ name: workload.name, ...point });
  }
  return points;
}

/** The smallest changes that turn a test, or why they were not searched. */
async function flipsOf(
  { session, signal }: RemovalsContext,
  spec: RemovalSpec,
  result: RemovalResult,
): Promise<{ flips: Flips | null; flipsReason: string }> {
  const cells = result.units * result.portfolio.classes.length;
  const none = (flipsReason: string) => ({ flips: null, flipsReason });
  if ((result.metric ?? 'value') !== 'value') return none('What would turn this test is searched for the value of the portfolio only.');
  if (cells > MOST_FLIP_CELLS)
    return none(
      `What would turn this test was not searched: it has ${formatCount(result.units)} units and ${formatCount(result.portfolio.classes.length)} classes, and a report searches up to ${formatCount(MOST_FLIP_CELLS)} of them together; the removal test does under Sensitivity.`,
    );
  try {
    const sides = await session.reader.call('removal.flipSides', spec, { signal });
    return { flips: await session.compute.call('removal.flips', { ...sides, spec }, { signal }), flipsReason: '' };
  } catch (error) {
    if (signal.aborted || !(error instanceof ChokepointError)) throw error;
    return none(`What would turn this test was not searched: ${error.value.message}`);
  }
}

/** Other entity policies of a test. */
async function policyAlternatives(context: RemovalsContext, spec: RemovalSpec, result: RemovalResult): Promise<Alternative[]> {
  const { session, signal, linked } = context;
  if (!linked || result.stamp.entities === null) return [];
  const alternatives: Alternative[] = [];
  for (const entities of ['none', 'confirmed', 'all-plausible'] as const) {
    if (entities === result.stamp.entities) continue;
    const other = { ...spec, entities };
    const point = await pointOf(context, await session.reader.call('removal.supply', other, { signal }), other);
    if (point === null) continue;
    const words = entityWords(entities, 0);
    alternatives.push({
      size: 'choice',
      words: words.charAt(0).toUpperCase() + words.slice(1),
      conclusions: removalConclusions(point),
    });
  }
  return alternatives;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Flips as alternatives: decisions on entities and unknown values, and changes of the capacity that are small against the network. */
function flipAlternatives(flips: Flips | null, gpus: number): Alternative[] {
  return (flips?.flips ?? []).flatMap(({ kind, change, size, unit, turnsAt, after, before }): Alternative[] => {
    const conclusions = removalConclusions(turnsAt === null ? before : after);
    if (kind === 'unknowns') return [{ size: 'choice', words: sentence(change), conclusions }];
    // an open link that would be accepted is one of the small changes; one that a person confirmed is a choice
    if (kind === 'merge') return [{ size: change.endsWith('accepted') ? 'small' : 'choice', words: sentence(change), conclusions }];
    const isSmall = (kind === 'capacity' || kind === 'undisclosed') && size !== null && unit.startsWith('GPU') && size * 100 <= gpus;
    return isSmall ? [{ size: 'small', words: sentence(change), conclusions }] : [];
  });
}

/** Whether one hundredth of the demand more or less served would move the breaking point: read from the exact worst case beside it. */
function marginAlternatives({ curves, demand, below, breakingPoint, metric = 'value' }: RemovalResult): Alternative[] {
  const { low } = breakingPoint;
  const worst = curves.find(({ order }) => order === 'worst-case');
  if (metric !== 'value' || low === null || worst === undefined) return [];
  const at = (k: number): number | null => worst.served[worst.k.indexOf(k)] ?? null;
  const hundredth = demand / 100;
  const [before, after] = [at(low - 1), at(low)];
  const own = removalConclusions(breakingPoint)['breaking-point'] as string;
  return [
    ...(before === null
      ? []
      : [
          {
            size: 'small' as const,
            words: '1 % of the demand less served',
            conclusions: { 'breaking-point': before - hundredth < below ? `k* = ${formatCount(low - 1)} or less` : own },
          },
        ]),
    ...(after === null
      ? []
      : [
          {
            size: 'small' as const,
            words: '1 % of the demand more served',
            conclusions: { 'breaking-point': after + hundredth >= below ? `k* = ${formatCount(low + 1)} or more` : own },
          },
        ]),
  ];
}

/** One removal test with everything that the report says of it. */
export async function reportRemoval(
  context: RemovalsContext,
  { id, name, spec, removed }: RemovalToRun,
  isWeighed: boolean,
): Promise<ReportRemoval> {
  const { session, declarations, signal } = context;
  const supply = await session.reader.call('removal.supply', spec, { signal });
  const model = await session.compute.call('removal.model', { supply, spec }, { signal });
  const searched = await session.compute.call('removal.solve', { supply, spec }, { signal });
  const solved = await withKeptBracket(session, { supply, spec }, searched, signal);
  const result = { ...solved, ...declarationFacts(declarations, spec) };
  const inputs = await session.compute.call('removal.inputs', { supply, spec }, { signal });
  const byHand = removed.length === 0 ? null : await session.compute.call('removal.served', { supply, spec, removed }, { signal });
  const gpus = model.units.reduce((sum, unit) => sum + unit.gpus, model.unknownUnit.gpus);
  const baseRemoved = [0];
  for (const unit of model.largestFirst.slice(0, SHARED_STEPS))
    baseRemoved.push((baseRemoved.at(-1) as number) + (model.units[unit]?.gpus ?? 0) / Math.max(1, gpus));
  const { mode, entities, base, combinations } = wholeRemovalSpec(spec);
  const { flips, flipsReason } = isWeighed ? await flipsOf(context, spec, result) : { flips: null, flipsReason: '' };
  return {
    name,
    label: labelOf(id),
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
    classes: await classPoints(context, supply, spec, result),
    flips,
    flipsReason,
    alternatives: isWeighed
      ? [...(await policyAlternatives(context, spec, result)), ...flipAlternatives(flips, gpus), ...marginAlternatives(result)]
      : [],
  };
}
