import { z } from 'zod';
import type { Portfolio } from '../case/portfolio.ts';
import type { Certificate } from './certificate.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkInFull } from './check-in-full.ts';
import type { CertificateCheck } from './check-start.ts';
import type { Inventory } from './inventory.ts';
import type { InFullCertificate } from './measures/in-full-certificate.ts';

const amount = z.number().int();
const names = z.array(z.string());

const common = {
  format: z.literal(1),
  inputs: z.string().nullable(),
  metric: z.string(),
  normalisation: z.literal('demand'),
  theta: z.tuple([amount, amount]),
  strict: z.literal('fails iff S <= below-1'),
  grouping: z.string(),
  capacity: z.string(),
  tieRule: z.literal('weight desc, id asc'),
  unknowns: z.enum(['none', 'pessimistic', 'optimistic']),
  D: amount,
  below: amount,
  S0: amount,
  k: amount.nullable(),
  kLow: amount.nullable(),
  status: z.enum(['proven', 'bracket']),
  never: z.enum(['no-demand', 'threshold-zero']).nullable(),
  R: names,
  Z: names,
  demandOutsideZ: amount,
  supplyAfter: amount,
  bound: amount,
  need: amount,
  removedRho: amount,
  alternatives: z.object({ count: amount, complete: z.boolean(), inEvery: names.nullable() }).nullable(),
};
const wholeText = z.string().regex(/^\d{1,60}$/);
const margin = z.object({ k: amount, S: amount, slack: amount }).nullable();

const independentSchema = z.object({
  ...common,
  mode: z.literal('independent'),
  served: amount,
  lower: z.object({ method: z.string(), subsets: amount, delta: z.literal(0), margin }),
});

const competingSchema = z.object({
  ...common,
  mode: z.literal('competing'),
  served: amount.nullable(),
  scale: amount,
  rho: z.enum(['shared-gpus', 'instances', 'shadow-prices']),
  prices: z
    .array(
      z.object({
        classes: z.array(amount),
        gpus: amount,
        cpuMilli: amount,
        memoryMib: amount,
        each: z.tuple([wholeText, wholeText, wholeText]),
      }),
    )
    .optional(),
  lower: z.object({
    method: z.enum(['enumeration', 'rounding', 'padded-rounding', 'packing', 'hitting-set', 'none']),
    subsets: amount,
    delta: amount.nullable(),
    sizes: z.array(amount),
    below: amount.nullable(),
    placements: z.array(z.array(z.object({ row: amount, nodes: amount, slots: z.array(amount) }))),
    margin,
  }),
});

const {
  demandOutsideZ: _outside,
  supplyAfter: _after,
  bound: _bound,
  need: _need,
  removedRho: _rho,
  alternatives: _others,
  ...inFull
} = common;
const inFullSchema = z.object({ ...inFull, mode: z.literal('independent'), metric: z.literal('all-or-nothing'), served: amount });

/** Form of a certificate that comes from a file, before anything in it is believed. */
const certificateSchema = z.discriminatedUnion('mode', [independentSchema, competingSchema]);

/** Whether a certificate says that it speaks of classes served in full. */
const speaksOfFullService = (certificate: unknown): boolean =>
  typeof certificate === 'object' && certificate !== null && 'metric' in certificate && certificate.metric === 'all-or-nothing';

/** What is known beside the certificate: the data it speaks about and how they were grouped. */
export type CheckedAgainst = { inventory: Inventory; portfolio: Portfolio; by: string; inputs: string };

/**
 * Verdict of the independent checker on a certificate of unknown origin: its form, what it says of the grouping and of its inputs, then
 * everything of `checkCertificate` or `checkInFull`.
 *
 * @param certificate any value, e.g. from a file
 * @param against `portfolio` with whole quantities; `inputs` is the SHA-256 of the canonical text that the checker computed itself
 */
export function checkRemoval(
  certificate: unknown,
  { inventory, portfolio, by, inputs }: CheckedAgainst,
  checkpoint?: (done: number, total: number) => void,
): CertificateCheck {
  const parsed = (speaksOfFullService(certificate) ? inFullSchema : certificateSchema).safeParse(certificate);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { valid: false, findings: [`the certificate has no readable "${issue?.path.join('.') || 'form'}"`] };
  }
  const { data } = parsed;
  const found =
    data.metric === 'all-or-nothing'
      ? checkInFull(data as InFullCertificate, inventory, portfolio, inputs, checkpoint)
      : checkCertificate(data as Certificate, inventory, portfolio, inputs, checkpoint);
  const findings = [...found.findings];
  if (parsed.data.grouping !== by) findings.push(`grouping is "${by}", not "${parsed.data.grouping}"`);
  if (parsed.data.capacity !== 'total') findings.push(`capacity "${parsed.data.capacity}" is none that was counted`);
  return { valid: findings.length === 0, findings };
}
