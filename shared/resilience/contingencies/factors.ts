import type { CodedColumn } from '../inventory.ts';

/** Something that nodes share and that can fail as one: a country, bloc, cloud, network, site, vendor or model. */
export type Factor = {
  /** what is shared, as it is named on the page: `country` */
  name: string;
  /** each value with its rows, ascending by name (code units); values may overlap, as blocs do */
  values: readonly { value: string; rows: Int32Array }[];
  /** rows whose value is not known */
  unknown: Int32Array;
};

/** Factor of a column: one value a label that is used. */
export function factorOfColumn(name: string, column: CodedColumn): Factor {
  const rows = new Map<number, number[]>();
  const unknown: number[] = [];
  column.codes.forEach((code, row) => {
    if (code < 0) {
      unknown.push(row);
      return;
    }
    const known = rows.get(code);
    if (known) known.push(row);
    else rows.set(code, [row]);
  });
  return makeFactor(
    name,
    Array.from(rows, ([code, list]) => ({ value: column.labels[code] as string, rows: list })),
    unknown,
  );
}

/**
 * Factor of groups of labels, such as blocs of countries; a label may stand in several groups or in none. Groups without a row are left out.
 *
 * @param groups names with the labels of the column that belong to each, exactly as they stand there
 */
export function factorOfGroups(name: string, column: CodedColumn, groups: readonly { value: string; labels: readonly string[] }[]): Factor {
  const byLabel = new Map(factorOfColumn(name, column).values.map(({ value, rows }) => [value, rows]));
  return makeFactor(
    name,
    groups.map(({ value, labels }) => ({ value, rows: [...new Set(labels)].flatMap((label) => Array.from(byLabel.get(label) ?? [])) })),
    [...column.codes.keys()].filter((row) => (column.codes[row] as number) < 0),
  );
}

function makeFactor(name: string, values: { value: string; rows: number[] }[], unknown: number[]): Factor {
  return {
    name,
    values: values
      .filter(({ rows }) => rows.length > 0)
      .map(({ value, rows }) => ({ value, rows: Int32Array.from(rows).sort() }))
      .sort((a, b) => (a.value < b.value ? -1 : 1)),
    unknown: Int32Array.from(unknown),
  };
}
