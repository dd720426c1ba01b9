import { useCallback, useMemo, useState } from 'react';
import { type ComparedChange, type ComparedSide, type MatchedEntity, MOVES, type Move } from '../../../shared/case/compare.ts';
import { type ChartFrame, dumbbell, dumbbellHeight } from '../../../shared/charts/index.ts';
import { formatShareChange } from '../../../shared/compare/headline.ts';
import { largestWords, movesWords, moveWords } from '../../../shared/compare/move-words.ts';
import {
  dimensionNoun,
  dimensionTitle,
  formatCount,
  formatQuantity,
  formatShare,
  NO_VALUE,
  weightNoun,
} from '../../../shared/format/index.ts';
import { ChipMenu, SearchField, Spacer } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import { Grid, type GridColumn, type GridSort } from '../../grid/index.ts';
import { useClient } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import styles from './compare.module.css';
import { contextOf, marked, markedFinding, markNote } from './words.ts';

const DRAWN = 12;
const ROWS = 'Rows of the table';
const START: GridSort = { column: 'change', direction: 'desc' };
const SORTS = { key: 'key', a: 'a', b: 'b', change: 'change' } as const;
type Shown = MatchedEntity['move'] | 'matched' | 'all';
const rowKey = ({ key }: MatchedEntity): string => key;

type Props = {
  change: ComparedChange;
  a: ComparedSide;
  b: ComparedSide;
  labels: readonly [string, string];
  mark: string | null;
  stale: boolean;
};

/** Who entered, left, grew or shrank, or is in one network only: the largest changes of share as dumbbells, all entities as a table. */
export function EntitiesTab({ change, a, b, labels, mark, stale }: Props) {
  const client = useClient();
  const { fail, succeed } = useNotices.getState();
  const [move, setMove] = useState<Shown>('all');
  const [search, setSearch] = useState('');
  const { counts, inTime, handle, largest } = change;
  const what = useCallback((of: Move) => moveWords(of, inTime, b.letter), [inTime, b.letter]);
  const many = dimensionNoun(a.spec.by, 2);
  const build = useCallback(
    (frame: ChartFrame) => {
      return dumbbell(
        {
          context: contextOf(a, b, `Share of known ${weightNoun(a.spec.weight)} by ${dimensionNoun(a.spec.by, 1)}`, '%'),
          by: a.spec.by,
          names: [labels[0].replace(/^A /, ''), labels[1].replace(/^[B-Z] /, '')],
          rows: change.largest
            .slice(0, DRAWN)
            .map(({ key, a: inA, b: inB }) => ({ id: key, label: key, a: inA?.share ?? null, b: inB?.share ?? null })),
          format: 'share',
          letter: b.letter,
          notListed: Math.max(0, change.counts.entered + change.counts.left + change.counts.matched - DRAWN),
          finding: markedFinding(largestWords(change, b.letter), mark),
        },
        frame,
      );
    },
    [a, b, labels, change, mark],
  );
  const amountsA = weightNoun(a.view?.stamp ?? a.spec.weight);
  const amountsB = weightNoun(b.view?.stamp ?? a.spec.weight);
  const columns = useMemo<GridColumn<MatchedEntity>[]>(() => {
    const place = (of: (row: MatchedEntity) => MatchedEntity['a'], name: string, id: 'a' | 'b'): GridColumn<MatchedEntity>[] => [
      {
        id,
        header: `${id === 'a' ? amountsA : amountsB} in ${name}`,
        width: 130,
        flex: 1,
        align: 'right',
        sortable: true,
        text: (row) => marked(formatQuantity(of(row)?.value ?? null), mark),
      },
      {
        id: `${id}Share`,
        header: `Share ${name}`,
        width: 84,
        align: 'right',
        text: (row) => marked(formatShare(of(row)?.share ?? null), mark),
      },
      {
        id: `${id}Rank`,
        header: `Rank ${name}`,
        width: 76,
        align: 'right',
        text: (row) => (of(row) ? formatCount(of(row)?.rank ?? null) : NO_VALUE),
      },
    ];
    return [
      { id: 'key', header: dimensionTitle(a.spec.by), width: 150, flex: 2, sortable: true, text: ({ key }) => key },
      { id: 'move', header: 'What', width: 84, text: (row) => what(row.move) },
      ...place((row) => row.a, 'A', 'a'),
      ...place((row) => row.b, b.letter, 'b'),
      {
        id: 'change',
        header: inTime ? 'Change of share' : 'Difference of share',
        width: 156,
        align: 'right',
        sortable: true,
        text: ({ shareChange }) => marked(formatShareChange(shareChange), mark),
      },
    ];
  }, [a.spec.by, amountsA, amountsB, b.letter, inTime, what, mark]);
  const window = useCallback(
    async (start: number, end: number, sort: GridSort | null, signal: AbortSignal) => {
      const column = SORTS[(sort?.column ?? 'change') as keyof typeof SORTS] ?? 'change';
      const direction = sort?.direction ?? 'desc';
      const rows = await client.compare.rows({ handle, window: { start, end }, move, sort: { column, direction }, search }, { signal });
      succeed(ROWS);
      return rows;
    },
    [client, handle, move, search, succeed],
  );
  const items: { id: Shown; label: string; hint: string }[] = [
    { id: 'all', label: `all ${many}`, hint: formatCount(counts.entered + counts.left + counts.matched) },
    ...MOVES.map((id) => ({ id, label: id === 'same' ? 'same weight' : what(id), hint: formatCount(counts[id]) })),
    { id: 'matched', label: 'in both', hint: formatCount(counts.matched) },
  ];
  return (
    <>
      <section className={styles.chartPanel} aria-label={`Largest ${inTime ? 'changes' : 'differences'} of share`}>
        <Chart
          build={build}
          height={dumbbellHeight(Math.min(DRAWN, largest.length))}
          stale={stale}
          titled
          hint="Arrow keys read the rows, largest change first"
        />
      </section>
      <section className={styles.tablePanel} aria-label="Entities of both sides">
        <div className={styles.tableHead}>
          <h2>{movesWords(change, formatCount, b.letter)}</h2>
          <ChipMenu label="show" selected={move} items={items} onSelect={setMove} />
          <Spacer />
          {mark && <span className={styles.quiet}>{markNote(mark)}</span>}
          <SearchField label={`Find ${dimensionNoun(a.spec.by, 1)}`} value={search} onChange={setSearch} className={styles.find} />
        </div>
        <Grid
          label={`${many} of both sides`}
          columns={columns}
          window={window}
          rowKey={rowKey}
          sort={START}
          stale={stale}
          emptyText={search === '' ? `No ${dimensionNoun(a.spec.by, 1)} here` : `Nothing matches "${search}"`}
          onError={(error) => fail(ROWS, error)}
        />
      </section>
    </>
  );
}
