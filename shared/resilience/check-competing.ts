import type { Portfolio } from '../case/portfolio.ts';
import type { CompetingCertificate } from './certificate.ts';
import { hittingNumber, placementValue } from './check-placement.ts';
import { pricedValue } from './check-prices.ts';
import { beginCheck, bracketOf, expectAttack, UNKNOWN_AFTER_ALL } from './check-start.ts';
import type { Inventory } from './inventory.ts';
import { type Recount, recount } from './recount.ts';
import type { NodeRow, Usable, Wanted } from './recount-nodes.ts';
import { recountNodes, usableGpus } from './recount-nodes.ts';

/** Class subsets that are looped over at most; each sorts all units once. */
const MAX_CLASSES = 22;

/** GPUs by set of classes, a mask each: of every unit (places `first[u]` to `first[u + 1] - 1`), of nodes without an owner, and of all. */
type Table = {
  names: string[];
  sets: number[];
  first: number[];
  setOf: Int32Array;
  gpus: Float64Array;
  unowned: Float64Array;
  whole: Float64Array;
};

/**
 * Re-checks the bracket of a certificate in competing mode from the node rows, in integers, with plain loops over every class subset and
 * full sorts (removal-test.md 8): the attack by its one cut, the lower end by the recomputed rounding loss over all cuts or by the stored
 * placements. Shares neither counting nor search with what made the certificate. D and below were checked before.
 *
 * @param demand value of the portfolio
 * @param below the test fails below this value
 * @returns findings, empty where everything holds
 */
export function checkCompeting(
  certificate: CompetingCertificate,
  inventory: Inventory,
  portfolio: Portfolio,
  { demand, below }: { demand: number; below: number },
  checkpoint?: (done: number, total: number) => void,
): string[] {
  const { findings, expect } = beginCheck();
  const { lower, scale, unknowns } = certificate;
  const optimistic = unknowns === 'optimistic';
  const wanted = wantedOf(inventory, portfolio);
  if (!(Number.isSafeInteger(scale) && scale >= 1) || wanted.some(({ a, b, value }) => (value * scale) % (a * b) !== 0))
    return ['scale does not turn all values per GPU into whole numbers'];
  const price = wanted.map(({ a, b, value }) => (value * scale) / (a * b));
  const dearest = Math.max(0, ...price);
  const nodes = recountNodes(inventory, portfolio, wanted, optimistic);
  if (unknowns === 'none' && !sameRows(nodes, recountNodes(inventory, portfolio, wanted, true))) findings.push(UNKNOWN_AFTER_ALL);
  const own = wanted.map(({ a }) => a);
  const upper = tableOf(usableGpus(nodes, wanted, own));
  const alone = recount(inventory, portfolio, optimistic);
  const bracket = bracketOf(certificate, below, findings);
  if (bracket === null) return findings;
  const { k, kLow } = bracket;
  expect('number of subsets', lower.subsets, 2 ** wanted.length - 1);

  // Upper end: the attack itself.
  const units = new Set(alone.units.keys());
  expectAttack(certificate, k, alone, findings);
  const gone = new Set(certificate.R);
  const outside = wanted.reduce((sum, { name, d, value }) => sum + (certificate.Z.includes(name) ? 0 : d * value * scale), 0);
  if (certificate.rho === 'shared-gpus')
    expect('classes in Z', certificate.Z.length, wanted.filter(({ name }) => certificate.Z.includes(name)).length);
  const attack = { wanted, price, outside, gone, first: k === 0 };
  const { beyond, present, after } =
    certificate.rho === 'shadow-prices'
      ? byShadowPrices(certificate, nodes, attack)
      : certificate.rho === 'instances'
        ? byInstances(certificate, alone, attack)
        : bySharedGpus(certificate, upper, attack);
  expect('demandOutsideZ', certificate.demandOutsideZ, beyond);
  expect('supplyAfter', certificate.supplyAfter, after);
  expect('bound', certificate.bound, beyond + after);
  expect('need', certificate.need, beyond + present - below * scale);
  expect('removedRho', certificate.removedRho, present - after);
  if (beyond + after > below * scale - 1)
    findings.push(`after R up to ${(beyond + after) / scale} may be served, which does not break the limit ${below}`);

  // What the lower end rests on.
  if (wanted.length > MAX_CLASSES) return [...findings, `${wanted.length} classes are too many to go through every subset`];
  const sizes = wanted.map(({ index }) => lower.sizes[index] ?? 0);
  if (lower.sizes.length !== portfolio.classes.length || wanted.some(({ a }, place) => (sizes[place] as number) < a)) {
    findings.push('the sizes of the lower end are smaller than those of the classes');
    return findings;
  }
  const same = sizes.every((size, place) => size === own[place]);
  const even = same ? usableGpus(nodes, wanted, own) : usableGpus(nodes, wanted, sizes);
  expect('delta', lower.delta, even.loss);
  const volumes = wanted.map(({ b, d }, place) => b * d * (sizes[place] as number));
  const limit =
    even.loss === null || dearest === 0
      ? null
      : volumes.reduce((sum, volume) => sum + volume, 0) + even.loss + 1 - Math.ceil(((demand - below + 1) * scale) / dearest);
  expect('limit of the flow of GPUs', lower.below, limit);
  const exact = same && even.loss === 0 && price.every((one) => one === dearest);
  expect('served', certificate.served, exact && lower.method === 'enumeration' ? Math.floor((outside + after) / scale) : null);

  const ends = goThroughCuts(upper, tableOf(even), {
    wanted,
    price,
    volumes,
    below: below * scale,
    limit,
    k,
    kLow,
    certificate,
    checkpoint,
  });
  const start = startValue(portfolio, alone, wanted);
  expect('S0', certificate.S0, Math.min(Math.floor(ends.start / scale), start));
  for (const id of ends.dispensable) findings.push(`${id} is not in every attack found`);
  const { alternatives } = certificate;
  if (alternatives && (alternatives.count < 1 || alternatives.inEvery?.some((id) => !gone.has(id))))
    findings.push('the alternatives do not fit R');
  if (alternatives?.complete && !exact) findings.push('attacks are called complete, but the bound is not exact');
  if (lower.margin) {
    const S = Math.floor(ends.worstBefore / scale);
    expect('margin', lower.margin, exact ? { k: k - 1, S, slack: S - below } : null);
  }
  if (k === 0 || kLow === 0) return findings;
  findings.push(...lowerEnd(certificate, { exact, ends, nodes, wanted, below, gone: units }));
  return findings;
}

