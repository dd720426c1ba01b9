import { useCallback } from 'react';
import { type ComparedChange, type ComparedSide, PARTS, type Part } from '../../../shared/case/compare.ts';
import { type ChartFrame, waterfall, waterfallHeight } from '../../../shared/charts/index.ts';
import { formatChange } from '../../../shared/compare/headline.ts';
import { partLabel, partReads } from '../../../shared/compare/move-words.ts';
import { formatHhi, formatRange, plural } from '../../../shared/format/index.ts';
import { type DataColumn, DataTable, Panel } from '../../app/controls/index.ts';
import { Chart } from '../../chart/index.ts';
import styles from './compare.module.css';
import { contextOf, marked, markedFinding, markNote, measureWords } from './words.ts';

type Props = {
  change: ComparedChange;
  a: ComparedSide;
  b: ComparedSide;
  labels: readonly [string, string];
  mark: string | null;
  stale: boolean;
};

type Row = { label: string; points: number; exact: string; reads: string };

/** Why HHI differs: the parts as a waterfall and as a table with their exact fractions on demand, and who was re-attributed. */
export function ChangeTab({ change, a, b, labels, mark, stale }: Props) {
  const { hhi, bounds, knownOnly, reattributed } = change;
  const build = useCallback(
    (frame: ChartFrame) =>
      waterfall(
        {
          context: contextOf(a, b, measureWords(a, knownOnly ? 'HHI of the known weight' : 'HHI'), 'points'),
          measure: 'HHI',
          start: { label: labels[0], value: hhi?.a ?? Number.NaN },
          end: { label: labels[1], value: hhi?.b ?? Number.NaN },
          parts: hhi ? PARTS.map((part) => ({ id: part, label: partLabel(part, change.inTime, b.letter), value: hhi.parts[part] })) : [],
          format: 'hhi',
          finding: markedFinding(change.headline, mark),
        },
        frame,
      ),
    [a, b, labels, hhi, knownOnly, change.headline, change.inTime, mark],
  );
  if (hhi === null) return <p className={styles.quiet}>{change.headline}.</p>;
  const rows: Row[] = [
    ...PARTS.map((part: Part) => ({
      label: partLabel(part, change.inTime, b.letter),
      points: hhi.parts[part],
      exact: hhi.exact.parts[part],
      reads: partReads(part, change.inTime, b.letter),
    })),
    { label: 'Change', points: hhi.change, exact: hhi.exact.change, reads: knownOnly ? 'of HHI, known weight only' : 'of HHI' },
  ];
  const columns: DataColumn<Row>[] = [
    { id: 'part', header: 'Part', rowHeader: true, width: 120, cell: ({ label }) => label },
    { id: 'points', header: 'Points', align: 'right', width: 84, cell: ({ points }) => marked(formatChange(points), mark) },
    { id: 'reads', header: 'Reads as', wrap: true, cell: ({ reads }) => reads },
  ];
  const note = [
    knownOnly
      ? `Over the unknown weight the change is ${formatRange(bounds.low, bounds.high, formatChange)}; the parts are those of the known weight.`
      : null,
    markNote(mark),
  ].filter((line) => line !== null);
  return (
    <>
      <section className={styles.chartPanel} aria-label="Waterfall">
        <Chart build={build} height={waterfallHeight(PARTS.length, 30)} stale={stale} hint="Arrow keys read the parts from top to bottom" />
      </section>
      <Panel title="Parts of the change" aside={`${formatHhi(hhi.a)} to ${formatHhi(hhi.b)}; the parts add up exactly`} flush>
        <DataTable
          label="Parts of the change"
          fixed
          scrolls
          columns={columns}
          rows={rows}
          rowKey={({ label }) => label}
          caption={note.length > 0 ? note.join(' ') : undefined}
        />
        <details className={styles.fractions}>
          <summary>Exact fractions of points</summary>
          <dl>
            {rows.map(({ label, exact }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <code className={styles.exact}>{exact}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </Panel>
      {reattributed.length > 0 && (
        <Panel title="Re-attributed" aside={plural(reattributed.length, 'entity', 'entities')}>
          <ul className={styles.reattributed}>
            {reattributed.map(({ entity, kind, of, points }) => (
              <li key={`${kind} ${entity}`}>
                <b>{entity}</b> {kind === 'joined' ? 'joins' : 'is taken apart into'} {of.join(', ')}{' '}
                <span className={styles.points}>{marked(formatChange(points), mark)}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
