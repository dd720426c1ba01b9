import { useState } from 'react';
import type { ComparedClaim } from '../../../shared/evidence/alternative.ts';
import type { VerificationResult, VerifiedClaim } from '../../../shared/evidence/verification.ts';
import { plural } from '../../../shared/format/index.ts';
import { Badge, Checkbox, type DataColumn, DataTable, Panel } from '../../app/controls/index.ts';
import { claimColumn } from './claimColumn.tsx';
import styles from './verify.module.css';

type Dissent = NonNullable<VerificationResult['dissent']>;
type Row = VerifiedClaim & { beside: ComparedClaim | undefined };

const columns: DataColumn<Row>[] = [
  claimColumn('26%'),
  { id: 'stated', header: 'The bundle states', wrap: true, cell: ({ beside }) => beside?.stated?.display ?? 'not stated' },
  { id: 'dissent', header: 'The dissent states', wrap: true, cell: ({ stated }) => stated?.display ?? 'not stated' },
  { id: 'here', header: 'Comes out here', wrap: true, cell: ({ recomputed }) => recomputed?.display ?? '' },
  {
    id: 'effect',
    header: 'Effect',
    width: 110,
    cell: ({ beside }) => (
      <Badge tone={(beside?.changed ?? true) ? 'warning' : undefined}>{(beside?.changed ?? true) ? 'otherwise' : 'the same'}</Badge>
    ),
  },
  { id: 'result', header: 'Computed again', width: 130, cell: (row) => <Result {...row} /> },
];

function Result({ match, firstDifference }: Row) {
  if (match) return <Badge tone="proven">match</Badge>;
  return firstDifference === null ? <Badge>not computed</Badge> : <Badge tone="worst">mismatch</Badge>;
}

/** What a dissent says: the words of the reviewer, what is decided otherwise, and its claims beside those of the bundle that it answers. */
export function DissentTab({ result, dissent }: { result: VerificationResult; dissent: Dissent }) {
  const [all, setAll] = useState(false);
  const byId = new Map(dissent.claims.map((claim) => [claim.id, claim]));
  const rows = result.claims.map((claim): Row => ({ ...claim, beside: byId.get(claim.id) }));
  const told = rows.filter(({ beside, firstDifference }) => (beside?.changed ?? true) || firstDifference !== null);
  return (
    <div className={styles.tab}>
      <Panel title={`${dissent.reviewer} decides otherwise`}>
        <ul className={styles.notes} aria-label="What is decided otherwise">
          {dissent.words.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        {dissent.note !== '' && <blockquote className={styles.verbatim}>{dissent.note}</blockquote>}
      </Panel>
      <Checkbox isSelected={all} onChange={setAll}>
        Also the {plural(rows.length - told.length, 'claim')} that stay as stated
      </Checkbox>
      <DataTable
        label="Claims of both"
        columns={columns}
        rows={all ? rows : told}
        rowKey={({ id }) => id}
        fixed
        scrolls
        className={styles.table}
      />
    </div>
  );
}
