import type { Cheapest } from '../../../shared/case/removal.ts';
import { formatCount, formatServedShare, formatThreshold, listOf, plural } from '../../../shared/format/index.ts';
import { type CheapestAttack, findCheapestAttack } from '../../../shared/resilience/costs/cheapest-attack.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { Supply } from '../../../shared/resilience/terms.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import type { SearchedBrackets } from './removal-verification.ts';

const NAMED = 5;

/** Cost of each unit of a reading: 1 where none is given. */
export function costsOf(supply: Supply, costs: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(supply.ids, (id) => (Object.hasOwn(costs, id) ? (costs[id] as number) : 1));
}

function sentenceOf({ terms }: PreparedRemoval, supply: Supply, found: CheapestAttack): string {
  const { cost, costLow, never, members } = found;
  if (cost === null || costLow === null)
    return never === 'no-demand'
      ? 'No removal can break this test, because the portfolio asks for nothing (its value is 0).'
      : 'No removal can break this test, because its threshold is 0: serving nothing would still pass.';
  const level = formatThreshold(`${terms.threshold.num}/${terms.threshold.den}`);
  const share = `${formatServedShare(found.served, terms.demand, terms.threshold)} of the portfolio can be served (threshold ${level})`;
  if (cost === 0) return `Already without removals, ${share}.`;
  const names = members.map((unit) => supply.ids[unit] as string);
  const attack = `Without ${names.length === 0 ? 'the owner of all records of unknown unit' : listOf(names, NAMED)}, at a total cost of ${formatCount(cost)}, ${share}.`;
  return costLow === cost
    ? `${attack} No cheaper removal breaks the test, proven over all cuts.`
    : `${attack} The cheapest removal costs between ${formatCount(costLow)} and ${formatCount(cost)}: the search ran out of steps.`;
}

/**
 * The cheapest set that breaks a test, beside the breaking point in units.
 *
 * @throws ChokepointError `costs-invalid`
 */
export function solveCosts(
  prepared: PreparedRemoval,
  costs: Readonly<Record<string, number>>,
  context: LaneContext,
): { cheapest: Cheapest; brackets: SearchedBrackets; notes: string[] } {
  const { terms, pessimistic, optimistic, exact } = prepared;
  const found = (exact ? [pessimistic] : [pessimistic, optimistic]).map((supply) =>
    findCheapestAttack(supply, terms, costsOf(supply, costs), { checkpoint: () => context.checkpoint() }),
  );
  const low = found[0] as CheapestAttack;
  const high = found[1] ?? low;
  const own = costsOf(pessimistic, costs);
  const named = Object.keys(costs);
  const present = new Set(pessimistic.ids);
  const absent = named.filter((name) => !present.has(name));
  const range =
    exact || low.costLow === high.cost
      ? ''
      : `Depending on values that are unknown in the data, the cheapest removal costs ${formatCount(low.costLow)} to ${high.cost === null ? 'any sum' : formatCount(high.cost)}. In the adverse reading: `;
  const bracketOf = ({ cost, costLow }: CheapestAttack) => ({ k: cost, kLow: costLow });
  return {
    cheapest: {
      low: low.costLow,
      high: high.cost,
      proven: low.proven && high.proven,
      members: low.members.map((unit) => ({ id: pessimistic.ids[unit] as string, cost: own[unit] as number })),
      served: low.served,
      sentence: `${range}${sentenceOf(prepared, pessimistic, low)}`,
    },
    brackets: { pessimistic: bracketOf(low), optimistic: exact ? null : bracketOf(high) },
    notes: [
      `Removals cost: ${plural(named.length - absent.length, 'unit')} as stated, 1 for each of the others.`,
      ...(absent.length > 0
        ? [
            `${plural(absent.length, 'unit')} with a cost ${absent.length === 1 ? 'is' : 'are'} not in these data: ${listOf(absent, NAMED)}.`,
          ]
        : []),
    ],
  };
}
