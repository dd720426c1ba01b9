import { Fragment } from 'react';
import { type Bound, NAKAMOTO_THRESHOLDS, type ViewResult } from '../../../shared/case/view.ts';
import {
  dimensionNoun,
  formatBits,
  formatCount,
  formatEffectiveNumber,
  formatHhi,
  formatIndex,
  formatPoints,
  formatRange,
  formatShare,
  isOuter,
  listOf,
  outerWords,
  plural,
} from '../../../shared/format/index.ts';
import { Button, Panel } from '../../app/controls/index.ts';
import { BoundBar } from '../../chart/index.ts';
import { PartialPanel } from './PartialPanel.tsx';
import styles from './views.module.css';

type Line = {
  label: string;
  title: string;
  bound: Bound;
  format: (value: number | null) => string;
  most: number;
  outer: boolean;
  note?: string;
};

function roundUp(value: number, steps: readonly number[]): number {
  return steps.find((step) => step >= value * 1.05) ?? value * 1.05;
}

function LineView({ label, title, bound, format, most, outer, note }: Line) {
  const open = bound.low === null && bound.high === null;
  const range = open ? 'known part' : formatRange(bound.low, bound.high, format);
  return (
    <Fragment>
      <dt title={title}>{label}</dt>
      <dd className={styles.track}>
        <BoundBar bound={open ? { low: bound.stated, stated: bound.stated, high: bound.stated } : bound} scale={{ low: 0, high: most }} />
      </dd>
      <dd className={styles.stated}>{format(bound.stated)}</dd>
      <dd className={styles.range} title={outer ? outerWords('†') : undefined}>
        {range === format(bound.stated) ? 'exact' : outer ? `${range} †` : range}
      </dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </Fragment>
  );
}

/** Indices of a view: low, stated and high of each, as numbers and as a bar with a point. */
export function IndexCard({ result, onRecords }: { result: ViewResult; onRecords: (key: string | null | undefined) => void }) {
  const { metrics, stamp, entities } = result;
  const many = dimensionNoun(stamp.by, 2);
  const outer = (key: string) => isOuter(result, key);
  const hills = metrics.effectiveNumber;
  const mostEffective = Math.max(hills.q1.high ?? hills.q1.stated ?? 1, hills.q2.high ?? hills.q2.stated ?? 1) * 1.05;
  const concentration: Line[] = [
    {
      label: 'HHI',
      title: 'Herfindahl-Hirschman index: sum of squared shares, 0 to 10,000 points',
      bound: metrics.hhi,
      format: formatHhi,
      outer: outer('hhi'),
      most: roundUp(metrics.hhi.high ?? 10_000, [500, 1000, 2500, 5000, 10_000]),
      note: entities > 0 && entities < 10 ? `floor for ${formatCount(entities)} ${many}: ${formatHhi(10_000 / entities)}` : undefined,
    },
    { label: 'Largest', title: 'CR1: share of the largest', bound: metrics.cr1, format: formatShare, most: 1, outer: outer('cr1') },
    { label: 'Top four', title: 'CR4: share of the four largest', bound: metrics.cr4, format: formatShare, most: 1, outer: outer('cr4') },
    {
      label: 'Effective n',
      title: `Number of equal ${many} with the same HHI (Hill number of order 2)`,
      bound: hills.q2,
      outer: outer('effectiveNumber.q2'),
      format: formatEffectiveNumber,
      most: mostEffective,
    },
    {
      label: '… by entropy',
      title: `Number of equal ${many} with the same entropy (Hill number of order 1)`,
      bound: hills.q1,
      outer: outer('effectiveNumber.q1'),
      format: formatEffectiveNumber,
      most: mostEffective,
    },
  ];
  const spreadLines: Line[] = [
    { label: 'Gini', title: 'Population formula: 0 = equal shares', bound: metrics.gini, format: formatIndex, most: 1, outer: false },
    {
      label: 'Theil T',
      title: 'Theil index in nats',
      bound: metrics.theil,
      outer: false,
      format: formatIndex,
      most: (metrics.theil.high ?? metrics.theil.stated ?? 1) * 1.1,
    },
    {
      label: 'Entropy, bits',
      title: 'Shannon entropy in bits',
      bound: metrics.shannonBits,
      outer: outer('shannonBits'),
      format: formatBits,
      most: (metrics.shannonBits.high ?? metrics.shannonBits.stated ?? 1) * 1.1,
    },
  ];
  const mostK =
    Math.max(1, ...NAKAMOTO_THRESHOLDS.map((level) => metrics.nakamoto[level].high ?? metrics.nakamoto[level].stated ?? 1)) * 1.05;
  return (
    <>
      <Panel title="Concentration" aside="stated · low to high">
        <dl className={styles.indices}>
          {concentration.map((line) => (
            <LineView key={line.label} {...line} />
          ))}
        </dl>
        {(result.outer ?? []).length > 0 && <p className={styles.outer}>{outerWords('†')}</p>}
      </Panel>
      <PartialPanel result={result} />
      <Panel title={`Fewest ${many} to hold`} aside="k · low to high">
        <dl className={styles.indices}>
          {NAKAMOTO_THRESHOLDS.map((level) => {
            const detail = result.nakamotoDetail[level];
            const set = detail
              ? `${listOf(detail.members, 3)}; by ${formatPoints(detail.over).replace('+', '')}, ${detail.unique ? 'only this set' : `not unique${detail.tie ? ', tie' : ''}`}`
              : undefined;
            return (
              <LineView
                key={level}
                label={`more than ${level}`}
                title={`Fewest ${many} that together hold strictly more than ${level} of the known total`}
                bound={metrics.nakamoto[level]}
                format={formatCount}
                outer={outer(`nakamoto.${level}`)}
                most={mostK}
                note={set}
              />
            );
          })}
        </dl>
      </Panel>
      <Panel title="Inequality" aside="stated · low to high">
        <dl className={styles.indices}>
          {spreadLines.map((line) => (
            <LineView key={line.label} {...line} />
          ))}
        </dl>
      </Panel>
      <Panel title="Records behind these numbers">
        <div className={styles.records} data-single-keys>
          <Button size="small" onPress={() => onRecords(undefined)}>
            All {plural(result.rows, 'record')} <kbd className={styles.key}>I</kbd>
          </Button>
          {result.unknown.rows > 0 && (
            <Button size="small" onPress={() => onRecords(null)}>
              {formatCount(result.unknown.rows)} unknown
            </Button>
          )}
        </div>
      </Panel>
    </>
  );
}
