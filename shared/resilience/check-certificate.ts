import type { Portfolio } from '../case/portfolio.ts';
import type { Certificate } from './certificate.ts';
import { checkCompeting } from './check-competing.ts';
import { goThroughCuts, sumOfFirst } from './check-cuts.ts';
import type { Inventory } from './inventory.ts';
import { recount } from './recount.ts';

/** Result of a re-check: `valid` exactly if `findings` is empty. */
export type CertificateCheck = { valid: boolean; findings: string[] };

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
  const findings: string[] = [];
  const expect = (what: string, stated: unknown, found: unknown) => {
    if (JSON.stringify(stated) !== JSON.stringify(found))
      findings.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(stated)}`);
  };
  const verdict = (): CertificateCheck => ({ valid: findings.length === 0, findings });

  expect('format', certificate.format, 1);
  if (certificate.mode !== 'competing') expect('mode', certificate.mode, 'independent');
  expect('normalisation', certificate.normalisation, 'demand');
  expect('rule', certificate.strict, 'fails iff S <= below-1');
  expect('tie rule', certificate.tieRule, 'weight desc, id asc');
  if (inputs !== null) expect('hash of the inputs', certificate.inputs, inputs);
  const metric = portfolio.metric ?? 'gpu-hour';
  const classes = portfolio.classes.map((workload) => ({
    name: workload.name,
    wanted: workload.quantity ?? 0,
    value: workload.value ?? (metric === 'workload' ? 1 : workload.gpus_per_node * workload.nodes),
  }));
  expect('metric', certificate.metric, portfolio.classes.some((workload) => workload.value !== undefined) ? 'stated values' : metric);
  const demand = classes.reduce((sum, { wanted, value }) => sum + wanted * value, 0);
  const [p, q] = certificate.theta;
  if (!(Number.isSafeInteger(p) && Number.isSafeInteger(q) && p >= 0 && q >= 1 && p <= q))
    findings.push('theta is not a fraction from 0 to 1');
  if (findings.length > 0) return verdict();
  let below = Number((BigInt(p) * BigInt(demand)) / BigInt(q));
  if (BigInt(below) * BigInt(q) < BigInt(p) * BigInt(demand)) below += 1;
  expect('D', certificate.D, demand);
  expect('below', certificate.below, below);
  expect('status', certificate.status, certificate.k === certificate.kLow ? 'proven' : 'bracket');
  expect('reason for never', certificate.never, below > 0 ? null : demand === 0 ? 'no-demand' : 'threshold-zero');
  if (certificate.mode === 'competing') {
    findings.push(...checkCompeting(certificate, inventory, portfolio, { demand, below }, checkpoint));
    return verdict();
  }

  const supply = recount(inventory, portfolio, certificate.unknowns === 'optimistic');
  if (certificate.unknowns === 'none') {
    const other = recount(inventory, portfolio, true);
    const same =
      other.unowned === 0 && [...supply.units].every(([id, row]) => row.every((amount, index) => amount === other.units.get(id)?.[index]));
    if (!same) findings.push('the data hold unknown values, but the certificate speaks of none');
  }
  const total = classes.map((_, index) => [...supply.units.values()].reduce((sum, row) => sum + (row[index] as number), 0));
  const atStart = total.map((amount, index) => amount + (supply.unattributed[index] as number));
  const serve = (amounts: number[]) =>
    classes.reduce((sum, { wanted, value }, index) => sum + value * Math.min(wanted, amounts[index] as number), 0);
  expect('S0', certificate.S0, serve(atStart));

  const { k, kLow } = certificate;
  if (k === null || kLow === null || below === 0) {
    if (k !== null || kLow !== null || below !== 0) findings.push('k is stated as never exactly where no removal can break the test');
    return verdict();
  }
  if (kLow > k || kLow < 0) findings.push(`the bracket ${kLow}..${k} is empty`);

  // Upper end: the attack itself.
  const ownerAlone = certificate.R.length === 0 && k === 1 && certificate.unknowns === 'pessimistic' && supply.unowned > 0;
  if (new Set(certificate.R).size !== certificate.R.length || (certificate.R.length !== k && !ownerAlone))
    findings.push(`R names ${certificate.R.length} units for k = ${k}`);
  const missing = certificate.R.filter((id) => !supply.units.has(id));
  if (missing.length > 0) findings.push(`R names units that are not in the data: ${missing.slice(0, 3).join(', ')}`);
  const cut = classes.map(({ name }) => certificate.Z.includes(name));
  expect('classes in Z', certificate.Z.length, cut.filter(Boolean).length);
  if (findings.length > 0) return verdict();
  const present = k === 0 ? atStart : total;
  const after = present.map((amount, index) =>
    certificate.R.reduce((left, id) => left - ((supply.units.get(id) as number[])[index] as number), amount),
  );
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
