import type { RemovalResult } from '../../../shared/case/removal.ts';
import { formatCount, formatServedShare, formatThreshold, listOf, plural } from '../../../shared/format/index.ts';
import { type CheapestAttack, findCheapestAttack } from '../../../shared/resilience/costs/cheapest-attack.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { Supply } from '../../../shared/resilience/terms.ts';
import type { LaneContext } from '../lanes/protocol.ts';

const NAMED = 5;

/** Cost of each unit of a reading: 1 where none is given. */
export function costsOf(supply: Supply, costs: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(supply.ids, (id) => (Object.hasOwn(costs, id) ? (costs[id] as number) : 1));
}

type Solved = Pick<RemovalResult, 'breakingPoint' | 'sentence' | 'certificate' | 'certificateHigh' | 'alternatives' | 'inEvery'>;

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
 * The breaking point as a total cost, beside the one in units that was found before.
 *
 * @param inUnits the same test where every removal costs the same
 * @throws ChokepointError `costs-invalid`
 */
export function solveCosts(
  prepared: PreparedRemoval,
  { by, costs, inUnits }: { by: string; costs: Readonly<Record<string, number>>; inUnits: RemovalResult['breakingPoint'] },
  context: LaneContext,
): Solved & { notes: string[] } {
  const { terms, pessimistic, optimistic, exact } = prepared;
  const readings = exact ? [pessimistic] : [pessimistic, optimistic];
  const solved = readings.map((supply, reading) => {
    const found = findCheapestAttack(supply, terms, costsOf(supply, costs), { checkpoint: () => context.checkpoint() });
    return {
      found,
      sentence: sentenceOf(prepared, supply, found),
      certificate: {
        format: 1,
        mode: 'independent',
        metric: 'value',
        grouping: by,
        unknowns: exact ? 'none' : reading === 0 ? 'pessimistic' : 'optimistic',
        theta: [terms.threshold.num, terms.threshold.den],
        D: terms.demand,
        below: terms.below,
        cost: found.cost,
        costLow: found.costLow,
        status: found.proven ? 'proven' : 'bracket',
        never: found.never,
        R: found.members.map((unit) => supply.ids[unit] as string),
        costs: found.members.map((unit) => costsOf(supply, costs)[unit] as number),
        served: found.served,
      },
    };
  });
  const low = solved[0] as (typeof solved)[number];
  const high = (solved[1] ?? low) as (typeof solved)[number];
  const named = Object.keys(costs);
  const present = new Set(pessimistic.ids);
  const absent = named.filter((name) => !present.has(name));
  const { costLow } = low.found;
  const range =
    exact || costLow === high.found.cost
      ? ''
      : `Depending on values that are unknown in the data, the cheapest removal costs ${formatCount(costLow)} to ${high.found.cost === null ? 'any sum' : formatCount(high.found.cost)}. In the adverse reading: `;
  return {
    breakingPoint: {
      low: costLow,
      high: high.found.cost,
      proven: low.found.proven && high.found.proven,
      members: low.certificate.R,
      counts: 'cost',
    },
    sentence: `${range}${low.sentence}`,
    certificate: low.certificate,
    certificateHigh: exact ? null : high.certificate,
    alternatives: [],
    inEvery: null,
    notes: [
      `Removals cost: ${plural(named.length, 'unit')} as stated, 1 for each of the others.`,
      `Where every removal costs the same, k* is ${inUnits.low === inUnits.high ? (inUnits.low ?? 'none') : `${inUnits.low ?? 'none'} to ${inUnits.high ?? 'none'}`}${inUnits.members.length > 0 ? `: ${listOf(inUnits.members, NAMED)}` : ''}.`,
      ...(absent.length > 0
        ? [
            `${plural(absent.length, 'unit')} with a cost ${absent.length === 1 ? 'is' : 'are'} not in these data: ${listOf(absent, NAMED)}.`,
          ]
        : []),
    ],
  };
}
