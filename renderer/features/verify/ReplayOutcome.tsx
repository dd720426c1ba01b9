import { type ClaimChange, type DatasetDrift, entityDriftWords, type ReplayResult } from '../../../shared/evidence/replay.ts';
import { formatCount, plural } from '../../../shared/format/index.ts';
import { Badge, Button, type DataColumn, DataTable, Notice, Panel } from '../../app/controls/index.ts';
import { useUi } from '../../state/ui.ts';
import { claimColumn } from './claimColumn.tsx';
import styles from './verify.module.css';

type Props = { result: ReplayResult; onClose: () => void };

/** What the next files are like, and each claim before and now. */
export function ReplayOutcome({ result, onClose }: Props) {
  const { unverified, drift, left, claims } = result;
  const changed = claims.filter(({ same }) => !same);
  const columns: DataColumn<ClaimChange>[] = [
    claimColumn('30%'),
    { id: 'before', header: 'Before', wrap: true, cell: ({ before }) => before?.display ?? 'was not there' },
    {
      id: 'now',
      header: 'Now',
      wrap: true,
      cell: ({ after, why }) => after?.display ?? (why === null ? 'does not come out' : `does not come out: ${why}`),
    },
    {
      id: 'same',
      header: 'Change',
      width: 120,
      cell: ({ same }) => <Badge tone={same ? undefined : 'accent'}>{same ? 'the same' : 'changed'}</Badge>,
    },
  ];
  return (
    <>
      <Panel
        title={`${plural(changed.length, 'claim')} of ${formatCount(claims.length)} changed`}
        aside={
          <span className={styles.actions}>
            <Button size="small" onPress={onClose}>
              Back to the bundle
            </Button>
            <Button size="small" variant="primary" onPress={() => useUi.getState().go('case')}>
              Go to the new case
            </Button>
          </span>
        }
      >
        {unverified !== null && (
          <Notice tone="warning" title="The bundle does not come out as stated">
            “Before” is what it states, not what its records give. {unverified}
          </Notice>
        )}
        <ul className={styles.notes} aria-label="Drift">
          {drift.map((each) => (
            <li key={each.dataset}>{driftWords(each)}</li>
          ))}
          {left.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Panel>
      <DataTable
        label="Claims before and now"
        columns={columns}
        rows={[...changed, ...claims.filter(({ same }) => same)]}
        rowKey={({ id }) => id}
        fixed
        scrolls
        className={styles.table}
      />
    </>
  );
}

function driftWords(drift: DatasetDrift): string {
  const { name, fileName, before, after, missing, added, unread } = drift;
  const columns = [
    ...missing.map(({ header, now }) => (now === null ? `column "${header}" is gone` : `column "${header}" is "${now}" now`)),
    ...added.map((header) => `column "${header}" is new`),
    ...unread.map(({ column, records }) => `${plural(records, 'text')} of "${column}" cannot be read as a value`),
  ];
  const rows = `${formatCount(before.rows)} to ${plural(after.rows, 'record')}, ${formatCount(after.rejected)} rejected`;
  return `${name}: ${before.fileName} to ${fileName}; ${rows}; ${[columns.length === 0 ? 'the same columns' : columns.join('; '), ...entityDriftWords(drift)].join('; ')}.`;
}
