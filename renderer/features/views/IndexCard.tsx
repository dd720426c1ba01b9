import { Fragment, memo } from 'react';
import type { ViewResult } from '../../../shared/case/view.ts';
import { boundWords, isOutside, NO_VALUE, outerWords } from '../../../shared/format/index.ts';
import { Button, Panel } from '../../app/controls/index.ts';
import styles from './index-card.module.css';
import { type IndexGroup, type IndexLine, isExact, metricFormat } from './metrics.ts';
import { PartialPanel } from './PartialPanel.tsx';

type IndexCardProps = {
  result: ViewResult;
  groups: readonly IndexGroup[];
  /** the metric cards belong to the view before: their lines are dimmed */
  late: boolean;
  /** opens the card of a metric */
  onMetric: (id: string) => void;
};

/** Indices of a view with low, known and high; each opens its card, which says why. */
export function IndexCard({ result, groups, late, onMetric }: IndexCardProps) {
  return (
    <>
      {groups.map((group) => (
        <Fragment key={group.id}>
          <Panel title={group.title} aside={group.id === 'concentration' ? <kbd className={styles.key}>I why</kbd> : undefined}>
            <IndexTable result={result} group={group} late={late} onMetric={onMetric} />
            {group.lines.some(({ outer }) => outer) && <p className={styles.outer}>{outerWords('†')}</p>}
          </Panel>
          {group.id === 'concentration' && <PartialPanel result={result} />}
        </Fragment>
      ))}
    </>
  );
}

type TableProps = { result: ViewResult; group: IndexGroup; late: boolean; onMetric: (id: string) => void };

function IndexTable({ result, group, late, onMetric }: TableProps) {
  const exact = isExact(group.lines);
  const ranged = Boolean(result.weightBounds) && !exact;
  return (
    <table className={styles.table} aria-label={group.title}>
      <thead className={exact || ranged ? 'visually-hidden' : undefined}>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Index</span>
          </th>
          {ranged ? (
            <th scope="col" colSpan={3}>
              range
            </th>
          ) : (
            <>
              {!exact && <th scope="col">low</th>}
              <th scope="col">known</th>
              {!exact && <th scope="col">high</th>}
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {group.lines.map((line) => (
          <IndexRow key={line.id} result={result} line={line} exact={exact} late={late && line.fromCard} onMetric={onMetric} />
        ))}
      </tbody>
    </table>
  );
}

/** Of the known weight alone: no range can be given. */
function NoRange() {
  return <span title="Of the known weight alone: no range can be given">{NO_VALUE}</span>;
}

/** Name of an index, which opens its card; other numbers draw nothing of it again. */
const IndexName = memo(function IndexName({ id, label, onMetric }: { id: string; label: string; onMetric: (id: string) => void }) {
  return (
    <Button
      variant="link"
      size="small"
      className={styles.name}
      data-metric={id}
      aria-description="Opens its card: formula, convention and what would change it"
      onPress={() => onMetric(id)}
    >
      {label}
    </Button>
  );
});

/** Low, known and high; where the known value is of a part alone its range stands first, in words. */
function BoundCells({ result, line: { id, bound, outer } }: { result: ViewResult; line: IndexLine }) {
  const format = metricFormat(id);
  const known = bound.low === null && bound.high === null;
  if (result.weightBounds || isOutside(bound))
    return (
      <td colSpan={3} className={styles.range}>
        {known ? `no range (records with a number alone: ${format(bound.stated)})` : boundWords(result, bound, format)}
        {outer && ' †'}
      </td>
    );
  return (
    <>
      <td>{known ? <NoRange /> : bound.low === null ? 'open' : format(bound.low)}</td>
      <td className={styles.known}>{format(bound.stated)}</td>
      <td>
        {known ? <NoRange /> : bound.high === null ? 'open' : format(bound.high)}
        {outer && ' †'}
      </td>
    </>
  );
}

type RowProps = { result: ViewResult; line: IndexLine; exact: boolean; late: boolean; onMetric: (id: string) => void };

function IndexRow({ result, line, exact, late, onMetric }: RowProps) {
  return (
    <>
      <tr className={late ? `${styles.row} ${styles.late}` : styles.row} aria-busy={late || undefined}>
        <th scope="row">
          <IndexName id={line.id} label={line.label} onMetric={onMetric} />
        </th>
        {exact ? <td className={styles.known}>{metricFormat(line.id)(line.bound.stated)}</td> : <BoundCells result={result} line={line} />}
      </tr>
      {line.note && (
        <tr>
          <td colSpan={exact ? 2 : 4} className={styles.note}>
            {line.note}
          </td>
        </tr>
      )}
    </>
  );
}
