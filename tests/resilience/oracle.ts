/** Brute force for small cases, written from the definitions of the removal test alone. Imports nothing of the product. */

export type Row = {
  /** null = owner unknown */
  unit: string | null;
  gpus: number;
  nodes?: number;
  model?: string | null;
  country?: string | null;
  site?: string | null;
};

export type Class = {
  name: string;
  models?: string[];
  countries?: string[];
  a: number;
  b?: number;
  domain?: 'site' | 'none';
  d: number;
  value?: number;
  cpu?: number;
  memory?: number;
};

/** Units x classes with full knowledge: every attribute and owner is set. */
export function countByHand(rows: Row[], classes: Class[]): { ids: string[]; kappa: number[][] } {
  const ids = [...new Set(rows.map((row) => row.unit as string))].sort();
  const kappa = ids.map((id) =>
    classes.map(({ models, countries, a, b = 1, domain }) => {
      const fits = rows.filter(
        (row) =>
          row.unit === id && (!models || models.includes(row.model as string)) && (!countries || countries.includes(row.country as string)),
      );
      const piles = new Map<string, number>();
      for (const row of fits) {
        const pile = b > 1 && domain === 'site' ? (row.site as string) : '';
        piles.set(pile, (piles.get(pile) ?? 0) + (row.nodes ?? 1) * Math.floor(row.gpus / a));
      }
      return [...piles.values()].reduce((sum, slots) => sum + Math.floor(slots / b), 0);
    }),
  );
  return { ids, kappa };
}

export function serveByHand(kappa: number[][], d: number[], value: number[], removed: number): number {
  return d.reduce((served, wanted, w) => {
    const left = kappa.reduce((sum, row, u) => sum + ((removed >> u) & 1 ? 0 : (row[w] as number)), 0);
    return served + (value[w] as number) * Math.min(wanted, left);
  }, 0);
}

/** Smallest served value for each number of removals, over all 2^U subsets. */
export function envelopeByHand(kappa: number[][], d: number[], value: number[]): number[] {
  const worst = Array<number>(kappa.length + 1).fill(Infinity);
  for (let set = 0; set < 2 ** kappa.length; set += 1) {
    const size = [...set.toString(2)].filter((digit) => digit === '1').length;
    worst[size] = Math.min(worst[size] as number, serveByHand(kappa, d, value, set));
  }
  return worst;
}

/** k* for threshold p/q; null = never. */
export function breakingPointByHand(kappa: number[][], d: number[], value: number[], p: number, q: number): number | null {
  const demand = d.reduce((sum, wanted, w) => sum + wanted * (value[w] as number), 0);
  const k = envelopeByHand(kappa, d, value).findIndex((served) => served * q < p * demand);
  return k < 0 ? null : k;
}

/** All attacks of size k that break the limit, as sorted index lists. */
export function attacksByHand(kappa: number[][], d: number[], value: number[], p: number, q: number, k: number): number[][] {
  const demand = d.reduce((sum, wanted, w) => sum + wanted * (value[w] as number), 0);
  const attacks: number[][] = [];
  for (let set = 0; set < 2 ** kappa.length; set += 1) {
    const members = kappa.map((_, u) => u).filter((u) => (set >> u) & 1);
    if (members.length === k && serveByHand(kappa, d, value, set) * q < p * demand) attacks.push(members);
  }
  return attacks;
}

/** Every way to fill in what is unknown: countries and sites out of the lists given, owners among the known ones and new ones. */
export function* readings(rows: Row[], countries: string[], sites: string[]): Generator<Row[]> {
  const single = rows.flatMap((row) => (row.unit === null ? Array.from({ length: row.nodes ?? 1 }, () => ({ ...row, nodes: 1 })) : [row]));
  const known = [...new Set(single.map((row) => row.unit).filter((unit) => unit !== null))];
  const free = single.filter((row) => row.unit === null).length;
  const owners = [...known, ...Array.from({ length: free }, (_, index) => `new ${index}`)];
  function* fill(index: number, done: Row[]): Generator<Row[]> {
    const row = single[index];
    if (!row) {
      yield done;
      return;
    }
    for (const unit of row.unit === null ? owners : [row.unit])
      for (const country of row.country === null ? countries : [row.country])
        for (const site of row.site === null ? sites : [row.site]) yield* fill(index + 1, [...done, { ...row, unit, country, site }]);
  }
  yield* fill(0, []);
}
