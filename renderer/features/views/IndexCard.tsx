import { Fragment } from 'react';
import type { ViewResult } from '../../../shared/case/view.ts';
import { boundWords, isOutside, NO_VALUE, outerWords } from '../../../shared/format/index.ts';
import { Button, Panel } from '../../app/controls/index.ts';
import styles from './index-card.module.css';
import { type IndexGroup, type IndexLine, isExact, metricFormat } from './metrics.ts';
import { PartialPanel } from './PartialPanel.tsx';

type IndexCardProps = {
  result: ViewResult;
  groups: readonly IndexGroup[];
  /** opens the card of a metric */
  onMetric: (id: string) => void;
};

/** Indices of a view with low, known and high; each opens its card, which says why. */
export function IndexCard({ result, groups, onMetric }: IndexCardProps) {
  return (
    <>
      {groups.map((group) => (
        <Fragment key={group.id}>
          <Panel title={group.title} aside={group.id === 'concentration' ? <kbd className={styles.key}>I why</kbd> : undefined}>
            <IndexTable result={result} group={group} onMetric={onMetric} />
            {group.lines.some(({ outer }) => outer) && <p className={styles.outer}>{outerWords('†')}</p>}
          </Panel>
          {group.id === 'concentration' && <PartialPanel result={result} />}
        </Fragment>
      ))}
    </>
  );
}

type TableProps = { result: ViewResult; group: IndexGroup; onMetric: (id: string) => void };

function IndexTable({ result, group, onMetric }: TableProps) {
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
          <IndexRow key={line.id} result={result} line={line} exact={exact} onMetric={onMetric} />
        ))}
      </tbody>
    </table>
  );
}

/** Of the known weight alone: no range can be given. */
function NoRange() {
  return <span title="Of the known weight alone: no range can be given">{NO_VALUE}</span>;
}

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

type RowProps = { result: ViewResult; line: IndexLine; exact: boolean; onMetric: (id: string) => void };

function IndexRow({ result, line, exact, onMetric }: RowProps) {
  return (
    <>
      <tr className={styles.row}>
        <th scope="row">
          <Button
            variant="link"
            size="small"
            className={styles.name}
            data-metric={line.id}
            aria-description="Opens its card: formula, convention and what would change it"
            onPress={() => onMetric(line.id)}
          >
            {line.label}
          </Button>
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
