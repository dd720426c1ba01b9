import type { CompetingCertificate } from './certificate.ts';
import type { NodeRow, Wanted } from './recount-nodes.ts';

/** One value, in the parts in which prices are stated. */
const ONE = 2n ** 40n;

/** What shadow prices allow, in value times scale, rounded down. */
export type PricedValue = { jobs: number; before: number; after: number };

/**
 * What is served at most before and after an attack by stated prices, counted node by node: what jobs bring above the dearest price that they
 * pay nowhere less, and what all nodes that are left cost. Whatever the prices are, no placement is worth more (weak duality).
 *
 * @param gone ids of the units that are lost
 * @param price value of one GPU of each class, times scale, by place
 * @param first nothing is removed: nodes without an owner count
 */
export function pricedValue(
  prices: NonNullable<CompetingCertificate['prices']>,
  nodes: readonly NodeRow[],
  wanted: readonly Wanted[],
  { price, gone, first }: { price: readonly number[]; gone: ReadonlySet<string>; first: boolean },
): PricedValue {
  const stated = new Map(
    prices.map(({ classes, gpus, cpuMilli, memoryMib, each }) => [
      `${[...classes].sort((a, b) => a - b)} ${gpus} ${cpuMilli} ${memoryMib}`,
      each.map(BigInt) as [bigint, bigint, bigint],
    ]),
  );
  const extra = wanted.map(() => 0n);
  let before = 0n;
  let after = 0n;
  for (const { unit, nodes: count, gpus, cpu, memory, fits } of nodes) {
    const classes = [...fits.keys()].map((place) => (wanted[place] as Wanted).index).sort((a, b) => a - b);
    const [ofGpu, ofCpu, ofMemory] = stated.get(`${classes} ${gpus} ${cpu} ${memory}`) ?? [0n, 0n, 0n];
    for (const place of fits.keys()) {
      const one = wanted[place] as Wanted;
      const paid = BigInt(one.a * 1000) * ofGpu + BigInt(one.cpu) * ofCpu + BigInt(one.memory) * ofMemory;
      const above = BigInt(one.a) * BigInt(price[place] as number) * ONE - paid;
      if (above > (extra[place] as bigint)) extra[place] = above;
    }
    if (unit === null && !first) continue;
    const cost = BigInt(count) * (BigInt(gpus * 1000) * ofGpu + BigInt(cpu) * ofCpu + BigInt(memory) * ofMemory);
    before += cost;
    if (unit === null || !gone.has(unit)) after += cost;
  }
  const jobs = wanted.reduce((sum, { b, d }, place) => sum + BigInt(b) * BigInt(d) * (extra[place] as bigint), 0n);
  return { jobs: Number(jobs / ONE), before: Number((jobs + before) / ONE), after: Number((jobs + after) / ONE) };
}
