import type { ClaimNumber } from '../case/claims.ts';
import type { ViewResult, WholeViewSpec } from '../case/view.ts';
import { dimensionNoun, formatCount, formatEffectiveNumber, formatHhi, formatIndex, formatShare, weightNoun } from '../format/index.ts';
import { type ClaimDraft, claimNumber, concentrationNumbers, metricNumber, nakamotoNumbers, viewDraft } from './draft.ts';
import { largestShares } from './shares.ts';
import { hhiStatement, largestStatement, nakamotoStatement } from './statements.ts';

/** A view and what it was asked with. */
export type Viewed = { spec: WholeViewSpec; result: ViewResult };

const by = ({ result }: Viewed): string => dimensionNoun(result.stamp.by, 1);

/**
 * C1, provider concentration: HHI, effective number and Gini by provider, with the same HHI under the other entity policies.
 *
 * @param others the same view under other policies, with their names
 */
export function providerConcentration(
  viewed: Viewed,
  others: readonly { name: string; viewed: Viewed }[],
  notes: readonly string[],
): ClaimDraft {
  const { result, spec } = viewed;
  const { metrics } = result;
  const numbers: ClaimNumber[] = [
    metricNumber(
      result,
      'effectiveNumber.q2',
      'Effective number',
      `equal ${dimensionNoun(result.stamp.by, 2)}`,
      metrics.effectiveNumber.q2,
      formatEffectiveNumber,
    ),
    metricNumber(result, 'gini', 'Gini', 'population Gini, 0 to 1', metrics.gini, formatIndex),
    metricNumber(result, 'cr1', `Largest ${by(viewed)}`, 'share', metrics.cr1, formatShare),
    metricNumber(result, 'effectiveNumber.q0', dimensionNoun(result.stamp.by, 2), result.stamp.by, metrics.effectiveNumber.q0, formatCount),
    ...others.map(({ name, viewed: other }) => ({
      ...metricNumber(other.result, 'hhi', `HHI, ${name}`, 'points', other.result.metrics.hhi, formatHhi, other.spec),
      key: `hhi.${other.spec.entities}`,
    })),
  ];
  return viewDraft(
    'C1',
    {
      measure: `HHI of ${weightNoun(result.stamp.weight)} by ${by(viewed)}`,
      unit: 'points',
      bound: metrics.hhi,
      format: formatHhi,
      metric: 'hhi',
      statement: (display) => hhiStatement(result, display),
    },
    result,
    spec,
    numbers,
    notes,
  );
}

/**
 * C2, maximum supplier share: CR1, CR5 and the Nakamoto coefficients by whoever controls the capacity.
 *
 * @param viewed with all groups where records state bounds, so that the five largest have exact ends
 */
export function largestSuppliers(viewed: Viewed, notes: readonly string[]): ClaimDraft {
  const { result, spec } = viewed;
  const { metrics } = result;
  const five = largestShares(result, 5);
  const few = result.entities < 5 ? `There are ${formatCount(result.entities)} in all.` : null;
  return viewDraft(
    'C2',
    {
      measure: `Largest ${by(viewed)}, share of ${weightNoun(result.stamp.weight)}`,
      unit: 'share',
      bound: metrics.cr1,
      format: formatShare,
      metric: 'cr1',
      statement: (display) => largestStatement(result, display),
    },
    result,
    spec,
    [
      claimNumber('cr5', 'Five largest', 'share', five.bound, formatShare, { result, note: few, outer: five.outer }),
      ...nakamotoNumbers(result, null),
    ],
    notes,
  );
}

/** How many records are placed in different countries by two columns of the same dataset. */
export type CountryConflict = { other: string; tested: number; conflicts: number; viewed: Viewed | null };

/** C5, geographic exposure: HHI by country, the largest one, and how often methods of placing disagree. */
export function geographicExposure(viewed: Viewed, conflict: CountryConflict | null, notes: readonly string[]): ClaimDraft {
  const { result, spec } = viewed;
  const { metrics } = result;
  const rate = conflict && conflict.tested > 0 ? conflict.conflicts / conflict.tested : null;
  const numbers: ClaimNumber[] = [
    metricNumber(
      result,
      'cr1',
      `Largest country${result.leaders.length === 1 ? `, ${result.leaders[0]}` : ''}`,
      'share',
      metrics.cr1,
      formatShare,
    ),
    ...nakamotoNumbers(result, null),
    claimNumber(
      'conflict',
      'Records placed differently by two methods',
      'share of records with both',
      { low: rate, stated: rate, high: rate },
      formatShare,
      {
        note:
          conflict === null
            ? 'One method of placing is disclosed; a second column (self-declared or address-based) would show conflicts.'
            : `${formatCount(conflict.conflicts)} of ${formatCount(conflict.tested)} records, "${result.stamp.by}" against "${conflict.other}".`,
      },
    ),
    ...(conflict?.viewed ? concentrationNumbers(conflict.viewed.result, conflict.other, conflict.viewed.spec, 'other') : []),
  ];
  return viewDraft(
    'C5',
    {
      measure: `HHI of ${weightNoun(result.stamp.weight)} by country`,
      unit: 'points',
      bound: metrics.hhi,
      format: formatHhi,
      metric: 'hhi',
      statement: (display) =>
        `${hhiStatement(result, display)} ${largestStatement(result, metricNumber(result, 'cr1', '', '', metrics.cr1, formatShare).display)}`,
    },
    result,
    spec,
    numbers,
    notes,
  );
}

/** C8, validator set: the smallest numbers with more than a third, half and two thirds of the stake, by operator, host, network and country. */
export function validatorSet(viewed: Viewed, others: readonly Viewed[], notes: readonly string[]): ClaimDraft {
  const { result, spec } = viewed;
  const third = result.metrics.nakamoto['1/3'];
  return viewDraft(
    'C8',
    {
      measure: `Smallest number of ${dimensionNoun(result.stamp.by, 2)} with more than 1/3 of ${weightNoun(result.stamp.weight)}`,
      unit: dimensionNoun(result.stamp.by, 2),
      bound: third,
      format: formatCount,
      metric: 'nakamoto.1/3',
      statement: (display) => nakamotoStatement(result, '1/3', display),
    },
    result,
    spec,
    [viewed, ...others].flatMap((each) =>
      nakamotoNumbers(each.result, each.spec, ` by ${by(each)}`).map((number) => ({
        ...number,
        key: `${each.result.stamp.by}.${number.key}`,
      })),
    ),
    notes,
  );
}
