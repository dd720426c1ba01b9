import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { withoutValues, worstClassTest } from '../../../shared/resilience/measures/worst-class-test.ts';
import { meterOf } from '../../../shared/resilience/meters/class-point.ts';
import type { Meter } from '../../../shared/resilience/meters/meter.ts';
import { type PreparedRemoval, prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { RemovalSupply } from './removal-supply.ts';

/** A removal test on its way to a lane that knows no case: the supply that the reader gathered, and what is asked of it. */
export type RemovalRequest = { supply: RemovalSupply; spec: RemovalSpec };

/**
 * Capacities and terms of a test as its spec asks for them. For the worst class of competing placement every class takes part, also one
 * without a value.
 */
export function preparedOf({ supply, spec }: RemovalRequest): PreparedRemoval {
  const options = { mode: spec.mode, threshold: spec.threshold, weight: supply.weight };
  if (spec.metric !== 'worst-class' || spec.mode !== 'competing') return prepareRemoval(supply.inventory, spec.portfolio, options);
  const prepared = prepareRemoval(supply.inventory, withoutValues(spec.portfolio), options);
  const { metric, classes } = spec.portfolio;
  return {
    ...prepared,
    portfolio: {
      ...prepared.portfolio,
      metric,
      classes: prepared.portfolio.classes.map((workload, index) => {
        const value = classes[index]?.value;
        return value === undefined ? workload : { ...workload, value };
      }),
    },
  };
}

/** The test that certificates speak about: the asked one, or for the worst class the same question as one of full service. */
export function certifiedTest({ spec }: RemovalRequest, { portfolio }: PreparedRemoval): { portfolio: Portfolio; threshold: string } {
  return spec.metric === 'worst-class' ? worstClassTest(portfolio, spec.threshold) : { portfolio, threshold: spec.threshold };
}

/** Meters of both readings; one and the same where nothing is unknown. */
export function metersOf({ spec }: RemovalRequest, prepared: PreparedRemoval): { low: Meter; high: Meter } {
  const { terms, competing, exact, pessimistic, optimistic } = prepared;
  const metric = spec.metric ?? 'value';
  const low = meterOf(metric, competing?.pessimistic ?? pessimistic, terms);
  return { low, high: exact ? low : meterOf(metric, competing?.optimistic ?? optimistic, terms) };
}
