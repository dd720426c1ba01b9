// A second implementation of domain.md 3 and 4 in rational arithmetic, written from its formulas alone: fractions of integers, plain sums over all
// entities, no sorting tricks and no code of the product. Slow on purpose.

/** A fraction in lowest terms, denominator above 0. */
export class Rational {
  readonly n: bigint;
  readonly d: bigint;
  constructor(n: bigint | number, d: bigint | number = 1n) {
    let [a, b] = [BigInt(n), BigInt(d)];
    if (b === 0n) throw new RangeError('division by zero');
    if (b < 0n) [a, b] = [-a, -b];
    let [x, y] = [a < 0n ? -a : a, b];
    while (y !== 0n) [x, y] = [y, x % y];
    this.n = a / (x === 0n ? 1n : x);
    this.d = b / (x === 0n ? 1n : x);
  }
  plus(o: Rational): Rational {
    return new Rational(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  minus(o: Rational): Rational {
    return new Rational(this.n * o.d - o.n * this.d, this.d * o.d);
  }
  times(o: Rational): Rational {
    return new Rational(this.n * o.n, this.d * o.d);
  }
  over(o: Rational): Rational {
    return new Rational(this.n * o.d, this.d * o.n);
  }
  above(o: Rational): boolean {
    return this.n * o.d > o.n * this.d;
  }
  same(o: Rational): boolean {
    return this.n === o.n && this.d === o.d;
  }
  abs(): Rational {
    return new Rational(this.n < 0n ? -this.n : this.n, this.d);
  }
  /** Nearest double by decimal digits: 40 significant ones, read by the language. */
  toNumber(): number {
    if (this.n === 0n) return 0;
    const sign = this.n < 0n ? -1 : 1;
    const size = this.n < 0n ? -this.n : this.n;
    const shift = 40 + this.d.toString().length - size.toString().length;
    const digits = shift >= 0 ? (size * 10n ** BigInt(shift)) / this.d : size / (this.d * 10n ** BigInt(-shift));
    return sign * Number(`${digits}e${-shift}`);
  }
  toString(): string {
    return this.d === 1n ? `${this.n}` : `${this.n}/${this.d}`;
  }
}

const zero = new Rational(0n);
const one = new Rational(1n);
const sum = (list: readonly Rational[]): Rational => list.reduce((total, each) => total.plus(each), zero);
const max = (list: readonly Rational[]): Rational => list.reduce((most, each) => (each.above(most) ? each : most), zero);
const ascending = (list: readonly Rational[]): Rational[] => [...list].sort((a, b) => (a.above(b) ? 1 : b.above(a) ? -1 : 0));

/** "12.50", "3e2" or an integer as a fraction, digit by digit. */
export function read(text: string): Rational {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', part = ''] = mantissa.split('.');
  const digits = new Rational(BigInt(`${whole}${part}`), 10n ** BigInt(part.length));
  const power = Number(exponent);
  return digits.times(power >= 0 ? new Rational(10n ** BigInt(power)) : new Rational(1n, 10n ** BigInt(-power)));
}

export type Weights = readonly Rational[];
export const positive = (x: Weights): Rational[] => x.filter((each) => each.above(zero));
export const total = (x: Weights): Rational => sum([...x]);
const shares = (x: Weights): Rational[] => positive(x).map((each) => each.over(total(x)));

/** 3.2: sum of p^2. */
export const hhi = (x: Weights): Rational => sum(shares(x).map((p) => p.times(p)));

/** 3.2: (H - 1/n) / (1 - 1/n), one entity gives 1. */
export function hhiNormalised(x: Weights): Rational {
  const n = positive(x).length;
  if (n === 1) return one;
  const share = new Rational(1n, n);
  return hhi(x).minus(share).over(one.minus(share));
}

/** 3.2: sum of the k largest p, by taking out the largest k times. */
export function cr(x: Weights, k: number): Rational {
  const left = shares(x);
  let held = zero;
  for (let taken = 0; taken < k && left.length > 0; taken++) {
    const most = max(left);
    held = held.plus(most);
    left.splice(
      left.findIndex((each) => each.same(most)),
      1,
    );
  }
  return held;
}

/** 3.2: sum x(x-1) / (N(N-1)). */
export function hhiFiniteSample(x: Weights): Rational | null {
  const all = total(x);
  if (!all.above(one)) return null;
  return sum(x.map((each) => each.times(each.minus(one)))).over(all.times(all.minus(one)));
}

/** 3.3: smallest k whose k largest hold strictly more than t. */
export function nakamoto(x: Weights, t: Rational): number | null {
  for (let k = 1; k <= positive(x).length; k++) if (cr(x, k).above(t)) return k;
  return null;
}

/** All sets of k positive entities, as lists of places. */
function sets(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  const found: number[][] = [];
  for (let first = from; first <= n - k; first++) for (const rest of sets(n, k - 1, first + 1)) found.push([first, ...rest]);
  return found;
}

/** 3.3: sets of k positive entities that pass, as weights of their members. */
export function passingSets(x: Weights, t: Rational, k: number): number[][] {
  const p = shares(x);
  return sets(p.length, k).filter((members) => sum(members.map((place) => p[place] as Rational)).above(t));
}

/** 3.4: sum over all ordered pairs |x_i - x_j| / (2 n^2 mean). */
export function gini(x: Weights, zeros: 'drop' | 'keep'): Rational {
  const of = zeros === 'keep' ? [...x] : positive(x);
  const differences = sum(of.flatMap((a) => of.map((b) => a.minus(b).abs())));
  return differences.over(total(of).times(new Rational(2n * BigInt(of.length))));
}

/** 3.5: 1 / (2 sum i p(i) - 1), i by descending share. */
export function rosenbluth(x: Weights): Rational {
  const p = ascending(shares(x)).reverse();
  return one.over(
    sum(p.map((share, place) => share.times(new Rational(place + 1))))
      .times(new Rational(2n))
      .minus(one),
  );
}

/** 3.5: half the sum of |p - 1/n|. */
export function hoover(x: Weights): Rational {
  const p = shares(x);
  return sum(p.map((share) => share.minus(new Rational(1n, p.length)).abs())).times(new Rational(1n, 2n));
}

/** 3.5: -sum p ln p, in nats. */
export const entropy = (x: Weights): number =>
  shares(x)
    .map((p) => p.toNumber())
    .sort((a, b) => a - b)
    .reduce((nats, p) => nats - (p === 0 ? 0 : p * Math.log(p)), 0);

/** 3.5: sum p^q for a whole q. */
export const powerSum = (x: Weights, q: number): Rational =>
  sum(
    shares(x).map((p) =>
      Array<Rational>(q)
        .fill(p)
        .reduce((product, each) => product.times(each), one),
    ),
  );

/** 3.5: sum_g s_g ln(s_g n / n_g). */
export function theilBetween(x: Weights, groups: readonly number[]): number {
  const n = positive(x).length;
  const names = new Set(groups.filter((_, place) => (x[place] as Rational).above(zero)));
  let between = 0;
  for (const name of names) {
    const members = x.filter((each, place) => groups[place] === name && each.above(zero));
    const share = total(members).over(total(x));
    between += share.toNumber() * Math.log(share.times(new Rational(n, members.length)).toNumber());
  }
  return between;
}

/** 3.2: change of HHI by a merge: HHI after minus HHI before. */
export function mergeDelta(x: Weights, a: number, b: number): Rational {
  const merged = x.map((each, place) => (place === a ? each.plus(x[b] as Rational) : place === b ? zero : each));
  return hhi(merged).minus(hhi(x));
}

/** 4: smallest and largest HHI: U spread without end, all of U on the largest. */
export function hhiRange(k: Weights, u: Rational): { low: Rational; high: Rational } {
  const all = total(k).plus(u);
  const squares = (list: Weights) => sum(list.map((each) => each.times(each))).over(all.times(all));
  return { low: squares(k), high: squares(withLargest(k, u)) };
}

function withLargest(k: Weights, u: Rational): Rational[] {
  if (positive(k).length === 0) return [u];
  const most = max([...k]);
  const leader = k.findIndex((each) => each.same(most));
  return k.map((each, place) => (place === leader ? each.plus(u) : each));
}

/** 4: smallest and largest CR_j. */
export function crRange(k: Weights, u: Rational, j: number): { low: Rational; high: Rational } {
  const all = total(k).plus(u);
  const known = positive(k).length === 0 ? zero : cr(k, j).times(total(k));
  return { low: known.over(all), high: known.plus(u).over(all) };
}

/** 4: NC of U all on the largest; NC of U in pieces of one unit, a remainder as a piece of its own, `null` where no unit is given and the known do not pass. */
export function nakamotoRange(k: Weights, u: Rational, unit: Rational | null, t: Rational): { low: number | null; high: number | null } {
  const low = nakamoto(withLargest(k, u), t);
  if (unit === null) {
    for (let count = 1; count <= positive(k).length; count++) if (crRange(k, u, count).low.above(t)) return { low, high: count };
    return { low, high: null };
  }
  const pieces: Rational[] = [];
  let left = u;
  while (!unit.above(left)) {
    pieces.push(unit);
    left = left.minus(unit);
  }
  return { low, high: nakamoto([...k, ...pieces, left], t) };
}

/** 3.6: Hyndman-Fan type 7. */
export function quantile(x: Weights, q: Rational): Rational {
  const list = ascending(x);
  const place = new Rational(list.length - 1).times(q);
  const index = Number(place.n / place.d);
  const below = list[index] as Rational;
  const above = list[index + 1] ?? below;
  return below.plus(place.minus(new Rational(index)).times(above.minus(below)));
}

/** 3.6: smallest value whose cumulative weight reaches q of the total. */
export function weightedQuantile(x: Weights, g: Weights, q: Rational): Rational {
  const limit = total(g).times(q);
  const reached = (value: Rational) => !limit.above(sum(g.filter((_, place) => !(x[place] as Rational).above(value))));
  return ascending(x.filter((_, place) => (g[place] as Rational).above(zero))).find(reached) as Rational;
}

/** 3.6: weighted mean and variance, and the part between groups. */
export function variance(x: Weights, g: Weights, groups: readonly number[]): { mean: Rational; variance: Rational; between: Rational } {
  const all = total(g);
  const meanOf = (places: readonly number[]) =>
    sum(places.map((place) => (x[place] as Rational).times(g[place] as Rational))).over(sum(places.map((place) => g[place] as Rational)));
  const every = x.map((_, place) => place);
  const mean = meanOf(every);
  const squared = (a: Rational) => a.minus(mean).times(a.minus(mean));
  const between = sum(
    [...new Set(groups)].map((name) => {
      const own = every.filter((place) => groups[place] === name);
      return squared(meanOf(own)).times(sum(own.map((place) => g[place] as Rational)));
    }),
  );
  return {
    mean,
    variance: sum(every.map((place) => squared(x[place] as Rational).times(g[place] as Rational))).over(all),
    between: between.over(all),
  };
}

/** 3.7: parts of the change of HHI between two snapshots, after - before, with the alias set of after from the second part on; in 0..1. */
export function hhiChange(
  before: ReadonlyMap<string, Rational>,
  after: ReadonlyMap<string, Rational>,
  aliasesBefore: ReadonlyMap<string, string>,
  aliasesAfter: ReadonlyMap<string, string>,
): Record<'reAttribution' | 'exit' | 'entry' | 'ownGrowth' | 'totalEffect' | 'total', Rational> {
  const grouped = (snapshot: ReadonlyMap<string, Rational>, aliases: ReadonlyMap<string, string>) => {
    const groups = new Map<string, Rational>();
    for (const [account, weight] of snapshot) {
      const name = aliases.get(account) ?? account;
      groups.set(name, (groups.get(name) ?? zero).plus(weight));
    }
    return groups;
  };
  const [a, b] = [grouped(before, aliasesAfter), grouped(after, aliasesAfter)];
  const [totalA, totalB] = [total([...a.values()]), total([...b.values()])];
  const has = (groups: ReadonlyMap<string, Rational>, name: string) => groups.get(name)?.above(zero) ?? false;
  const squared = (weight: Rational | undefined, of: Rational) => (weight ?? zero).over(of).times((weight ?? zero).over(of));
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const both = names.filter((name) => has(a, name) && has(b, name));
  const part = (list: readonly string[], of: (name: string) => Rational) => sum(list.map(of));
  return {
    reAttribution: hhi([...a.values()]).minus(hhi([...grouped(before, aliasesBefore).values()])),
    exit: zero.minus(
      part(
        names.filter((name) => has(a, name) && !has(b, name)),
        (name) => squared(a.get(name), totalA),
      ),
    ),
    entry: part(
      names.filter((name) => has(b, name) && !has(a, name)),
      (name) => squared(b.get(name), totalB),
    ),
    ownGrowth: part(both, (name) => squared(b.get(name), totalB).minus(squared(a.get(name), totalB))),
    totalEffect: part(both, (name) => squared(a.get(name), totalB).minus(squared(a.get(name), totalA))),
    total: hhi([...b.values()]).minus(hhi([...grouped(before, aliasesBefore).values()])),
  };
}
