import type { JoinOutcome } from '../../../shared/case/join.ts';
import { formatAsOf, formatCount, formatShare, plural, weightNoun } from '../../../shared/format/index.ts';
import { spreadWords } from '../../../shared/joins/words.ts';
import { DataTable, KeyValueList } from '../../app/controls/index.ts';
import styles from './sources.module.css';

const DAY_HOURS = 24;

/** Records without a value by reason, in words; `none`. */
export function unknownWords({ unmatched }: JoinOutcome): string {
  const reasons = [
    [unmatched.noKey, 'without a key'],
    [unmatched.absent, 'not in the side table'],
    [unmatched.noValue, 'without a value in the window'],
    [unmatched.conflict, 'with several latest values'],
  ] as const;
  const said = reasons.flatMap(([count, words]) => (count === 0 ? [] : [`${formatCount(count)} ${words}`]));
  return said.length === 0 ? 'none' : said.join(', ');
}

/** How far both dates are apart; more than a day is a finding. */
export function SpreadText({ outcome: { asOf, spreadHours } }: { outcome: Pick<JoinOutcome, 'asOf' | 'spreadHours'> }) {
  if (spreadHours === null) return <span className={styles.warn}>{formatAsOf(asOf)}, distance of the dates not known</span>;
  const apart = spreadHours === 0 ? 'same date' : `${spreadWords(spreadHours)} apart`;
  return <span className={spreadHours > DAY_HOURS ? styles.warn : undefined}>{`${formatAsOf(asOf)}, ${apart}`}</span>;
}

/** What a join would give: how much is matched, how far the dates are apart, five examples. */
export function JoinPreview({ name, outcome }: { name: string; outcome: JoinOutcome }) {
  const { rows, matched, share, weight, ids, used, outside, examples } = outcome;
  return (
    <section className={styles.form} aria-label="Preview">
      <KeyValueList
        rows={[
          {
            label: 'Matched',
            value: `${formatCount(matched)} of ${plural(rows, 'record')}${share === null ? '' : `, ${formatShare(share)} of the ${weightNoun(weight)}`}`,
          },
          { label: 'Stay unknown', value: unknownWords(outcome) },
          {
            label: 'Ids',
            value: `${formatCount(ids.both)} in both, ${formatCount(ids.onlyHere)} only here, ${formatCount(ids.onlyThere)} only there`,
          },
          {
            label: 'Records used',
            value: `${formatCount(used)}${outside === 0 ? '' : `, ${formatCount(outside)} outside the window`}`,
          },
          { label: 'Facts taken as of', value: <SpreadText outcome={outcome} /> },
        ]}
      />
      <DataTable
        label="Examples"
        rows={examples}
        rowKey={(example) => example.key.join(' ')}
        columns={[
          { id: 'key', header: 'Key', rowHeader: true, wrap: true, cell: ({ key }) => key.join(' · ') },
          {
            id: 'value',
            header: name,
            align: 'right',
            cell: ({ value, reason }) => value ?? <span className={styles.muted}>{reason}</span>,
          },
          { id: 'records', header: 'Records', align: 'right', cell: ({ records }) => formatCount(records) },
        ]}
      />
    </section>
  );
}
