import type { Unowned } from '../attack-words.ts';
import type { CertificateContext, CompetingCertificate } from '../certificate.ts';
import type { ServedCurve } from '../curves.ts';
import type { Checkpoint } from '../orders.ts';
import type { RandomBand, RandomDraws } from '../random.ts';
import type { ServiceTerms } from '../terms.ts';
import { sharedAttacks } from './alternatives.ts';
import type { CompetingPoint } from './breaking-point.ts';
import { findCompetingPoint } from './breaking-point.ts';
import { competingCertificate, shownCut } from './certificate.ts';
import { competingCurves, competingWorstCase } from './curves.ts';
import { MOST_CUT_JOBS } from './cuts.ts';
import { competingSentence } from './sentence.ts';
import type { CompetingSupply, ServedBounds } from './supply.ts';
import { servedBounds } from './supply.ts';

/** Everything that the removal test says of one reading in competing mode. */
export type CompetingSolution = {
  point: CompetingPoint;
  start: ServedBounds;
  certificate: CompetingCertificate;
  /** attacks of the size found, as names */
  attacks: string[][];
  sentence: string;
  curves: ServedCurve[];
  random: RandomBand | null;
};

/**
 * Bracket, certificate, attacks, sentence and curves of one reading in competing mode.
 *
 * @param context what the certificate says beside the result
 */
export function solveCompeting(
  supply: CompetingSupply,
  terms: ServiceTerms,
  largestFirst: Int32Array,
  context: Omit<CertificateContext, 'worstBefore' | 'alternatives'>,
  options: {
    maxCutClasses?: number;
    alternativesCap?: number;
    random?: RandomDraws;
    /** records that are lost with the first removal of this reading */
    unowned?: Unowned;
    checkpoint?: Checkpoint;
  },
): CompetingSolution {
  const maxCutClasses = options.maxCutClasses ?? MOST_CUT_JOBS;
  const point = findCompetingPoint(supply, terms, { maxCutClasses, checkpoint: options.checkpoint });
  const start = servedBounds(supply, terms, []);
  const { k, members } = point;
  const name = (unit: number) => supply.alone.ids[unit] as string;
  const attacked = k !== null && members.length > 0;
  const found =
    attacked && point.bound === 'shared-gpus'
      ? sharedAttacks(supply, k, members, { cap: options.alternativesCap, maxCutClasses, checkpoint: options.checkpoint })
      : null;
  const exact = point.method === 'enumeration';
  const before =
    attacked && exact && k >= 2 ? competingWorstCase(supply, terms, [k - 1], { maxCutClasses, checkpoint: options.checkpoint }) : null;
  const cut = shownCut(supply, terms, point);
  const certificate = competingCertificate(supply, terms, point, cut, start, {
    ...context,
    worstBefore: before?.high[0] ?? null,
    alternatives: found && {
      count: found.attacks.length,
      complete: found.complete && exact,
      inEvery: found.inEvery?.map(name) ?? null,
    },
  });
  return {
    point,
    start,
    certificate,
    attacks: (found?.attacks ?? (attacked ? [members] : [])).map((attack) => attack.map(name)),
    sentence: competingSentence(certificate, cut, options.unowned),
    ...competingCurves(supply, terms, largestFirst, k, {
      maxCutClasses,
      random: options.random ?? null,
      checkpoint: options.checkpoint,
    }),
  };
}
