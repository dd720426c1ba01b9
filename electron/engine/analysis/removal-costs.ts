import type { Cheapest, ServiceMetric } from '../../../shared/case/removal.ts';
import { formatCount, formatServedShare, formatThreshold, listOf, plural } from '../../../shared/format/index.ts';
import { type CheapestAttack, findCheapestAttack } from '../../../shared/resilience/costs/cheapest-attack.ts';
import { findCheapestCompeting } from '../../../shared/resilience/costs/cheapest-competing.ts';
import { limitsOf } from '../../../shared/resilience/measures/service-metric.ts';
import {
  type AnySupply,
  type CheapestMetricAttack,
  cheapestMetricAttack,
  isShared,
} from '../../../shared/resilience/meters/class-point.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import type { SearchedBrackets } from './removal-verification.ts';

const NAMED = 5;

/** Cost of each unit of a reading: 1 where none is given. */
function costsOf(supply: Supply, costs: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(supply.ids, (id) => (Object.hasOwn(costs, id) ? (costs[id] as number) : 1));
}

type Found = Pick<CheapestMetricAttack, 'cost' | 'costLow' | 'proven' | 'members' | 'served'> & { never: CheapestAttack['never'] };

/** The cheapest set of one reading, by the metric and the placement of the test. */
function cheapestOf(metric: ServiceMetric, supply: AnySupply, terms: ServiceTerms, costs: Float64Array, context: LaneContext): Found {
  const options = { checkpoint: () => context.checkpoint() };
  if (metric !== 'value') return cheapestMetricAttack(metric, supply, terms, costs, options);
  return isShared(supply) ? findCheapestCompeting(supply, terms, costs, options) : findCheapestAttack(supply, terms, costs, options);
}

function sentenceOf({ terms, competing }: PreparedRemoval, ids: readonly string[], metric: ServiceMetric, found: Found): string {
  const { cost, costLow, never, members } = found;
  if (cost === null || costLow === null)
    return never === 'no-demand'
      ? 'No removal can break this test, because the portfolio asks for nothing (its value is 0).'
      : 'No removal can break this test, because its threshold is 0: serving nothing would still pass.';
  const level = formatThreshold(`${terms.threshold.num}/${terms.threshold.den}`);
  const part = formatServedShare(found.served, limitsOf(metric, terms).demand, terms.threshold);
  const most = competing === null ? '' : 'at most ';
  const share = {
    value: `${most}${part} of the portfolio can be served (threshold ${level})`,
    'worst-class': `the worst class can be served to ${most}${part} of what it wants (threshold ${level})`,
    'all-or-nothing': `classes that can be served in full hold ${most}${part} of the value (threshold ${level})`,
  }[metric];
  if (cost === 0) return `Already without removals, ${share}.`;
  const names = members.map((unit) => ids[unit] as string);
  const attack = `Without ${names.length === 0 ? 'the owner of all records of unknown unit' : listOf(names, NAMED)}, at a total cost of ${formatCount(cost)}, ${share}.`;
  if (costLow === cost) return `${attack} No cheaper removal breaks the test, ${metric === 'value' ? 'proven over all cuts' : 'proven'}.`;
  const reason = competing !== null || metric === 'all-or-nothing' ? 'algorithmic gap' : 'the search ran out of steps';
  return `${attack} The cheapest removal costs between ${formatCount(costLow)} and ${formatCount(cost)}: ${reason}.`;
}

/** The range over both readings; unknown values are blamed only where the readings differ. */
function rangeWords(low: Found, high: Found): string {
  if (low.cost === high.cost && low.costLow === high.costLow) return '';
  const cost = ({ cost, costLow }: Found) =>
    cost === null || costLow === null
      ? 'none breaks the test'
      : costLow === cost
        ? formatCount(cost)
        : `${formatCount(costLow)} to ${formatCount(cost)}`;
  return `Values that are unknown in the data change what the cheapest removal costs: ${cost(low)} in the adverse reading, ${cost(high)} in the favourable reading. In the adverse reading: `;
}

/**
 * The cheapest set that breaks a test, beside the breaking point in units: a bracket where classes compete.
 *
 * @throws ChokepointError `costs-invalid`
 */
export function solveCosts(
  prepared: PreparedRemoval,
  costs: Readonly<Record<string, number>>,
  metric: ServiceMetric,
  context: LaneContext,
): { cheapest: Cheapest; brackets: SearchedBrackets; notes: string[] } {
  const { terms, pessimistic, optimistic, competing, exact } = prepared;
  const readings = [
    { alone: pessimistic, supply: competing?.pessimistic ?? pessimistic },
    { alone: optimistic, supply: competing?.optimistic ?? optimistic },
  ];
  const found = (exact ? readings.slice(0, 1) : readings).map(({ alone, supply }) =>
    cheapestOf(metric, supply, terms, costsOf(alone, costs), context),
  );
  const low = found[0] as Found;
  const high = found[1] ?? low;
  const own = costsOf(pessimistic, costs);
  const named = Object.keys(costs);
  const present = new Set(pessimistic.ids);
  const absent = named.filter((name) => !present.has(name));
  const bracketOf = ({ cost, costLow }: Found) => ({ k: cost, kLow: costLow });
  return {
    cheapest: {
      low: low.costLow,
      high: high.cost,
      proven: low.proven && high.proven,
      members: low.members.map((unit) => ({ id: pessimistic.ids[unit] as string, cost: own[unit] as number })),
      served: low.served,
      sentence: `${rangeWords(low, high)}${sentenceOf(prepared, pessimistic.ids, metric, low)}`,
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
