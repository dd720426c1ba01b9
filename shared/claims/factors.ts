import type { ClaimNumber } from '../case/claims.ts';
import type { Bound, ExactEnds } from '../case/view.ts';
import { dimensionNoun, formatShare, weightNoun } from '../format/index.ts';
import { compare, parseFraction } from '../metrics/exact.ts';
import type { Viewed } from './concentration.ts';
import {
  absentNumber,
  type ClaimDraft,
  claimNumber,
  metricNumber,
  notDisclosed,
  openNotes,
  rangedValue,
  readingOf,
  stateOf,
  weightlessWords,
} from './draft.ts';
import { shareOfKey } from './shares.ts';
import { baseSentence, largestStatement } from './statements.ts';

/** The largest of some ends; `null` where one of them is open. */
const highest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((most, value) => (most === null || value === null ? null : Math.max(most, value)), 0);

/** The larger of two exact ratios; `null` where one of them is open. */
function largerRatio(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return compare(parseFraction(a), parseFraction(b)) >= 0 ? a : b;
}

/** NVIDIA's share, always printed: not disclosed where no column tells the vendor. */
function nvidiaNumber(vendor: Viewed | null): ClaimNumber {
  if (vendor === null) return absentNumber('nvidia', 'NVIDIA', 'share', 'No column tells the vendor or the model of the GPUs.');
  return claimNumber(
    'nvidia',
    'NVIDIA',
    `share of ${weightNoun(vendor.result.stamp.weight)}`,
    shareOfKey(vendor.result, 'nvidia'),
    formatShare,
    {
      view: vendor.spec,
      result: vendor.result,
    },
  );
}

/** Share of the weight that depends on a cloud or partner, and how it is known. */
export type PartnerShare = { readonly bound: Bound; readonly note: string; readonly viewed: Viewed };

function partnerNumber(partner: PartnerShare | null): ClaimNumber {
  const label = 'On clouds and partners';
  if (partner === null) return absentNumber('cloud', label, 'share', 'No column names a cloud, a partner or a network of either.');
  return claimNumber('cloud', label, 'share', partner.bound, formatShare, { view: partner.viewed.spec, note: partner.note });
}

/** The range of the claim with the factor that gives its high end, where that is another one than the one that leads; empty otherwise. */
function rangeSentence(leading: Viewed, known: readonly Viewed[], { low, high }: Bound): string {
  const highs = known.map(({ result }) => result.metrics.cr1.high);
  const of = highs.indexOf(high);
  if (of < 0 || leading.result.metrics.cr1.high === high) return '';
  const factor = dimensionNoun((known[of] as Viewed).result.stamp.by, 1);
  const range = high === null ? `${formatShare(low)} or more` : `${formatShare(low)} to ${formatShare(high)}`;
  return ` Over all factors the largest share is ${range}, with ${high === null ? 'no upper end' : 'its high end'} by ${factor}.`;
}

/**
 * C7, vendor, cloud and partner dependency: the largest share that depends on one value of any factor. NVIDIA's share and that of clouds and partners
 * stand beside it whatever the data hold. Dependencies overlap, so shares may add to more than 100 %.
 *
 * @param factors views by GPU vendor, hosting company, network, cloud, site, partner: those that the dataset has
 */
export function factorDependency(
  factors: readonly Viewed[],
  vendor: Viewed | null,
  partner: PartnerShare | null,
  missing: readonly string[],
  notes: readonly string[],
): ClaimDraft {
  const fixed = [nvidiaNumber(vendor), partnerNumber(partner)];
  const measure = 'Largest share that depends on one factor value';
  const known = factors.filter(({ result }) => result.metrics.cr1.low !== null);
  const [leading] = [...known].sort((a, b) => (b.result.metrics.cr1.low as number) - (a.result.metrics.cr1.low as number));
  if (!leading) return notDisclosed('C7', measure, 'share', missing, fixed, notes);
  const { result, spec } = leading;
  // one value of any factor: the largest at each end, with the known share of the factor that leads for certain
  const bound: Bound = {
    low: result.metrics.cr1.low,
    stated: result.metrics.cr1.stated,
    high: highest(known.map((each) => each.result.metrics.cr1.high)),
  };
  const exact: ExactEnds = {
    low: result.exact?.cr1.low ?? null,
    high: known.reduce<string | null>((most, each) => largerRatio(most, each.result.exact?.cr1.high ?? null), '0'),
  };
  const headline = claimNumber('cr1', measure, 'share', bound, formatShare, { result });
  const own = metricNumber(result, 'cr1', '', 'share', result.metrics.cr1, formatShare).display;
  return {
    id: 'C7',
    status:
      bound.stated === null
        ? 'bounded'
        : stateOf(
            bound,
            formatShare,
            known.some((each) => each.result.weightMissing > 0),
          ),
    measure,
    unit: 'share',
    value: rangedValue(bound),
    low: bound.low,
    high: bound.high,
    display: headline.display,
    sentence: `${largestStatement(result, own)}${rangeSentence(leading, known, bound)} NVIDIA: ${fixed[0]?.display} of ${weightNoun(result.stamp.weight)}. ${baseSentence(result)}${weightlessWords(result.weightMissing)}`,
    view: spec,
    reading: readingOf('cr1'),
    stamp: result.stamp,
    exact: { headline: exact },
    numbers: [
      ...fixed,
      ...factors.map((each) => ({
        ...metricNumber(
          each.result,
          'cr1',
          `Largest ${dimensionNoun(each.result.stamp.by, 1)}${each.result.leaders.length === 1 ? `, ${each.result.leaders[0]}` : ''}`,
          'share',
          each.result.metrics.cr1,
          formatShare,
          each.spec,
        ),
        key: `${each.result.stamp.by}.cr1`,
      })),
    ],
    classes: [],
    missing: [],
    notes: [...openNotes(result), ...notes, 'Dependencies overlap: their shares may add to more than 100 %.'],
  };
}