/** The attack of a certificate: `gone` are its units, `first` = there are none, so that nodes without an owner count. */
type Attack = { wanted: readonly Wanted[]; price: number[]; outside: number; gone: ReadonlySet<string>; first: boolean };

/** What is served at most beyond what the classes of Z get of the supply, and what they get before and after the attack; values times scale. */
type Cut = { beyond: number; present: number; after: number };

function byShadowPrices({ prices = [] }: CompetingCertificate, nodes: readonly NodeRow[], { wanted, ...attack }: Attack): Cut {
  const { jobs, before, after } = pricedValue(prices, nodes, wanted, attack);
  return { beyond: jobs, present: before - jobs, after: after - jobs };
}

function byInstances({ Z, scale }: CompetingCertificate, alone: Recount, { wanted, outside, gone, first }: Attack): Cut {
  const worth = (row: readonly number[]) =>
    wanted.reduce((sum, { index, name, value }) => sum + (Z.includes(name) ? value * scale * (row[index] as number) : 0), 0);
  const unowned = first ? worth(alone.unattributed) : 0;
  const cut = { beyond: outside, present: unowned, after: unowned };
  for (const [id, row] of alone.units) {
    cut.present += worth(row);
    if (!gone.has(id)) cut.after += worth(row);
  }
  return cut;
}

function bySharedGpus({ Z }: CompetingCertificate, upper: Table, { wanted, price, outside, gone, first }: Attack): Cut {
  const mask = wanted.reduce((bits, { name }, place) => (Z.includes(name) ? bits | (1 << place) : bits), 0);
  const worth = worthOf(upper.sets, mask, price);
  const rho = rhoOf(upper, worth);
  const unowned = first ? weigh(upper.unowned, worth) : 0;
  const cut = { beyond: outside, present: unowned, after: unowned };
  upper.names.forEach((id, unit) => {
    cut.present += rho[unit] as number;
    if (!gone.has(id)) cut.after += rho[unit] as number;
  });
  return cut;
}

