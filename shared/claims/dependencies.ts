/** A factor of which values may stand under several parties: codes per row, -1 = unknown. */
export type Factor = { readonly name: string; readonly kind: string; readonly codes: Int32Array; readonly dictionary: readonly string[] };

/** Rows of a dataset: party and weight of each. */
export type PartyRows = {
  /** code of the party per row, -1 = unknown */
  readonly parties: Int32Array;
  readonly names: readonly string[];
  readonly weightAt: (row: number) => bigint;
  /** selected rows, `null` = all */
  readonly rows: Int32Array | null;
};

/** A value of a factor under several parties. */
export type Shared = {
  readonly factor: string;
  readonly kind: string;
  readonly key: string;
  /** distinct known parties */
  readonly parties: number;
  readonly largest: readonly string[];
  readonly units: bigint;
  readonly rows: number;
};

/** What a search gave, with all weight and, by factor, the weight of which it is unknown. */
export type SharedFactors = { readonly shared: Shared[]; readonly total: bigint; readonly unknown: readonly bigint[] };

const NAMED = 5;

/**
 * Values of factors that stand under several parties, largest weight first: one site, network, cloud, country, vendor or wallet behind operators that
 * look independent. Weight of unknown party counts for the capacity, and for no party.
 *
 * @param least parties from which on a value is shared
 * Source: domain 2 (C7) and 5 (dependency graph).
 */
export function sharedFactors(factors: readonly Factor[], { parties, names, weightAt, rows }: PartyRows, least: number): SharedFactors {
  const count = rows === null ? parties.length : rows.length;
  const weights = new Array<bigint>(count);
  let total = 0n;
  for (let index = 0; index < count; index++) {
    const weight = weightAt(rows === null ? index : (rows[index] as number));
    weights[index] = weight;
    total += weight;
  }
  const unknown: bigint[] = [];
  const shared = factors.flatMap(({ name, kind, codes, dictionary }): Shared[] => {
    const held = dictionary.map(() => ({ units: 0n, rows: 0, of: new Map<number, bigint>() }));
    let open = 0n;
    for (let index = 0; index < count; index++) {
      const row = rows === null ? index : (rows[index] as number);
      const value = held[codes[row] as number];
      const weight = weights[index] as bigint;
      if (!value) {
        open += weight;
        continue;
      }
      value.units += weight;
      value.rows += 1;
      const party = parties[row] as number;
      if (party >= 0) value.of.set(party, (value.of.get(party) ?? 0n) + weight);
    }
    unknown.push(open);
    return held.flatMap(({ units, rows: records, of }, code): Shared[] => {
      if (of.size < least) return [];
      const ranked = [...of].sort((a, b) =>
        a[1] > b[1] ? -1 : a[1] < b[1] ? 1 : (names[a[0]] as string) < (names[b[0]] as string) ? -1 : 1,
      );
      const largest = ranked.slice(0, NAMED).map(([party]) => names[party] as string);
      return [{ factor: name, kind, key: dictionary[code] as string, parties: of.size, largest, units, rows: records }];
    });
  });
  shared.sort((a, b) => {
    if (a.units !== b.units) return a.units > b.units ? -1 : 1;
    return b.parties - a.parties || (a.factor < b.factor ? -1 : a.factor > b.factor ? 1 : a.key < b.key ? -1 : 1);
  });
  return { shared, total, unknown };
}
