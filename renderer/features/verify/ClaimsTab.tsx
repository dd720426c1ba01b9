import { useState } from 'react';
import type { VerificationResult, VerifiedClaim } from '../../../shared/evidence/verification.ts';
import { plural } from '../../../shared/format/index.ts';
import { Badge, Checkbox, type DataColumn, DataTable } from '../../app/controls/index.ts';
import { claimColumn } from './claimColumn.tsx';
import styles from './verify.module.css';
import { valueWords } from './words.ts';

type Props = { result: VerificationResult; onDecision: (sequence: number) => void };

/** Every claim as it is stated and as it comes out again, with the first place where the two part ways; those that differ stand first. */
export function ClaimsTab({ result, onDecision }: Props) {
  const { claims } = result;
  const differ = claims.filter(({ match }) => !match);
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const shown = onlyDifferent ? differ : [...differ, ...claims.filter(({ match }) => match)];
  const columns: DataColumn<VerifiedClaim>[] = [
    claimColumn('24%'),
    { id: 'stated', header: 'Stated', wrap: true, cell: ({ stated }) => stated?.display ?? <Absent>not in the file</Absent> },
    {
      id: 'recomputed',
      header: 'Recomputed',
      wrap: true,
      cell: ({ recomputed }) => recomputed?.display ?? <Absent>does not come out</Absent>,
    },
    {
      id: 'result',
      header: 'Result',
      width: 100,
      cell: ({ match }) => <Badge tone={match ? 'proven' : 'worst'}>{match ? 'match' : 'mismatch'}</Badge>,
    },
    {
      id: 'difference',
      header: 'First difference',
      wrap: true,
      cell: ({ firstDifference }) => <Difference difference={firstDifference} />,
    },
    {
      id: 'decisions',
      header: 'Decisions',
      width: 120,
      wrap: true,
      cell: ({ decisions }) => <Decisions of={decisions} onOpen={onDecision} />,
    },
  ];
  return (
    <div className={styles.tab}>
      {differ.length > 0 && differ.length < claims.length && (
        <Checkbox isSelected={onlyDifferent} onChange={setOnlyDifferent}>
          Only the {plural(differ.length, 'claim')} that {differ.length === 1 ? 'differs' : 'differ'}
        </Checkbox>
      )}
      <DataTable label="Claims" columns={columns} rows={shown} rowKey={({ id }) => id} fixed scrolls className={styles.table} />
    </div>
  );
}

function Absent({ children }: { children: string }) {
  return <span className={styles.quiet}>{children}</span>;
}

function Difference({ difference }: { difference: VerifiedClaim['firstDifference'] }) {
  if (difference === null) return <span className={styles.quiet}>none</span>;
  const { where, stated, recomputed } = difference;
  return (
    <>
      <span className={styles.where}>{where}</span>
      <span className={styles.quiet}>
        stated {valueWords(stated)}, recomputed {valueWords(recomputed)}
      </span>
    </>
  );
}

const LISTED = 6;

function Decisions({ of, onOpen }: { of: readonly number[]; onOpen: (sequence: number) => void }) {
  if (of.length === 0) return <span className={styles.quiet}>none</span>;
  return (
    <span className={styles.decisions}>
      {of.slice(0, LISTED).map((sequence) => (
        <button
          key={sequence}
          type="button"
          className={styles.decision}
          onClick={() => onOpen(sequence)}
          aria-label={`Decision ${sequence}`}
        >
          {sequence}
        </button>
      ))}
      {of.length > LISTED && <span className={styles.quiet}>and {of.length - LISTED} more</span>}
    </span>
  );
}
