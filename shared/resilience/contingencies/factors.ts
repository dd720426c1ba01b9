import type { CodedColumn } from '../inventory.ts';

/** Something that nodes share and that can fail as one: a country, bloc, cloud, network, site, vendor or model. */
export type Factor = {
  /** what is shared, as it is named on the page: `country` */
  name: string;
  /** each value with its rows, ascending by name (code units), and other rows that may have it too */
  values: readonly { value: string; rows: Int32Array; maybe: Int32Array }[];
  /** rows whose value may be any */
  unknown: Int32Array;
};

/** Coded column whose labels may stand for one of several: those of `among[code]`; an empty list = of any, `null` = for themselves. */
export type OpenColumn = CodedColumn & { among?: readonly (readonly string[] | null)[] };

/**
 * Factor of a column: one value a label that is used. Rows of an open label, such as an H100 of unknown variant, are lost together under that
 * label; they may be lost with each of the labels that it may be, and with other open labels that may be the same.
 */
export function factorOfColumn(name: string, { codes, labels, among }: OpenColumn): Factor {
  const rows = new Map<number, number[]>();
  const unknown: number[] = [];
  codes.forEach((code, row) => {
    if (code < 0 || among?.[code]?.length === 0) {
      unknown.push(row);
      return;
    }
    const known = rows.get(code);
    if (known) known.push(row);
    else rows.set(code, [row]);
  });
  const open = new Map(
    [...rows.keys()].flatMap((code): [number, Set<string>][] => {
      const list = among?.[code];
      return list ? [[code, new Set(list)]] : [];
    }),
  );
  const maybeOf = (code: number): number[] => {
    const own = open.get(code) ?? new Set([labels[code] as string]);
    return [...open].flatMap(([other, list]) => (other !== code && !own.isDisjointFrom(list) ? (rows.get(other) as number[]) : []));
  };
  return {
    name,
    values: Array.from(rows, ([code, list]) => ({
      value: labels[code] as string,
      rows: Int32Array.from(list),
      maybe: Int32Array.from(maybeOf(code)).sort(),
    })).sort((a, b) => (a.value < b.value ? -1 : 1)),
    unknown: Int32Array.from(unknown),
  };
}
