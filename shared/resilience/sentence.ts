import { formatServedShare, formatThreshold, listOf } from '../format/index.ts';
import { attackWords, type Unowned } from './attack-words.ts';
import type { Certificate } from './certificate.ts';
import type { ServiceTerms } from './terms.ts';

/** Units named in full in a sentence; the certificate lists all. */
const NAMED = 5;

/**
 * The proof of one certificate as a sentence a person can check (removal-test.md 8).
 *
 * @param available instances per class that are left after the attack, in class order
 * @param unowned records that are lost with the first removal
 */
export function sentenceOf(certificate: Certificate, terms: ServiceTerms, available: ArrayLike<number>, unowned?: Unowned): string {
  const { k, kLow, R, Z, D, bound, theta, grouping } = certificate;
  const threshold = { num: theta[0], den: theta[1] };
  const level = formatThreshold(`${theta[0]}/${theta[1]}`);
  if (certificate.never === 'no-demand') return 'No removal can break this test, because the portfolio asks for nothing (its value is 0).';
  if (k === null || kLow === null) return 'No removal can break this test, because its threshold is 0: serving nothing would still pass.';
  const inCut = [...terms.names.keys()].filter((index) => Z.includes(terms.names[index] as string));
  // a class without GPUs is told in instances, and the others of its cut with it
  const inGpus = inCut.every((index) => (terms.gpus[index] as number) > 0);
  const count = (amounts: ArrayLike<number>) =>
    inCut.reduce((sum, index) => sum + (inGpus ? (terms.gpus[index] as number) : 1) * (amounts[index] as number), 0);
  const what = inGpus ? 'can use at most' : 'can run at most';
  const unit = inGpus ? 'GPUs' : 'instances';
  const subject = `workload ${Z.length === 1 ? 'class' : 'classes'} ${listOf(Z, NAMED)} ${what} ${grouped(count(available))} ${unit} but ${Z.length === 1 ? 'needs' : 'need'} ${grouped(count(terms.quantity))}`;
  const result = `at most ${formatServedShare(bound, D, threshold)} of the portfolio can be served (threshold ${level})`;
  if (k === 0) return `Already without removals, ${subject}; ${result}.`;
  const upper = `Without ${attackWords(R, grouping, unowned)}, ${subject}; ${result}.`;
  if (certificate.status === 'bracket')
    return `${upper} k* is between ${kLow} and ${k} (algorithmic gap): no set of ${kLow - 1} does this.`;
  const proof =
    certificate.lower.method === 'order-statistic'
      ? 'proven by sums of the largest capacities'
      : `proven over ${grouped(certificate.lower.subsets)} class ${certificate.lower.subsets === 1 ? 'subset' : 'subsets'}`;
  if (k === 1) return `${upper} With nothing removed the threshold is met.`;
  return `${upper} No set of ${k - 1} ${k === 2 ? 'unit' : 'units'} (by ${grouping}) does this, ${proof}.`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
