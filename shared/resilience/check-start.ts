import type { Portfolio } from '../case/portfolio.ts';
import type { CertificateHead } from './certificate.ts';
import type { Inventory } from './inventory.ts';
import { type Recount, recount } from './recount.ts';

/** Result of a re-check: `valid` exactly if `findings` is empty. */
export type CertificateCheck = { valid: boolean; findings: string[] };

/** Notes a finding where what a certificate states is not what was found. */
export type Expect = (what: string, stated: unknown, found: unknown) => void;

/** A check under way: its findings in the order in which they are made. */
export function beginCheck(): { findings: string[]; expect: Expect; verdict: () => CertificateCheck } {
  const findings: string[] = [];
  return {
    findings,
    expect: (what, stated, found) => {
      if (JSON.stringify(stated) !== JSON.stringify(found))
        findings.push(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(stated)}`);
    },
    verdict: () => ({ valid: findings.length === 0, findings }),
  };
}

/** What a portfolio asks for, in class order: whole instances, and the value of one of them. */
export function askedClasses(portfolio: Portfolio): { name: string; wanted: number; value: number }[] {
  return portfolio.classes.map((workload) => ({
    name: workload.name,
    wanted: workload.quantity ?? 0,
    value: workload.value ?? (portfolio.metric === 'workload' ? 1 : workload.gpus_per_node * workload.nodes),
  }));
}

/** The value that a certificate must call its limit: theta times `demand`, rounded up; `null` = theta is no fraction from 0 to 1. */
export function limitOf([p, q]: CertificateHead['theta'], demand: number): number | null {
  if (!(Number.isSafeInteger(p) && Number.isSafeInteger(q) && p >= 0 && q >= 1 && p <= q)) return null;
  const below = Number((BigInt(p) * BigInt(demand)) / BigInt(q));
  return BigInt(below) * BigInt(q) < BigInt(p) * BigInt(demand) ? below + 1 : below;
}

/** Holds demand, limit, status and the reason for never of a certificate against what was worked out. */
export function expectLimit(certificate: CertificateHead, demand: number, below: number, expect: Expect): void {
  expect('D', certificate.D, demand);
  expect('below', certificate.below, below);
  expect('status', certificate.status, certificate.k === certificate.kLow ? 'proven' : 'bracket');
  expect('reason for never', certificate.never, below > 0 ? null : demand === 0 ? 'no-demand' : 'threshold-zero');
}

/** Instances per class as the reading of a certificate counts them: of every unit, of all units, and of all nodes before any removal. */
export function supplyOf(
  { unknowns }: CertificateHead,
  inventory: Inventory,
  portfolio: Portfolio,
  findings: string[],
): { supply: Recount; total: number[]; atStart: number[] } {
  const supply = recount(inventory, portfolio, unknowns === 'optimistic');
  if (unknowns === 'none') {
    const other = recount(inventory, portfolio, true);
    const same =
      other.unowned === 0 && [...supply.units].every(([id, row]) => row.every((amount, index) => amount === other.units.get(id)?.[index]));
    if (!same) findings.push(UNKNOWN_AFTER_ALL);
  }
  const rows = [...supply.units.values()];
  const total = portfolio.classes.map((_, index) => rows.reduce((sum, row) => sum + (row[index] as number), 0));
  return { supply, total, atStart: total.map((amount, index) => amount + (supply.unattributed[index] as number)) };
}

export const UNKNOWN_AFTER_ALL = 'the data hold unknown values, but the certificate speaks of none';

/** The bracket of a certificate, `null` where none is stated; notes where it is stated as never without reason, or is empty. */
export function bracketOf({ k, kLow }: CertificateHead, below: number, findings: string[]): { k: number; kLow: number } | null {
  if (k === null || kLow === null || below === 0) {
    if (k !== null || kLow !== null || below !== 0) findings.push('k is stated as never exactly where no removal can break the test');
    return null;
  }
  if (kLow > k || kLow < 0) findings.push(`the bracket ${kLow}..${k} is empty`);
  return { k, kLow };
}

/** Notes where R is not a set of `k` units of the data, or nobody where one owner of all records without owner may be enough. */
export function expectAttack({ R, unknowns }: CertificateHead, k: number, { units, unowned }: Recount, findings: string[]): void {
  const ownerAlone = R.length === 0 && k === 1 && unknowns === 'pessimistic' && unowned > 0;
  if (new Set(R).size !== R.length || (R.length !== k && !ownerAlone)) findings.push(`R names ${R.length} units for k = ${k}`);
  const missing = R.filter((id) => !units.has(id));
  if (missing.length > 0) findings.push(`R names units that are not in the data: ${missing.slice(0, 3).join(', ')}`);
}

/** Instances per class that the units of R leave of `present`. */
export function amountsAfter(present: readonly number[], R: readonly string[], { units }: Recount): number[] {
  return present.map((amount, index) => R.reduce((left, id) => left - ((units.get(id) as number[])[index] as number), amount));
}
