import { type Curve, type RandomRemoval, type RemovalResult, wholeRemovalSpec } from '../../../shared/case/removal.ts';
import type { Left } from '../../../shared/case/scenarios.ts';
import type { RemovalModel } from '../../../shared/contract/removal.ts';
import { canonicalInputs, inputsText } from '../../../shared/resilience/canonical.ts';
import { checkRemoval } from '../../../shared/resilience/check-removal.ts';
import type { CertificateCheck } from '../../../shared/resilience/check-start.ts';
import { servedAlong } from '../../../shared/resilience/competing/served-along.ts';
import { type ServedBounds, servedBounds } from '../../../shared/resilience/competing/supply.ts';
import { type CompetingTables, packTables } from '../../../shared/resilience/competing/tables.ts';
import { spread } from '../../../shared/resilience/curves.ts';
import { resilienceIndex } from '../../../shared/resilience/measures/resilience-index.ts';
import { limitsOf } from '../../../shared/resilience/measures/service-metric.ts';
import { type RandomBand, randomNotes } from '../../../shared/resilience/random.ts';
import { favourableLargestFirst, type PreparedRemoval, removalTest } from '../../../shared/resilience/removal-test.ts';
import { unservableReason } from '../../../shared/resilience/unservable.ts';
import { sha256OfPieces } from '../digest.ts';
import { type LaneContext, type OperationTable, Transferred } from '../lanes/protocol.ts';
import { solveCosts } from './removal-costs.ts';
import { leftAfter } from './removal-left.ts';
import { SHARED_NOTE, solveClassMetric } from './removal-metric.ts';
import { notInFull } from './removal-parts.ts';
import { certifiedTest, preparedOf, type RemovalRequest } from './removal-request.ts';
import type { Bracket, SearchedBrackets } from './removal-verification.ts';

/** Fewer trials for large networks, so that the band stays within seconds; the number is printed in the notes. */
const RANDOM_WORK = 2.4e9;
const MOST_TRIALS = 10_000;
/** Records whose inputs are attached to a report, some 100 bytes each; a larger network is checked against its case. */
const MOST_KEPT_ROWS = 25_000;
/** Largest-first of competing placement is computed for every k up to here, then at about as many points more. */
const DENSE = 400;

function trialsFor(units: number, classes: number): number {
  return Math.max(200, Math.min(MOST_TRIALS, Math.floor(RANDOM_WORK / Math.max(1, units * classes))));
}

/** GPUs and records of each unit. */
function unitsOf({ ids, gpus, unitOfRow }: PreparedRemoval['counts']): RemovalModel['units'] {
  const rows = new Int32Array(ids.length);
  for (const unit of unitOfRow) if (unit >= 0) rows[unit] = (rows[unit] as number) + 1;
  return ids.map((id, unit) => ({ id, gpus: gpus[unit] as number, rows: rows[unit] as number }));
}

