import type { Portfolio } from '../case/portfolio.ts';
import type { Certificate } from './certificate.ts';
import { checkCompeting } from './check-competing.ts';
import { goThroughCuts, sumOfFirst } from './check-cuts.ts';
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

/**
 * Re-checks a certificate from the node rows by the definition, in integers, with plain loops and full sorts (removal-test.md 8). It shares
 * neither counting nor search with what made the certificate.
 *
 * @param portfolio with whole quantities, as it was run
 * @param inputs hash of the inputs that the checker computed, where it did
 */
export function checkCertificate(
  certificate: Certificate,
  inventory: Inventory,
  portfolio: Portfolio,
  inputs: string | null = null,
  checkpoint?: (done: number, total: number) => void,
): CertificateCheck {
  const { findings, expect, verdict } = beginCheck();

  expect('format', certificate.format, 1);
  if (certificate.mode !== 'competing') expect('mode', certificate.mode, 'independent');
  expect('normalisation', certificate.normalisation, 'demand');
  expect('rule', certificate.strict, 'fails iff S <= below-1');
  expect('tie rule', certificate.tieRule, 'weight desc, id asc');
  if (inputs !== null) expect('hash of the inputs', certificate.inputs, inputs);
  const metric = portfolio.metric ?? 'gpu-hour';
  const classes = askedClasses(portfolio);
  expect('metric', certificate.metric, portfolio.classes.some((workload) => workload.value !== undefined) ? 'stated values' : metric);
  const demand = classes.reduce((sum, { wanted, value }) => sum + wanted * value, 0);
  const below = limitOf(certificate.theta, demand);
  if (below === null) findings.push('theta is not a fraction from 0 to 1');
  if (below === null || findings.length > 0) return verdict();
  expectLimit(certificate, demand, below, expect);
  if (certificate.mode === 'competing') {
    findings.push(...checkCompeting(certificate, inventory, portfolio, { demand, below }, checkpoint));
    return verdict();
  }

  const { supply, total, atStart } = supplyOf(certificate, inventory, portfolio, findings);
  const serve = (amounts: number[]) =>
    classes.reduce((sum, { wanted, value }, index) => sum + value * Math.min(wanted, amounts[index] as number), 0);
  expect('S0', certificate.S0, serve(atStart));

  const bracket = bracketOf(certificate, below, findings);
  if (bracket === null) return verdict();
  const { k, kLow } = bracket;

  // Upper end: the attack itself.
  expectAttack(certificate, k, supply, findings);
  const cut = classes.map(({ name }) => certificate.Z.includes(name));
  expect('classes in Z', certificate.Z.length, cut.filter(Boolean).length);
  if (findings.length > 0) return verdict();
  const present = k === 0 ? atStart : total;
  const after = amountsAfter(present, certificate.R, supply);
  const valueIn = (amounts: number[]) =>
    classes.reduce((sum, { value }, index) => sum + (cut[index] ? value * (amounts[index] as number) : 0), 0);
  const outside = classes.reduce((sum, { wanted, value }, index) => sum + (cut[index] ? 0 : value * wanted), 0);
  expect('demandOutsideZ', certificate.demandOutsideZ, outside);
  expect('supplyAfter', certificate.supplyAfter, valueIn(after));
  expect('bound', certificate.bound, outside + valueIn(after));
  expect('need', certificate.need, outside + valueIn(present) - below);
  expect('removedRho', certificate.removedRho, valueIn(present) - valueIn(after));
  expect('served', certificate.served, serve(after));
  if (outside + valueIn(after) > below - 1)
    findings.push(`after R up to ${outside + valueIn(after)} may be served, which does not break the limit ${below}`);

  // Lower end: no smaller attack.
  if (kLow >= 1 && serve(atStart) < below) findings.push('the test fails before any removal, so kLow cannot be above 0');
  if (certificate.lower.delta !== 0) findings.push('delta is not 0 in independent mode');
  expect('number of subsets', certificate.lower.subsets, 2 ** classes.length - 1);
  const rows = [...supply.units.entries()];
  if (certificate.lower.method === 'order-statistic') {
    if (kLow >= 2) {
      const least = classes.reduce((served, { wanted, value }, index) => {
        const whole = total[index] as number;
        const taken = largest(
          rows.map(([, row]) => row[index] as number),
          kLow - 1,
        );
        return served - value * (Math.min(wanted, whole) - Math.min(wanted, whole - taken));
      }, serve(total));
      if (least < below) findings.push(`sums of the largest capacities leave room for an attack of ${kLow - 1} units`);
    }
    if (certificate.lower.margin === null && certificate.alternatives === null) return verdict();
  } else if (certificate.lower.method !== 'enumeration') {
    findings.push(`method "${certificate.lower.method}" proves no lower end`);
    return verdict();
  }
  const inEvery = certificate.alternatives?.inEvery ?? [];
  if (certificate.alternatives && (certificate.alternatives.count < 1 || inEvery.some((id) => !certificate.R.includes(id))))
    findings.push('the alternatives do not fit R');
  const known = k >= 1 ? (k === 1 ? serve(atStart) : serve(total)) : 0;
  const cuts = goThroughCuts(rows, classes, total, below, { k, kLow, spared: inEvery, worstBefore: known }, checkpoint);
  if (!cuts.complete) {
    findings.push(`${classes.length} classes are too many to go through every subset`);
    return verdict();
  }
  const { worstBefore } = cuts;
  for (const id of cuts.dispensable) findings.push(`${id} is not in every minimum attack`);
  if (cuts.broken) findings.push(`some ${kLow - 1} units break the limit already`);
  const { margin } = certificate.lower;
  if (margin) {
    expect('margin', margin, { k: k - 1, S: worstBefore, slack: worstBefore - below });
  }
  return verdict();
}

/** Sum of the k largest values. */
function largest(values: number[], k: number): number {
  return sumOfFirst(Float64Array.from(values).sort().reverse(), k);
}
