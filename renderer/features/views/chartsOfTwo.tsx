import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ViewResult, type ViewRow, wholeSpec } from '../../../shared/case/view.ts';
import { type ChartFrame, contextOfView, heatmap, heatmapHeight, treemap } from '../../../shared/charts/index.ts';
import { dimensionNoun, statedWords, weightNoun } from '../../../shared/format/index.ts';
import { Chart } from '../../chart/index.ts';
import { useClient } from '../../state/client.tsx';
import { queryKeys } from '../../state/queries.ts';
import type { ChartsProps } from './ViewCharts.tsx';

const MOST_ROWS = 2000;

/** The largest groups with their cells, or with all that they open into. */
function useLargest(result: ViewResult, top: number, expanded: boolean): readonly ViewRow[] | undefined {
  const client = useClient();
  const keys = result.top.slice(0, top).map(({ key }) => key);
  return useQuery({
    queryKey: [...queryKeys.case, 'largest', result.handle, top, expanded],
    queryFn: async ({ signal }) => {
      const window = { start: 0, end: expanded ? MOST_ROWS : top };
      const { rows } = await client.views.rows({ handle: result.handle, window, expanded: expanded ? keys : [] }, { signal });
      return rows;
    },
    placeholderData: keepPreviousData,
  }).data;
}

const MOST_GROUPS = 10;
const NO_ROWS: readonly ViewRow[] = [];

/** What each of the largest groups is made of, by the second dimension. */
export function TreemapChart({ spec, result, selected, onSelect }: ChartsProps) {
  const { top, split, by } = wholeSpec(spec);
  const shown = Math.min(top, MOST_GROUPS);
  const rows = useLargest(result, shown, true) ?? NO_ROWS;
  const build = useCallback(
    (frame: ChartFrame) => {
      const keys = new Set(result.top.slice(0, shown).map(({ key }) => key));
      const groups = [...keys].map((key) => ({
        id: key,
        label: key,
        parts: rows
          .filter((row) => row.level === 1 && row.parent === key)
          .map((row) => ({ id: `${key}\u0000${row.key}`, label: row.unknown ? 'Unknown' : row.key, value: Number(row.value) })),
      }));
      const listed = groups.reduce((sum, { parts }) => sum + parts.reduce((part, { value }) => part + value, 0), 0);
      const open = result.stamp.unknownPolicy === 'bounds' ? Number(result.unknown.value) : 0;
      const other = Math.max(0, Number(result.total) - open - listed);
      return treemap(
        {
          context: contextOfView(result),
          weight: statedWords(result, weightNoun(result.stamp.weight)),
          amounts: statedWords(result, weightNoun(result.stamp)),
          by: [by, split],
          groups,
          unknown: open,
          ...(other > 0 && result.entities > keys.size ? { other: { groups: result.entities - keys.size, value: other } } : {}),
        },
        frame,
      );
    },
    [result, rows, shown, by, split],
  );
  const select = (id: string, extend: boolean) => onSelect(id.split('\u0000')[0] ?? id, extend);
  const marked = rows.flatMap((row) => (row.parent && selected.includes(row.parent) ? [`${row.parent}\u0000${row.key}`] : []));
  return (
    <Chart
      build={build}
      height={380}
      titled
      selected={marked}
      onSelect={select}
      hint="Arrow keys visit the cells, Enter selects their group"
    />
  );
}

const MOST_COLUMNS = 12;

/** How the weight of each of the largest groups divides over the dimension across. */
export function HeatmapChart({ spec, result, selected, onSelect }: ChartsProps) {
  const { top, columns, by } = wholeSpec(spec);
  const rows = useLargest(result, top, false) ?? NO_ROWS;
  const build = useCallback(
    (frame: ChartFrame) => {
      const across = (result.pivot?.columns ?? []).slice(0, MOST_COLUMNS);
      const weight = statedWords(result, weightNoun(result.stamp.weight));
      return heatmap(
        {
          context: contextOfView(result, `Share of the ${weight} of each ${dimensionNoun(by, 1)} by ${dimensionNoun(columns, 1)}`),
          by: [by, columns],
          rows: rows.map(({ key }) => ({ id: key, label: key })),
          columns: across.map(({ key }) => ({ id: key, label: key })),
          cells: rows.map(({ cells, value }) =>
            across.map((_, index) => {
              const cell = cells?.[index];
              return Number(value) > 0 ? Number(cell ?? 0) / Number(value) : 0;
            }),
          ),
          format: 'share',
          notListed: {
            rows: Math.max(0, result.entities - rows.length),
            columns: (result.pivot?.columns.length ?? 0) - across.length + (result.pivot?.other.groups ?? 0),
          },
        },
        frame,
      );
    },
    [result, rows, by, columns],
  );
  return (
    <Chart
      build={build}
      height={heatmapHeight(rows.length)}
      titled
      selected={selected}
      onSelect={onSelect}
      hint="Arrow keys read the cells of a row, Ctrl+arrow changes the row, Enter selects it"
    />
  );
}
