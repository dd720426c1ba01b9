import { formatCount, formatServedShare, formatThreshold, listOf, plural } from '../../format/index.ts';
import { attackWords, type Unowned } from '../attack-words.ts';
import type { CompetingCertificate } from '../certificate.ts';
import type { ShownCut } from './certificate.ts';

/** Units named in full in a sentence; the certificate lists all. */
const NAMED = 5;

/**
 * The proof of one certificate of the competing mode as a sentence a person can check (removal-test.md 8).
 *
 * @param unowned records that are lost with the first removal
 */
export function competingSentence(certificate: CompetingCertificate, { after, wanted }: ShownCut, unowned?: Unowned): string {
  const { k, kLow, R, Z, D, bound, scale, theta, grouping, lower } = certificate;
  const threshold = { num: theta[0], den: theta[1] };
  const level = formatThreshold(`${theta[0]}/${theta[1]}`);
  if (certificate.never === 'no-demand') return 'No removal can break this test, because the portfolio asks for nothing (its value is 0).';
  if (k === null || kLow === null) return 'No removal can break this test, because its threshold is 0: serving nothing would still pass.';
  const one = Z.length === 1;
  const priced = certificate.rho === 'shadow-prices';
  const subject = priced
    ? `the GPUs, CPU and memory ${k === 0 ? 'that are there' : 'that are left'} have no room for all of ${listOf(Z, NAMED)}`
    : `workload ${one ? 'class' : 'classes'} ${listOf(Z, NAMED)} can${one ? '' : ' together'} use at most ${formatCount(after.gpus)} GPUs but ${one ? 'needs' : 'need'} ${formatCount(wanted)}`;
  const result = `at most ${formatServedShare(Math.floor(bound / scale), D, threshold)} of the portfolio can be served (threshold ${level})`;
  if (k === 0) return `Already without removals, ${subject}; ${result}.`;
  const upper = `Without ${attackWords(R, grouping, unowned)}, ${subject}; ${result}.`;
  if (kLow === 0) return `${upper} Whether the threshold is met with nothing removed is open (algorithmic gap).`;
  if (certificate.status === 'bracket') {
    const shown = kLow === 1 ? 'with nothing removed the threshold is met' : `no set of ${kLow - 1} does this`;
    const heuristic = lower.delta === null && lower.placements.length > 0 ? ', lower end by a heuristic placement' : '';
    return `${upper} k* is between ${kLow} and ${k} (algorithmic gap${heuristic}): ${shown}.`;
  }
  if (k === 1) return `${upper} With nothing removed the threshold is met.`;
  const loss = lower.delta !== null && lower.delta > 0 ? `, with at most ${formatCount(lower.delta)} GPUs lost by rounding` : '';
  const proof =
    lower.method === 'hitting-set'
      ? `proven by ${plural(lower.placements.length, 'placement')}`
      : `proven over ${formatCount(lower.subsets)} class ${lower.subsets === 1 ? 'subset' : 'subsets'}${loss}`;
  return `${upper} No set of ${k - 1} ${k === 2 ? 'unit' : 'units'} (by ${grouping}) does this, ${proof}.`;
}