/** What speaks against the lower end. */
function lowerEnd(
  { k, kLow, lower }: CompetingCertificate,
  {
    exact,
    ends,
    nodes,
    wanted,
    below,
    gone,
  }: { exact: boolean; ends: Ends; nodes: NodeRow[]; wanted: Wanted[]; below: number; gone: Set<string> },
): string[] {
  const low = kLow as number;
  if (lower.method === 'packing' || lower.method === 'hitting-set') {
    if (lower.placements.length === 0) return ['no placement is stored'];
    const values = lower.placements.map((placement) => placementValue(placement, nodes, wanted));
    const wrong = values.find((value) => typeof value === 'string');
    if (typeof wrong === 'string') return [wrong];
    const placed = values.filter((value) => typeof value !== 'string');
    if (placed.some(({ value }) => value < below)) return ['a stored placement does not reach the limit'];
    if (lower.method === 'packing') return low === 1 ? [] : [`one placement shows no lower end of ${low}`];
    const owned = placed.map(({ value, loads }) => ({
      need: value - (loads.get('') ?? 0) - below + 1,
      loads: new Map([...loads].filter(([unit]) => gone.has(unit))),
    }));
    const number = hittingNumber(owned, low);
    if (number === null) return ['the stored placements are too many to be checked without a solver'];
    return number < low ? [`${number} units break every stored placement`] : [];
  }
  if (lower.method === 'none') return [`method "none" proves no lower end`];
  if (lower.method === 'enumeration' && !exact) return ['the bound is not exact, so going through cuts alone proves no lower end'];
  if (lower.method === 'enumeration' && low !== k) return ['an exact bound leaves no bracket'];
  if (ends.lossKnown === false) return ['no rounding loss is known'];
  if (ends.startFails) return ['the flow does not show that the test passes before any removal'];
  if (low >= 2 && ends.broken) return [`some ${low - 1} units may break the limit already`];
  return [];
}

type Ends = {
  /** largest value before any removal that the cuts allow, times scale */
  start: number;
  startFails: boolean;
  lossKnown: boolean;
  /** kLow - 1 units bring the flow of GPUs below its limit */
  broken: boolean;
  /** worst value after k - 1 removals, times scale */
  worstBefore: number;
  dispensable: Set<string>;
};

function goThroughCuts(
  upper: Table,
  even: Table,
  given: {
    wanted: Wanted[];
    price: number[];
    volumes: number[];
    below: number;
    limit: number | null;
    k: number;
    kLow: number;
    certificate: CompetingCertificate;
    checkpoint: ((done: number, total: number) => void) | undefined;
  },
): Ends {
  const { wanted, price, volumes, below, limit, k, kLow, certificate } = given;
  const values = wanted.map(({ a, b, d }, place) => a * b * d * (price[place] as number));
  const all = 2 ** wanted.length;
  const levels = [...new Set(price)].sort((a, b) => b - a);
  const least = levels.map(() => Infinity);
  const ends: Ends = {
    start: 0,
    startFails: limit === null,
    lossKnown: limit !== null,
    broken: false,
    worstBefore: Infinity,
    dispensable: new Set(),
  };
  const spared = (certificate.alternatives?.inEvery ?? []).map((id) => upper.names.indexOf(id));
  const needsTops = k >= 2 && certificate.lower.margin !== null;
  const ones = price.map(() => 1);
  const rho = new Float64Array(upper.names.length);
  const volume = new Float64Array(even.names.length);
  for (let mask = 0; mask < all; mask += 1) {
    if ((mask & 15) === 0) given.checkpoint?.(mask, all);
    const outside = (amounts: readonly number[]) => amounts.reduce((sum, amount, place) => ((mask >> place) & 1 ? sum : sum + amount), 0);
    // Before any removal: the dearest classes first, level by level.
    const gpus = weigh(upper.whole, worthOf(upper.sets, mask, ones));
    levels.forEach((level, at) => {
      if (price.some((own, place) => (mask >> place) & 1 && own < level)) return;
      const wantedGpus = wanted.reduce(
        (sum, { a, b, d }, place) => ((mask >> place) & 1 || (price[place] as number) < level ? sum : sum + a * b * d),
        0,
      );
      least[at] = Math.min(least[at] as number, wantedGpus + gpus);
    });
    if (limit !== null) {
      const one = worthOf(even.sets, mask, ones);
      if (outside(volumes) + weigh(even.whole, one) < limit) ends.startFails = true;
      if (kLow >= 2) {
        const held = rhoOf(even, one, volume).reduce((sum, amount) => sum + amount, 0);
        if (topOf(volume, kLow - 1) > outside(volumes) + held - limit) ends.broken = true;
      }
    }
    if (!needsTops && spared.length === 0) continue;
    const whole = outside(values) + rhoOf(upper, worthOf(upper.sets, mask, price), rho).reduce((sum, amount) => sum + amount, 0);
    if (needsTops) ends.worstBefore = Math.min(ends.worstBefore, whole - topOf(rho, k - 1));
    for (const place of spared) {
      const others = rho.slice();
      others[place] = 0;
      if (topOf(others, k) > whole - below) ends.dispensable.add(upper.names[place] ?? '');
    }
  }
  ends.start = least.reduce((sum, gpus, at) => sum + gpus * ((levels[at] as number) - (levels[at + 1] ?? 0)), 0);
  return ends;
}

