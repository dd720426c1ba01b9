import type { Group, ViewRow } from '../../../shared/case/view.ts';
import { formatStamp } from '../../../shared/format/index.ts';
import type { DataTable } from './document.ts';
import type { ReportView } from './input.ts';
import { amountSlug, columnSlug, slug } from './slug.ts';

type Cell = string | number | null;
type Ranked = Pick<ReportView, 'name' | 'label' | 'result'> & { groups: readonly (Group | ViewRow)[] };

const STATUS = 'ok, not_disclosed: no value, or named in part only, or left_out: the same, and not in the total';

/** Columns across a view, with how a cell of them is named. */
function acrossColumns({ result: { pivot, stamp } }: Ranked): { name: string; description: string }[] {
  if (!pivot || stamp.columns === undefined) return [];
  const of = columnSlug(stamp.columns);
  return [
    ...pivot.columns.map(({ key }) => ({
      name: `${of}=${key}`,
      description: `part of the weight with ${stamp.columns} ${key}; empty = no record`,
    })),
    { name: `${of}_other`, description: `part of the weight with another ${stamp.columns} (${pivot.other.groups} values)` },
    { name: `${of}_not_disclosed`, description: `part of the weight without a value of ${stamp.columns}` },
  ];
}

/** The line of the unknown weight; none where unknown records are entities, which stand among the groups. */
function unknownLine({ result: { stamp, unknown, pivot } }: Ranked, withEnds: boolean): Cell[][] {
  const { unknownPolicy: policy } = stamp;
  if (unknown.rows === 0 || policy === 'own-entity' || policy === 'one-entity') return [];
  const nested = stamp.split !== undefined;
  const left = policy === 'known-only';
  return [
    [
      ...(nested ? [0, null, null] : [null]),
      unknown.value,
      ...(withEnds ? [null, null] : []),
      left ? null : unknown.share,
      null,
      unknown.rows,
      ...(nested ? [null] : []),
      left ? 'left_out' : 'not_disclosed',
      ...(pivot?.unknownCells ?? []),
    ],
  ];
}

/** All lines of a view, with its unknown mass as the last one. */
export function rankingTable(view: Ranked): DataTable {
  const { stamp } = view.result;
  const withEnds = view.groups.some(({ ends }) => ends);
  const nested = stamp.split !== undefined;
  const unit = amountSlug(stamp);
  const across = acrossColumns(view);
  const ends = (low: Cell, high: Cell): Cell[] => (withEnds ? [low, high] : []);
  const lines = view.groups.map((group): Cell[] => {
    const { level = 0, parent = null, ofParent, cells = [], unknown = false }: Partial<ViewRow> = 'rank' in group ? group : {};
    const place = !nested ? [group.key] : level === 0 ? [0, group.key, null] : [1, parent, unknown ? null : group.key];
    const low = group.ends ? group.ends.low : group.value;
    const high = group.ends ? group.ends.high : group.value;
    const status = unknown ? 'not_disclosed' : 'ok';
    const inside = nested ? [ofParent ?? null] : [];
    return [...place, group.value, ...ends(low, high), group.share, group.cumulative, group.rows, ...inside, status, ...cells];
  });
  const value = (name: string) => ({ name: columnSlug(name), description: 'value of the dimension; empty = unknown' });
  return {
    name: `view-${view.label}-${slug(`${stamp.weight} by ${stamp.by}`)}`,
    title: `${view.name}: ${formatStamp(stamp)}`,
    columns: [
      ...(nested ? [{ name: 'level', description: '0 = a group, 1 = a value inside it; each level adds up on its own' }] : []),
      value(stamp.by),
      ...(nested ? [value(stamp.split as string)] : []),
      {
        name: unit,
        description: 'sum of the weight: exact where it is whole, else the nearest double below 2^53 and exact text above',
      },
      ...(withEnds
        ? [
            { name: `${unit}_low`, description: 'the same with the lower bounds of records that state bounds' },
            { name: `${unit}_high`, description: 'the same with their upper bounds; empty = one has no upper bound' },
          ]
        : []),
      { name: 'share_fraction', description: 'share of the total with the unknown mass inside, 0 to 1' },
      { name: 'cumulative_share_fraction', description: 'share of this and all larger groups, 0 to 1' },
      { name: 'records', description: 'number of records' },
      ...(nested ? [{ name: 'share_of_group_fraction', description: 'share of the group that the value is inside of, 0 to 1' }] : []),
      { name: 'dimension_status', description: STATUS },
      ...across,
    ],
    rows: [...lines, ...unknownLine(view, withEnds)],
  };
}
