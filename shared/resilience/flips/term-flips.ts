import type { Flip } from '../../case/contingencies.ts';
import { formatCount } from '../../format/index.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import type { Fraction } from '../fraction.ts';
import { allOrNothingBreakingPoint } from '../measures/all-or-nothing.ts';
import type { ClassMetricPoint } from '../measures/worst-class.ts';
import { worstClassBreakingPoint } from '../measures/worst-class.ts';
import type { ServiceTerms } from '../terms.ts';
import { makeTerms } from '../terms.ts';
import type { TermFlip, TermTurns, TurnOptions } from './class-terms.ts';
import { quantityTurns, valueTurns } from './class-terms.ts';
import type { FlipContext, FlipPart } from './flip.ts';
import { endsOf, noFlip } from './flip.ts';
import { type PointRange, pointOfReadings } from './point.ts';
import { pointWords } from './words.ts';

/** Values are searched in steps of one hundredth. */
const STEPS = 100;

/** Other values and quantities of a class, and other metrics of service, that turn the breaking point. */
export function termFlips(context: FlipContext): FlipPart {
  const { prepared, before, checkpoint, maxCutClasses } = context;
  const { terms, pessimistic, competing } = prepared;
  if (before.low === null) return { flips: [], notes: [] };
  if (competing !== null)
    return {
      flips: [],
      notes: [
        'Other values and quantities of a class are searched with each class asked alone only: where classes compete, more demand can raise the share that is served as well as lower it.',
      ],
    };
  if (!before.proven) return { flips: [], notes: ['Other values and quantities are searched only where the breaking point is proven.'] };
  const k = before.low;
  const fine = scaled(terms);
  const now = findBreakingPoint(pessimistic, terms, { maxCutClasses });
  const search = (turnsOf: (index: number, options: TurnOptions) => TermTurns, step: (index: number) => number, share: number) => {
    let nearest: TermFlip | null = null;
    let undecided = false;
    terms.names.forEach((_, index) => {
      checkpoint?.(Math.round(100 * (share + index / terms.names.length / 2)), 100);
      // A turn further away, in proportion, than the nearest one so far is of no interest; from 0 any change is the largest.
      const from = step(index);
      const within = nearest === null || from === 0 ? Infinity : Math.floor((Math.abs(nearest.to - nearest.from) * from) / nearest.from);
      const turns = turnsOf(index, { maxCutClasses, within, now });
      undecided ||= turns.undecided;
      nearest = nearestOf([{ up: nearest, down: null, undecided }, turns]);
    });
    return { nearest: nearest as TermFlip | null, undecided };
  };
  const values = search(
    (index, options) => valueTurns(pessimistic, fine.terms, k, index, options),
    (index) => fine.terms.value[index] as number,
    0,
  );
  const quantities = search(
    (index, options) => quantityTurns(pessimistic, terms, k, index, options),
    (index) => terms.quantity[index] as number,
    0.5,
  );
  const notes = values.undecided || quantities.undecided ? ['Some values or quantities of classes were not searched to their end.'] : [];
  const value = values.nearest;
  const quantity = quantities.nearest;
  const flips = [
    value === null
      ? noFlip('weight', 'another value of one class', before, notes.length === 0)
      : classFlip('weight', 'a value', value, context, fine.steps),
    quantity === null
      ? noFlip('demand', 'another quantity of one class', before, notes.length === 0)
      : classFlip('demand', 'a quantity', quantity, context, 1),
    ...metricFlips(context),
  ];
  return { flips, notes };
}

/** Terms with values in finer steps, where all sums stay exact; the conclusion is the same. */
function scaled(terms: ServiceTerms): { terms: ServiceTerms; steps: number } {
  if (terms.demand * STEPS * terms.threshold.den > 2 ** 48) return { terms, steps: 1 };
  const value = terms.value.map((amount) => amount * STEPS);
  return { terms: makeTerms(terms.names, terms.quantity, value, terms.gpus, terms.threshold), steps: STEPS };
}

