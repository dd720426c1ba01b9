import type { Portfolio } from '../case/portfolio.ts';
import {
  amountsAfter,
  askedClasses,
  beginCheck,
  bracketOf,
  type CertificateCheck,
  expectAttack,
  expectLimit,
  limitOf,
  supplyOf,
} from './check-start.ts';
import type { Inventory } from './inventory.ts';
import type { InFullCertificate } from './measures/in-full-certificate.ts';

/** Sets of classes and units that are gone through at most. */
const MOST_CLASSES = 20;
const MOST_STEPS = 3_000_000;

/**
 * Re-checks a certificate of classes served in full from the node rows, in integers; it shares neither counting nor search with what made it.
 *
 * Upper end: the attack leaves too little. Lower end: for every set of classes whose loss would break the test and none of which can be
 * spared, no kLow - 1 units take all of them below their quantities; the units are gone through class by class, those that host most first.
 *
 * @param portfolio with whole quantities, as it was run
 * @param inputs hash of the inputs that the checker computed
 */
export function checkInFull(
  certificate: InFullCertificate,
  inventory: Inventory,
  portfolio: Portfolio,
  inputs: string | null,
  checkpoint?: (done: number, total: number) => void,
): CertificateCheck {
  const { findings, expect, verdict } = beginCheck();
  if (inputs !== null) expect('hash of the inputs', certificate.inputs, inputs);
  const classes = askedClasses(portfolio);
  const worth = classes.reduce((sum, { wanted, value }) => sum + (wanted > 0 ? value : 0), 0);
  const below = limitOf(certificate.theta, worth);
  if (below === null) return { valid: false, findings: [...findings, 'theta is not a fraction from 0 to 1'] };
  expectLimit(certificate, worth, below, expect);
  const { supply, total, atStart } = supplyOf(certificate, inventory, portfolio, findings);
  const serve = (amounts: readonly number[]) =>
    classes.reduce((sum, { wanted, value }, index) => sum + (wanted > 0 && (amounts[index] as number) >= wanted ? value : 0), 0);
  expect('S0', certificate.S0, serve(atStart));
  const bracket = bracketOf(certificate, below, findings);
  if (bracket === null) return verdict();
  const { k, kLow } = bracket;

  expectAttack(certificate, k, supply, findings);
  if (findings.length > 0) return verdict();
  const after = amountsAfter(k === 0 ? atStart : total, certificate.R, supply);
  expect('served after R', certificate.served, serve(after));
  const short = classes.filter(({ wanted }, index) => (after[index] as number) < wanted).map(({ name }) => name);
  expect('classes in Z', certificate.Z, short);
  if (serve(after) >= below)
    findings.push(`after R classes worth ${serve(after)} are served in full, which does not break the limit ${below}`);

  if (kLow >= 1 && serve(atStart) < below) findings.push('the test fails before any removal, so kLow cannot be above 0');
  if (kLow >= 2 && serve(total) < below) findings.push('nodes without an owner break the limit already, so kLow cannot be above 1');
  if (kLow < 2 || findings.length > 0) return verdict();
  const asked = [...classes.keys()].filter((index) => (classes[index]?.wanted ?? 0) > 0 && (classes[index]?.value ?? 0) > 0);
  if (asked.length > MOST_CLASSES) {
    findings.push(`${asked.length} classes are too many to go through every set of them`);
    return verdict();
  }
  const steps = { left: MOST_STEPS };
  const worthOf = (set: readonly number[]) => set.reduce((sum, index) => sum + (classes[index]?.value ?? 0), 0);
  for (let mask = 1; mask < 2 ** asked.length; mask += 1) {
    if ((mask & 255) === 255) checkpoint?.(mask, 2 ** asked.length);
    const lost = asked.filter((_, bit) => Math.floor(mask / 2 ** bit) % 2 === 1);
    const breaks = (set: readonly number[]) => worth - worthOf(set) < below;
    if (!breaks(lost) || lost.some((index) => breaks(lost.filter((other) => other !== index)))) continue;
    const targets = lost.map((index) => (total[index] as number) - (classes[index]?.wanted ?? 0) + 1);
    const hosted = [...supply.units.values()].map((row) => lost.map((index) => row[index] as number));
    const answer = canTake(hosted, targets, kLow - 1, new Set(), steps);
    if (answer === null) {
      findings.push('whether fewer units are enough takes more steps than the check may take');
      return verdict();
    }
    if (answer) findings.push(`some ${kLow - 1} units break the limit already`);
    if (answer) return verdict();
  }
  return verdict();
}

/**
 * Whether at most `k` units take every target: the class that needs most units goes first, and one of its units is tried after the other,
 * those that host most of it first; a unit that was tried is left out from then on.
 *
 * @returns `null` = the steps ran out
 */
function canTake(
  hosted: readonly (readonly number[])[],
  targets: readonly number[],
  k: number,
  out: ReadonlySet<number>,
  steps: { left: number },
): boolean | null {
  const open = [...targets.keys()].filter((place) => (targets[place] as number) > 0);
  if (open.length === 0) return true;
  steps.left -= 1;
  if (steps.left < 0) return null;
  let hardest = -1;
  let most = 0;
  for (const place of open) {
    const amounts = hosted.flatMap((row, unit) => (out.has(unit) ? [] : [row[place] as number])).sort((a, b) => b - a);
    let left = targets[place] as number;
    let needed = 0;
    while (left > 0 && needed < amounts.length) {
      left -= amounts[needed] as number;
      needed += 1;
    }
    if (left > 0 || needed > k) return false;
    if (needed > most) {
      most = needed;
      hardest = place;
    }
  }
  const order = [...hosted.keys()]
    .filter((unit) => !out.has(unit) && ((hosted[unit] as readonly number[])[hardest] as number) > 0)
    .sort((a, b) => ((hosted[b] as readonly number[])[hardest] as number) - ((hosted[a] as readonly number[])[hardest] as number));
  const tried = new Set(out);
  for (const unit of order) {
    tried.add(unit);
    const rest = targets.map((target, place) => target - ((hosted[unit] as readonly number[])[place] as number));
    const answer = canTake(hosted, rest, k - 1, tried, steps);
    if (answer !== false) return answer;
    // Without the units tried so far the class itself may be out of reach.
    const amounts = hosted.flatMap((row, other) => (tried.has(other) ? [] : [row[hardest] as number])).sort((a, b) => b - a);
    if (amounts.slice(0, k).reduce((sum, amount) => sum + amount, 0) < (targets[hardest] as number)) return false;
  }
  return false;
}
