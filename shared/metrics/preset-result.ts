import type { PresetResult } from '../case/measures.ts';
import { floor, fraction, parseFraction, toNumber } from './exact.ts';
import { gini } from './gini.ts';
import { hhiPoints } from './hhi.ts';
import { nakamotoCount, passingLimit } from './nakamoto.ts';
import type { CompatibilityPreset, PresetThreshold, UnknownRule } from './presets.ts';
import type { Ranking } from './ranking.ts';
import { countPassing, rank, weightAt } from './ranking.ts';
import { theil } from './theil.ts';

/** What a preset is computed from: known entities, unknown weight, and known entities with each unknown record as one more. */
export type PresetWeights = { readonly known: Ranking; readonly unknown: bigint; readonly ownEntities: Ranking };

type Value = PresetResult['values'][number];

const RULE_WORDS: Record<UnknownRule, string> = {
  'left-out': 'unknown weight left out',
  'in-total': 'unknown weight in the total, held by nobody',
  'own-entity': 'each unknown record an entity',
  'one-entity': 'all unknown weight one entity',
};

function weightsUnder({ known, unknown, ownEntities }: PresetWeights, rule: UnknownRule): Ranking {
  if (rule === 'own-entity') return ownEntities;
  if (rule === 'one-entity' && unknown > 0n)
    return rank([
      ...Array.from({ length: known.count }, (_, place) => weightAt(known, place)),
      ...Array<bigint>(known.zeros).fill(0n),
      unknown,
    ]);
  return known;
}

/** Count of a preset's threshold; weight that nobody holds stays in the total, so that the known may not pass at all. */
function countUnder(weights: Ranking, total: bigint, { threshold, passing, floor: whole }: PresetThreshold): number | null {
  if (total === 0n) return null;
  const exact = parseFraction(threshold);
  const limit = whole ? floor({ num: exact.num * total, den: exact.den }) : passingLimit(total, exact, passing);
  const count = countPassing(weights, limit);
  return count === null ? null : Math.max(1, count);
}

const OUR_THRESHOLD: Record<string, string> = {
  '1/3': '1/3',
  '33/100': '1/3',
  '1/2': '1/2',
  '51/100': '1/2',
  '66/100': '2/3',
  '67/100': '2/3',
};

function differenceOf(theirs: number | null, ours: number | null, why: string): string {
  if (theirs === ours) return 'The same number here.';
  if (theirs === null) return `Not reached there. ${why}`;
  if (ours === null) return `Not defined by ours. ${why}`;
  const by = Math.abs(theirs - ours);
  const amount = Number.isInteger(by) ? String(by) : by >= 1 ? by.toFixed(1) : by.toFixed(3);
  return `${theirs > ours ? 'Higher' : 'Lower'} by ${amount}. ${why}`;
}

/**
 * The numbers that another system would print for these weights, beside ours of the known weight, with the difference in words and numbers.
 *
 * @returns counts of entities, HHI in points, Gini and Theil where the system prints them; `null` where it gives none
 * Source: domain 3.8.
 */
export function presetResult(preset: CompatibilityPreset, weights: PresetWeights): PresetResult {
  const { known, unknown } = weights;
  const rules = unknown > 0n ? preset.unknown : preset.unknown.slice(0, 1);
  const values = rules.flatMap((rule): Value[] => {
    const held = weightsUnder(weights, rule);
    const total = rule === 'in-total' ? known.total + unknown : held.total;
    const suffix = unknown > 0n ? `, ${RULE_WORDS[rule]}` : '';
    const id = (name: string) => (rule === preset.unknown[0] ? name : `${name}.${rule}`);
    const counts = preset.thresholds.map((threshold): Value => {
      const mine = OUR_THRESHOLD[threshold.threshold] ?? threshold.threshold;
      const theirs = countUnder(held, total, threshold);
      const ours = nakamotoCount(known, parseFraction(mine)).value;
      const level = threshold.floor ? `floor(${threshold.threshold} of the total)` : threshold.threshold;
      const why = [
        mine === threshold.threshold ? '' : `Their threshold is ${threshold.threshold}, ours ${mine}.`,
        threshold.passing === '>=' ? 'Reaching it is enough there, ours must be passed.' : '',
        unknown > 0n && rule !== 'left-out' ? `There ${RULE_WORDS[rule]}; ours is of the known weight, with a range beside it.` : '',
      ];
      return {
        id: id(`nakamoto.${threshold.threshold}${threshold.appliesTo ? `.${threshold.appliesTo}` : ''}`),
        name: `Nakamoto coefficient${threshold.appliesTo ? ` (${threshold.appliesTo})` : ''}`,
        rule: `share ${threshold.passing} ${level}${suffix}`,
        theirs,
        ours,
        oursIs: `share > ${mine}`,
        difference: differenceOf(theirs, ours, why.filter((part) => part !== '').join(' ')),
      };
    });
    if (preset.zeros === null) return counts;
    const zeros = preset.zeros;
    const giniOf = (of: Ranking, rule2: typeof zeros | 'drop') => toNumber(gini(of, rule2).value ?? fraction(0));
    const measured = held.count > 0;
    const index = (name: string, title: string, rule2: string, theirs: number, ours: number, why: string): Value => ({
      id: id(name),
      name: title,
      rule: `${rule2}${suffix}`,
      theirs: measured ? theirs : null,
      ours: known.count > 0 ? ours : null,
      oursIs: name === 'hhi' ? 'known weight' : 'positive entities',
      difference: differenceOf(measured ? theirs : null, known.count > 0 ? ours : null, why),
    });
    const zerosWhy =
      held.zeros > 0
        ? `There ${held.zeros === 1 ? 'one entity without weight counts' : `${held.zeros} entities without weight count`}.`
        : rule === 'one-entity'
          ? 'There unknown weight is an entity.'
          : '';
    return [
      ...counts,
      index('hhi', 'HHI', 'sum of p² × 10,000', hhiPoints(held).value ?? 0, hhiPoints(known).value ?? 0, zerosWhy),
      index('gini', 'Gini', 'entities without weight counted', giniOf(held, zeros), giniOf(known, 'drop'), zerosWhy),
      index('theil', 'Theil', 'entities without weight counted', theil(held, zeros).value ?? 0, theil(known).value ?? 0, zerosWhy),
    ];
  });
  return { preset: preset.id, source: preset.source, differs: preset.differs, values };
}