/** Tables with which the page bounds what all classes together are served; their numbers are moved beside them. */
function competingOf({ competing, exact, terms, largestFirst }: PreparedRemoval): {
  tables: CompetingTables | null;
  numbers: Float64Array<ArrayBuffer>;
} {
  if (competing === null) return { tables: null, numbers: new Float64Array(0) };
  const supplies = exact ? [competing.pessimistic] : [competing.pessimistic, competing.optimistic];
  const { jobs, readings, numbers } = packTables(supplies);
  const starts = supplies.map((supply) => servedBounds(supply, terms, []));
  const k = spread(competing.pessimistic.alone.units, DENSE, null);
  const served = servedAlong(competing.pessimistic, terms, largestFirst, k, (starts[0] as ServedBounds).high);
  return {
    tables: {
      jobs,
      readings: readings.map((reading, place) => ({ ...reading, start: starts[place] as ServedBounds })),
      largestFirst: { k, served },
    },
    numbers,
  };
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The sets that do not have the members of a given one. */
function othersThan(members: readonly string[], sets: readonly string[][]): string[][] {
  const names = new Set(members);
  return sets.filter((set) => set.length !== names.size || !set.every((name) => names.has(name)));
}

const numericCurves = (curves: readonly Curve[]): Curve[] => curves.map(({ order, k, served }) => ({ order, k, served }));

/** What the draws of random removal say beside the band, with their error. */
function randomOf(band: RandomBand | null, seed: number): RandomRemoval | null {
  if (band === null) return null;
  return {
    trials: band.trials,
    seed,
    error: { one: band.error.pointwise, all: band.error.simultaneous },
    failing: band.k.map((k, place) => ({ k, share: band.failing[place] as number })),
    crossing: band.crossing,
  };
}

/** Resilience index from the worst case; where placements compete, between its lower and its upper bound. */
function resilienceOf(curves: readonly Curve[], demand: number, units: number): RemovalResult['resilience'] {
  const of = (order: Curve['order']) => {
    const curve = curves.find((each) => each.order === order);
    return curve ? resilienceIndex(curve.k, curve.served, demand, units) : null;
  };
  const most = of('worst-case');
  const least = of('worst-case-low') ?? most;
  return most && least && { low: least.low.num / least.low.den, high: most.high.num / most.high.den };
}

/** Certificates of the worst class: those of the test of full service that asks the same, with its smallest sets. */
function certifiedWorstClass(
  { supply, spec }: RemovalRequest,
  prepared: PreparedRemoval,
  context: LaneContext,
): Pick<RemovalResult, 'certificate' | 'certificateHigh' | 'certified' | 'alternatives' | 'inEvery'> {
  const { portfolio, threshold } = certifiedTest({ supply, spec }, prepared);
  const { certificate, certificateHigh, alternatives, breakingPoint } = removalTest(supply.inventory, portfolio, {
    threshold,
    by: spec.by,
    mode: spec.mode,
    weight: supply.weight,
    inputs: sha256OfPieces(canonicalInputs(supply.inventory, portfolio, spec.by)),
    checkpoint: () => context.checkpoint(),
  });
  return {
    certificate: { ...certificate },
    certificateHigh: certificateHigh && { ...certificateHigh },
    certified: portfolio,
    alternatives: othersThan(breakingPoint.members, alternatives),
    inEvery: certificate.alternatives?.inEvery ?? null,
  };
}

/** The removal test on a compute lane: values in, values out. */
export const removalOperations = {
  'removal.model': (_state: unknown, { supply, spec }: RemovalRequest) => {
    const prepared = preparedOf({ supply, spec });
    const { counts, terms } = prepared;
    const { classes } = counts;
    const kappa = new Float64Array(counts.low.length + counts.high.length);
    kappa.set(counts.low);
    kappa.set(counts.high, counts.low.length);
    const total = (capacity: ArrayLike<number>, from: number): number => {
      let sum = 0;
      for (let cell = from; cell < capacity.length; cell += classes) sum += capacity[cell] as number;
      return sum;
    };
    // the page bounds the value by shared GPUs; other metrics by each class asked alone, and by what the engine answers
    const { tables, numbers } = competingOf((spec.metric ?? 'value') === 'value' ? prepared : { ...prepared, competing: null });
    const model: Omit<RemovalModel, 'kappa' | 'pieces'> & Record<'kappa' | 'pieces', Float64Array<ArrayBuffer>> = {
      stamp: supply.stamp,
      units: unitsOf(counts),
      classes: terms.names.map((name, index) => ({
        name,
        quantity: terms.quantity[index] as number,
        value: terms.value[index] as number,
        capacityLow: total(counts.low, index) + (counts.unownedLow[index] as number),
        capacityHigh: finiteOrNull(total(counts.high, index) + total(counts.unownedHigh, index)),
      })),
      kappa,
      mode: spec.mode ?? 'independent',
      metric: spec.metric ?? 'value',
      competing: tables,
      pieces: numbers,
      largestFirst: Array.from(prepared.largestFirst),
      ...limitsOf(spec.metric ?? 'value', terms),
      threshold: spec.threshold,
      unservable: unservableReason(prepared, { inventory: supply.inventory, ...spec }),
      unknownUnit: counts.unowned,
      notes: [...supply.notes, ...prepared.notes],
    };
    return new Transferred(model, [kappa.buffer, numbers.buffer]);
  },

  /** What is left after units are removed by hand; the favourable reading is never below the adverse one. */
  'removal.served': (_state: unknown, { removed, ...request }: RemovalRequest & { removed: readonly string[] }): Left =>
    leftAfter(request, removed),

  /** Whole quantities are part of the question, so they come from the preparation; every number of a verdict is counted anew. */
  'removal.check': (
    _state: unknown,
    { supply, spec, certificates }: RemovalRequest & { certificates: readonly unknown[] },
    context: LaneContext,
  ): CertificateCheck[] => {
    if (spec.mode === 'competing')
      notInFull(
        spec,
        'The check of a certificate',
        'where classes compete, which of them are served in full at the same time has no certificate',
      );
    const { portfolio } = certifiedTest({ supply, spec }, preparedOf({ supply, spec }));
    const inputs = sha256OfPieces(canonicalInputs(supply.inventory, portfolio, spec.by));
    return certificates.map((certificate) =>
      checkRemoval(certificate, { inventory: supply.inventory, portfolio, by: spec.by, inputs }, (done, total) => {
        context.checkpoint();
        context.progress('check', done, total);
      }),
    );
  },

  /** Inputs of a test as they are kept beside its certificate; `null` where they are too many to be attached. */
  'removal.inputs': (_state: unknown, { supply, spec }: RemovalRequest): string | null => {
    if (supply.inventory.rows > MOST_KEPT_ROWS) return null;
    const { portfolio } = certifiedTest({ supply, spec }, preparedOf({ supply, spec }));
    return `${inputsText(supply.inventory, portfolio, spec.by).join('\n')}\n`;
  },

  /** Brackets of both readings, in units or in cost, without curves by random removal. */
  'removal.breakingPoint': (_state: unknown, { supply, spec }: RemovalRequest, context: LaneContext): SearchedBrackets => {
    const { costs = {}, metric = 'value' } = spec;
    const prepared = preparedOf({ supply, spec });
    if (Object.keys(costs).length > 0) return solveCosts(prepared, costs, metric, context).brackets;
    const { portfolio, threshold } = certifiedTest({ supply, spec }, prepared);
    const { certificate, certificateHigh } = removalTest(supply.inventory, portfolio, {
      threshold,
      by: spec.by,
      mode: spec.mode,
      weight: supply.weight,
      checkpoint: () => context.checkpoint(),
    });
    const bracketOf = ({ kLow, k }: Bracket): Bracket => ({ kLow, k });
    return { pessimistic: bracketOf(certificate), optimistic: certificateHigh && bracketOf(certificateHigh) };
  },

  'removal.solve': (_state: unknown, { supply, spec: asked }: RemovalRequest, context: LaneContext): RemovalResult => {
    const spec = wholeRemovalSpec(asked);
    const prepared = preparedOf({ supply, spec });
    context.checkpoint();
    const common = { stamp: supply.stamp, by: spec.by, mode: spec.mode, metric: spec.metric, threshold: spec.threshold };
    const withCosts = (solved: RemovalResult): RemovalResult => {
      if (Object.keys(spec.costs).length === 0) return solved;
      const { notes, cheapest } = solveCosts(prepared, spec.costs, spec.metric, context);
      return { ...solved, cheapest, notes: [...solved.notes, ...notes] };
    };
    const inputs = sha256OfPieces(canonicalInputs(supply.inventory, prepared.portfolio, spec.by));
    if (spec.metric !== 'value')
      return withCosts({
        ...common,
        ...solveClassMetric(
          spec.metric,
          prepared,
          spec.by,
          favourableLargestFirst(prepared, supply.inventory, supply.weight),
          inputs,
          context,
        ),
        ...(spec.metric === 'worst-class' ? certifiedWorstClass({ supply, spec }, prepared, context) : {}),
        units: prepared.pessimistic.units,
        portfolio: prepared.portfolio,
        notes: [...supply.notes, ...prepared.notes, ...(prepared.competing === null ? [] : [SHARED_NOTE])],
      });
    let drawing = false;
    const result = removalTest(supply.inventory, spec.portfolio, {
      threshold: spec.threshold,
      by: spec.by,
      mode: spec.mode,
      weight: supply.weight,
      inputs,
      random: {
        seed: spec.seed,
        trials: spec.trials || trialsFor(prepared.pessimistic.units, prepared.pessimistic.classes),
        drawn: (done, total) => {
          drawing = true;
          context.progress('draws', done, total);
        },
      },
      checkpoint: (done, total) => {
        context.checkpoint();
        // while draws are made, they are told by their number
        if (!drawing) context.progress('solve', done, total);
      },
    });
    return withCosts({
      ...common,
      units: result.units,
      demand: result.demand,
      served0: result.served0,
      below: result.below,
      breakingPoint: result.breakingPoint,
      sentence: result.sentence,
      certificate: { ...result.certificate },
      certificateHigh: result.certificateHigh === null ? null : { ...result.certificateHigh },
      alternatives: othersThan(result.breakingPoint.members, result.alternatives),
      inEvery: result.certificate.alternatives?.inEvery ?? null,
      resilience: resilienceOf(result.curves, result.demand, result.units),
      random: randomOf(result.random, spec.seed),
      curves: numericCurves(result.curves),
      curvesHigh: numericCurves(result.curvesHigh),
      portfolio: result.portfolio,
      notes: [...supply.notes, ...result.notes, ...randomNotes(result.random, spec.seed, spec.trials)],
    });
  },
} satisfies OperationTable<unknown>;
