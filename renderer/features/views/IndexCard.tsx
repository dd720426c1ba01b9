import { Fragment } from 'react';
import type { ViewResult } from '../../../shared/case/view.ts';
import { NO_VALUE, outerWords } from '../../../shared/format/index.ts';
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
            <IndexTable group={group} onMetric={onMetric} />
            {group.lines.some(({ outer }) => outer) && <p className={styles.outer}>{outerWords('†')}</p>}
          </Panel>
          {group.id === 'concentration' && <PartialPanel result={result} />}
        </Fragment>
      ))}
    </>
  );
}

function IndexTable({ group, onMetric }: { group: IndexGroup; onMetric: (id: string) => void }) {
  const exact = isExact(group.lines);
  return (
    <table className={styles.table} aria-label={group.title}>
      <thead className={exact ? 'visually-hidden' : undefined}>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Index</span>
          </th>
          {!exact && <th scope="col">low</th>}
          <th scope="col">known</th>
          {!exact && <th scope="col">high</th>}
        </tr>
      </thead>
      <tbody>
        {group.lines.map((line) => (
          <IndexRow key={line.id} line={line} exact={exact} onMetric={onMetric} />
        ))}
      </tbody>
    </table>
  );
}

/** Of the known weight alone: no range can be given. */
function NoRange() {
  return <span title="Of the known weight alone: no range can be given">{NO_VALUE}</span>;
}

function IndexRow({ line, exact, onMetric }: { line: IndexLine; exact: boolean; onMetric: (id: string) => void }) {
  const { bound, outer } = line;
  const format = metricFormat(line.id);
  const known = bound.low === null && bound.high === null;
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
        {!exact && <td>{known ? <NoRange /> : bound.low === null ? 'open' : format(bound.low)}</td>}
        <td className={styles.known}>{format(bound.stated)}</td>
        {!exact && (
          <td>
            {known ? <NoRange /> : bound.high === null ? 'open' : format(bound.high)}
            {outer && ' †'}
          </td>
        )}
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