/** The nearest turn in proportion to what the class has now; from 0 any change is the largest. That nothing at all is wanted is no turn. */
function nearestOf(turns: readonly TermTurns[]): TermFlip | null {
  const ratio = ({ from, to }: TermFlip): Fraction => ({ num: Math.abs(to - from), den: from });
  return turns
    .flatMap(({ up, down }) => [up, down])
    .filter((turn) => turn === null || turn.k.high !== null)
    .reduce<TermFlip | null>((best, turn) => {
      if (turn === null || best === null) return turn ?? best;
      const [a, b] = [ratio(turn), ratio(best)];
      return a.num * b.den < b.num * a.den ? turn : best;
    }, null);
}

function classFlip(kind: 'weight' | 'demand', what: string, turn: TermFlip, { prepared, before, solve }: FlipContext, steps: number): Flip {
  const { terms } = prepared;
  const [from, to] = [turn.from / steps, turn.to / steps];
  const changed = (amounts: Float64Array) => amounts.map((amount, index) => (index === turn.class ? turn.to : amount));
  // the favourable reading of the same terms may break later
  const after = solve(
    kind === 'demand'
      ? makeTerms(terms.names, changed(terms.quantity), terms.value, terms.gpus, terms.threshold)
      : makeTerms(terms.names, terms.quantity, changed(terms.value.map((amount) => amount * steps)), terms.gpus, terms.threshold),
  );
  const name = terms.names[turn.class] as string;
  return {
    kind,
    change: `${what} of ${steps === 1 ? formatCount(to) : to} instead of ${steps === 1 ? formatCount(from) : from} for ${name}`,
    size: Math.abs(to - from),
    unit: kind === 'weight' ? 'of value' : 'instances',
    turnsAt: steps === 1 ? formatCount(to) : String(to),
    before: endsOf(before),
    after: { low: turn.k.low, high: after.high },
    proven: turn.proven && after.proven,
    note: `In the adverse reading${kind === 'weight' && steps > 1 ? `, in steps of ${1 / steps}` : ''}.`,
  };
}

/** The same threshold on another metric of service. */
function metricFlips({ prepared, before, solve, checkpoint }: FlipContext): Flip[] {
  const { terms, pessimistic, optimistic, exact } = prepared;
  const ones = terms.value.map(() => 1);
  const gpus = terms.gpus.slice();
  const both = (point: (supply: typeof pessimistic) => ClassMetricPoint): PointRange => {
    const low = point(pessimistic);
    const high = exact ? low : point(optimistic);
    return pointOfReadings(low, high);
  };
  const metrics: { name: string; point: () => PointRange }[] = [
    { name: 'GPU-hours', point: () => solve(makeTerms(terms.names, terms.quantity, gpus, terms.gpus, terms.threshold)) },
    { name: 'instances', point: () => solve(makeTerms(terms.names, terms.quantity, ones, terms.gpus, terms.threshold)) },
    { name: 'the worst class', point: () => both((supply) => worstClassBreakingPoint(supply, terms)) },
    { name: 'classes served in full', point: () => both((supply) => allOrNothingBreakingPoint(supply, terms, { checkpoint })) },
  ];
  const tried = metrics.map(({ name, point }) => ({ name, after: point() }));
  const turned = tried.filter(({ after }) => after.low !== before.low || after.high !== before.high);
  if (turned.length === 0)
    return [
      noFlip(
        'weight',
        `another metric: ${tried.map(({ name }) => name).join(', ')}`,
        before,
        tried.every(({ after }) => after.proven),
      ),
    ];
  return turned.map(({ name, after }) => ({
    kind: 'weight',
    change: `service measured by ${name}`,
    size: null,
    unit: '',
    turnsAt: pointWords(after),
    before: endsOf(before),
    after: endsOf(after),
    proven: after.proven,
    note: null,
  }));
}
