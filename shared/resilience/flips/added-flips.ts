import type { Flip } from '../../case/contingencies.ts';
import { dimensionNoun, formatCount, plural } from '../../format/index.ts';
import type { ServiceTerms } from '../terms.ts';
import type { AddedCapacity } from './added-capacity.ts';
import { capacityFlips, supplyWithUnit, termsWithSafe } from './added-capacity.ts';
import type { FlipContext, FlipPart } from './flip.ts';
import { endsOf, noFlip } from './flip.ts';
import { smallestWhere } from './halving.ts';
import type { PointRange } from './point.ts';
import { pointRange } from './point.ts';

/**
 * The fewest GPUs that raise the breaking point of the adverse reading: at one new unit that can be removed like any other, and undisclosed
 * ones that no removal meets, which is the least that could do.
 */
export function addedFlips(context: FlipContext): FlipPart {
  const { prepared, before, by, maxCutClasses, checkpoint } = context;
  if (before.low === null) return { flips: [], notes: [] };
  if (prepared.competing !== null) return undisclosedCompeting(context, before.low + 1);
  const { pessimistic, optimistic, terms } = prepared;
  const { oneSupplier, spread, together } = capacityFlips(pessimistic, terms, before.low + 1, {
    maxCutClasses,
    fewestOnly: true,
    checkpoint,
  });
  const flips: Flip[] = [];
  const place = `at one new ${dimensionNoun(by, 1)}`;
  const alone = fewest(oneSupplier);
  if (alone !== null) {
    const capacity = Float64Array.from(terms.names, (_, index) => (index === alone.class ? alone.instances : 0));
    const after = pointRange(
      { ...prepared, pessimistic: supplyWithUnit(pessimistic, ' ', capacity), optimistic: supplyWithUnit(optimistic, ' ', capacity) },
      { maxCutClasses },
    );
    flips.push(flipOf('capacity', `${gpuWords(alone, terms)} ${place}`, [alone], terms, before, after, before.proven));
  } else flips.push(noFlip('capacity', `more GPUs of one class ${place}`, before, before.proven));
  const safe = fewest(spread);
  const parts = safe === null ? (together ?? []) : [safe];
  if (parts.length === 0) flips.push(noFlip('undisclosed', 'GPUs that the data do not state', before, before.proven));
  else {
    const change = `${parts.map((part) => gpuWords(part, terms)).join(' and ')} that the data do not state, out of reach of every removal`;
    flips.push(flipOf('undisclosed', change, parts, terms, before, afterSafe(context, parts), before.proven && safe !== null));
  }
  return { flips, notes: [] };
}

/** Only what no removal meets is searched here: a new unit would have to say which of its nodes which classes can use. */
function undisclosedCompeting(context: FlipContext, target: number): FlipPart {
  const { prepared, before, checkpoint, solve } = context;
  const { terms } = prepared;
  const found = terms.names.map((_, index): AddedCapacity | null => {
    checkpoint?.(index, terms.names.length);
    const instances = smallestWhere(0, terms.quantity[index] as number, (amount) => {
      const { low } = solve(termsWithSafe(terms, only(terms, { class: index, instances: amount })));
      return low === null || low >= target;
    });
    return instances === null ? null : { class: index, instances, gpus: instances * (terms.gpus[index] as number) };
  });
  const safe = fewest(found);
  const notes = [
    'Capacity at one new unit is searched with each class asked alone only: a new unit would have to say which of its nodes which classes can use.',
  ];
  if (safe === null)
    return { flips: [noFlip('undisclosed', 'GPUs of one class that the data do not state', before, before.proven)], notes };
  const change = `${gpuWords(safe, terms)} that the data do not state, out of reach of every removal`;
  return { flips: [flipOf('undisclosed', change, [safe], terms, before, afterSafe(context, [safe]), before.proven)], notes };
}

function afterSafe({ prepared, solve }: FlipContext, parts: readonly AddedCapacity[]): PointRange {
  const { terms } = prepared;
  const safe = new Float64Array(terms.names.length);
  for (const { class: index, instances } of parts) safe[index] = instances;
  return solve(termsWithSafe(terms, safe));
}

function only(terms: ServiceTerms, part: { class: number; instances: number }): Float64Array {
  return Float64Array.from(terms.names, (_, index) => (index === part.class ? part.instances : 0));
}

/** Fewest GPUs, ties to the first class. */
function fewest(list: readonly (AddedCapacity | null)[]): AddedCapacity | null {
  return list.reduce((best, part) => (part !== null && (best === null || part.gpus < best.gpus) ? part : best), null);
}

function flipOf(
  kind: Flip['kind'],
  change: string,
  parts: readonly AddedCapacity[],
  terms: ServiceTerms,
  before: PointRange,
  after: PointRange,
  proven: boolean,
): Flip {
  return {
    kind,
    change,
    size: parts.reduce((sum, { gpus }) => sum + gpus, 0),
    unit: 'GPUs',
    turnsAt: parts.map(({ class: index, instances }) => `${plural(instances, 'instance')} of ${terms.names[index]}`).join(' and '),
    before: endsOf(before),
    after: endsOf(after),
    proven: proven && after.proven,
    note: null,
  };
}

/** `16 more GPUs for W1`. */
function gpuWords({ class: index, gpus }: AddedCapacity, terms: ServiceTerms): string {
  return `${formatCount(gpus)} more ${gpus === 1 ? 'GPU' : 'GPUs'} for ${terms.names[index]}`;
}
