import type { WholeViewSpec } from '../../../shared/case/view.ts';
import { countOf, dimensionNoun, formatCount, weightNoun } from '../../../shared/format/index.ts';
import type { ConcentrationProfile } from '../../../shared/metrics/profile.ts';
import { certainHolder } from './certain.ts';
import type { BoundedWeights } from './open-weight.ts';
import { endsAt } from './view-ends.ts';
import type { Settled } from './view-metrics.ts';
import type { Ranking } from './view-ranking.ts';

const FRACTION_WORDS = { '1/3': 'a third', '1/2': 'half', '2/3': 'two thirds' } as const;

/**
 * The view's finding in one sentence, for the title of chart and figure: it holds over all weights that records with bounds allow and over all ways
 * to hold the unknown, and says "known" where records are of nobody who is named, whether their weight counts or is left out.
 *
 * @param unnamed records of unknown entity and their weight, where they are no entity of their own
 */
export function findingOf(
  profile: ConcentrationProfile,
  { entities, leaders }: Settled,
  ranking: Ranking,
  spec: WholeViewSpec,
  rows: number,
  unnamed: Ranking['unknown'],
): string {
  const { ends } = ranking;
  const isPart = unnamed.units > 0n || (ends !== null && ends.unknown.high !== 0n);
  const what = `${isPart ? 'known ' : ''}${weightNoun(spec.weight)}`;
  if (rows === 0) return spec.where === '' ? 'There is no record to rank' : 'No record passes the filter';
  if (entities === 0) return `No ${what} to rank by ${spec.by}`;
  // "alone" would say something of a filter that leaves nobody else
  if (ranking.keys.length === 1)
    return `${ranking.keys[0]} is the only ${unnamed.rows > 0 ? 'known ' : ''}${dimensionNoun(spec.by, 1)} in this view and holds all of the ${what}`;
  if (ends !== null) return boundedFinding(profile, entities, ranking, ends, spec, what);
  for (const threshold of THRESHOLDS_DOWN) {
    // a conclusion holds from low to high or not at all
    const { low, high } = profile.nakamoto[threshold];
    if (low !== 1 || high !== 1) continue;
    const who =
      leaders.length === 1
        ? `${ranking.keys[0]} alone holds`
        : `Each of ${leaders.map((leader) => ranking.keys[leader]).join(' and ')} holds`;
    return `${who} more than ${FRACTION_WORDS[threshold]} of the ${what}`;
  }
  const { low, stated, high } = profile.nakamoto['1/2'];
  const many = countOf(entities, spec.by);
  if (low === high) return `${formatCount(stated)} of ${many} hold more than half of the ${what}`;
  return `${openWords(low, high, many, spec)}, depending on who holds the unknown`;
}

/** `2 to 4 of 9 operators hold more than half of the GPUs`. */
function openWords(low: number | null, high: number | null, many: string, spec: WholeViewSpec): string {
  const range = high === null ? `At least ${formatCount(low ?? 1)}` : `${formatCount(low ?? 1)} to ${formatCount(high)}`;
  return `${range} of ${many} hold more than half of the ${weightNoun(spec.weight)}`;
}

const THRESHOLDS_DOWN = ['2/3', '1/2', '1/3'] as const;

function boundedFinding(
  { nakamoto }: ConcentrationProfile,
  entities: number,
  ranking: Ranking,
  ends: BoundedWeights,
  spec: WholeViewSpec,
  what: string,
): string {
  const groups = ranking.keys.map((key) => endsAt(ends, key));
  for (const threshold of THRESHOLDS_DOWN) {
    const holder = certainHolder(groups, threshold);
    if (holder !== null) return `${ranking.keys[holder]} alone holds more than ${FRACTION_WORDS[threshold]} of the ${what}`;
  }
  const { low, high } = nakamoto['1/2'];
  const [many, weight] = [countOf(entities, spec.by), weightNoun(spec.weight)];
  if (low !== null && low === high && low > 1) return `${formatCount(low)} of ${many} hold more than half of the ${weight}`;
  if (low === 1 && high === 1) return `One of ${many} holds more than half of the ${weight}; which one is undetermined`;
  return openWords(low, high, many, spec);
}