function wantedOf(inventory: Inventory, portfolio: Portfolio): Wanted[] {
  return portfolio.classes.flatMap((workload, index) => {
    const { name, gpus_per_node: a, nodes: b, quantity: d = 0 } = workload;
    const value = workload.value ?? (portfolio.metric === 'workload' ? 1 : a * b);
    // what no column states is not asked for
    const cpu = inventory.cpuMilli ? (workload.cpu_milli_per_node ?? 0) : 0;
    const memory = inventory.memoryMib ? (workload.memory_mib_per_node ?? 0) : 0;
    return d > 0 && value > 0 ? [{ index, name, a, b, d, value, cpu, memory }] : [];
  });
}

/** Value before any removal when each class is asked alone. */
function startValue(portfolio: Portfolio, alone: ReturnType<typeof recount>, wanted: readonly Wanted[]): number {
  return wanted.reduce((sum, { index, d, value }) => {
    let count = alone.unattributed[index] as number;
    for (const row of alone.units.values()) count += row[index] as number;
    return sum + value * Math.min(d, count, portfolio.classes[index]?.quantity ?? 0);
  }, 0);
}

function tableOf({ units, unowned }: Usable): Table {
  const keys = [...new Set([...[...units.values()].flatMap((held) => [...held.keys()]), ...unowned.keys()])];
  const place = new Map(keys.map((key, at) => [key, at]));
  const names = [...units.keys()];
  const first = [0];
  const entries: [number, number][] = [];
  const whole = Float64Array.from(keys, (key) => unowned.get(key) ?? 0);
  for (const held of units.values()) {
    for (const [key, gpus] of held) {
      const at = place.get(key) as number;
      entries.push([at, gpus]);
      whole[at] = (whole[at] as number) + gpus;
    }
    first.push(entries.length);
  }
  return {
    names,
    sets: keys.map((key) => key.split(',').reduce((bits, job) => bits | (1 << Number(job)), 0)),
    first,
    setOf: Int32Array.from(entries, ([at]) => at),
    gpus: Float64Array.from(entries, ([, gpus]) => gpus),
    unowned: Float64Array.from(keys, (key) => unowned.get(key) ?? 0),
    whole,
  };
}

/** Price of a GPU of each set in a cut: that of the dearest class of both. */
function worthOf(sets: readonly number[], mask: number, price: readonly number[]): Float64Array {
  return Float64Array.from(sets, (set) => {
    let worth = 0;
    for (let place = 0; place < price.length; place += 1) if (((set & mask) >> place) & 1) worth = Math.max(worth, price[place] as number);
    return worth;
  });
}

function weigh(gpus: Float64Array, worth: Float64Array): number {
  return gpus.reduce((sum, amount, set) => sum + amount * (worth[set] as number), 0);
}

/** Value that each unit can serve of a cut. */
function rhoOf({ names, first, setOf, gpus }: Table, worth: Float64Array, rho = new Float64Array(names.length)): Float64Array {
  for (let unit = 0; unit < names.length; unit += 1) {
    let sum = 0;
    for (let at = first[unit] as number; at < (first[unit + 1] as number); at += 1)
      sum += (gpus[at] as number) * (worth[setOf[at] as number] as number);
    rho[unit] = sum;
  }
  return rho;
}

/** Sum of the k largest values. */
function topOf(values: Float64Array, k: number): number {
  const sorted = values.slice().sort().reverse();
  let sum = 0;
  for (let place = 0; place < Math.min(k, sorted.length); place += 1) sum += sorted[place] as number;
  return sum;
}

function sameRows(first: readonly NodeRow[], second: readonly NodeRow[]): boolean {
  const text = ({ row, unit, nodes, gpus, cpu, memory, fits }: NodeRow) => JSON.stringify([row, unit, nodes, gpus, cpu, memory, [...fits]]);
  return first.length === second.length && first.every((node, at) => text(node) === text(second[at] as NodeRow));
}
