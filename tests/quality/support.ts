import type { ColumnInfo, Dataset, Field } from '../../shared/case/dataset.ts';
import type { Column } from '../../shared/columns/table.ts';
import type { CheckInput } from '../../shared/quality/check.ts';

type Cells = readonly (string | number | null)[];

function columnOf(name: string, cells: Cells): Column {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    const scaled = cells.some((cell) => cell !== null && !Number.isInteger(cell)) ? 4 : 0;
    return {
      type: 'number',
      name,
      scale: scaled,
      values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Math.round((cell as number) * 10 ** scaled))),
    };
  }
  const dictionary = [...new Set(cells.filter((cell) => cell !== null).map(String))];
  return {
    type: 'text',
    name,
    dictionary,
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : dictionary.indexOf(String(cell)))),
  };
}

function withBounds(column: Column, ends: { low: Cells; high: Cells } | undefined): Column {
  if (column.type !== 'number' || ends === undefined) return column;
  return { ...column, bounds: { low: columnOf('low', ends.low), high: columnOf('high', ends.high) } };
}

/**
 * What checks read, from columns written out: `{ provider: ['a', 'b'], gpu_count: [8, null] }`. Names of fields serve that field,
 * others are columns under their own name.
 *
 * @param bounds ends of numeric columns, by name
 * @param given texts as the file had them, by field
 */
export function inputOf(
  columns: Readonly<Record<string, Cells>>,
  about: Partial<Dataset> & {
    bounds?: Record<string, { low: Cells; high: Cells }>;
    given?: Partial<Record<Field, Cells>>;
    others?: Dataset[];
    rejects?: CheckInput['rejected'];
  } = {},
): CheckInput {
  const { given = {}, bounds = {}, others = [], rejects = [], ...dataset } = about;
  const rows = Object.values(columns)[0]?.length ?? 0;
  const fields = new Set([
    'provider',
    'operator',
    'owner',
    'node_id',
    'host_org',
    'country',
    'gpu_model',
    'gpu_count',
    'gpu_free',
    'price_usd_per_gpu_hour',
    'uptime',
    'verified',
    'status',
    'validator',
    'stake',
    'observed_at',
  ]);
  const infos = Object.entries(columns).map(([name, cells]): ColumnInfo => {
    const known = cells.filter((cell) => cell !== null);
    const numeric = known.every((cell) => typeof cell === 'number');
    return {
      name,
      header: name,
      field: fields.has(name) ? (name as Field) : null,
      type: numeric ? 'number' : 'text',
      filled: known.length,
      distinct: new Set(known).size,
      sum: numeric ? String(known.reduce((sum: number, cell) => sum + (cell as number), 0)) : null,
    } as ColumnInfo;
  });
  return {
    dataset: {
      id: 'D1',
      name: 'Northgrid',
      sourceId: 'S1',
      rows,
      rejected: 0,
      grain: 'node',
      base: 'online',
      asOf: '2026-11-20',
      sample: false,
      importedAt: '2026-11-21T00:00:00.000Z',
      columns: infos,
      findings: [],
      ...dataset,
    } as Dataset,
    table: {
      rows,
      columns: new Map(Object.entries(columns).map(([name, cells]) => [name, withBounds(columnOf(name, cells), bounds[name])])),
    },
    given: (field) => (given[field] ? columnOf(field, given[field] as Cells) : null),
    rejected: rejects,
    others,
    now: '2026-11-22T00:00:00.000Z',
  };
}
