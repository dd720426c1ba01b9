import type { QualityResult } from '../../../shared/case/quality.ts';
import { formatShare, plural, weightNoun } from '../../../shared/format/index.ts';
import { Badge, Button, KeyValueList, Panel } from '../../app/controls/index.ts';
import styles from './quality.module.css';
import { claimName, EFFECTS, failedWords, isFinding, STATES } from './words.ts';

type Props = { check: QualityResult; weight: string; onOpen: () => void; onWaive: () => void; onUnwaive: () => void };

/** What a check found, what it does to the claims, what to do, and what was decided. */
export function CheckCard({ check, weight, onOpen, onWaive, onUnwaive }: Props) {
  const { title, effect, claims, message, advice, columns, rows, affected, waiver, state, tested } = check;
  const finding = isFinding(check);
  return (
    <>
      <Panel title={finding ? 'Finding' : 'Check'} aside={<code>{check.id}</code>}>
        <div className={styles.card}>
          <h3 className={styles.cardTitle}>{title}</h3>
          <p className={styles.cardMarks}>
            {finding ? <Badge tone={EFFECTS[effect].tone}>{effect}</Badge> : <Badge>{STATES[state]}</Badge>}
            <span className={styles.quiet}>{finding ? EFFECTS[effect].means : `would ${effect === 'note' ? 'be a note' : effect}`}</span>
          </p>
          {message && <p className={styles.message}>{message}</p>}
          {advice && <p className={styles.advice}>{advice}</p>}
          <KeyValueList
            rows={[
              ...(tested > 0 ? [{ label: 'Failed', value: failedWords(check) }] : []),
              ...(affected !== null && finding ? [{ label: `Share of ${weightNoun(weight)}`, value: formatShare(affected) }] : []),
              { label: 'Claims', value: <ClaimNames claims={claims} /> },
              ...(columns.length > 0
                ? [{ label: 'Columns', value: <span className={styles.columnsList}>{columns.join(', ')}</span> }]
                : []),
            ]}
          />
          {rows > 0 && (
            <Button onPress={onOpen}>
              Open {plural(rows, 'record')} <kbd className={styles.key}>O</kbd>
            </Button>
          )}
        </div>
      </Panel>
      {finding && (
        <Panel title="Decision">
          <div className={styles.card}>
            {waiver ? (
              <>
                <p className={styles.message}>
                  Waived by <b>{waiver.name}</b>
                </p>
                <p className={styles.advice}>{waiver.reason}</p>
                <p className={styles.buttons}>
                  <Button size="small" onPress={onWaive}>
                    Change…
                  </Button>
                  <Button size="small" onPress={onUnwaive}>
                    Take the waiver back
                  </Button>
                </p>
              </>
            ) : (
              <>
                <p className={styles.advice}>Open. A waiver lets it stand; it changes no number and is printed in every report.</p>
                <Button onPress={onWaive}>
                  Waive… <kbd className={styles.key}>W</kbd>
                </Button>
              </>
            )}
          </div>
        </Panel>
      )}
    </>
  );
}

/** The claims that a check touches, each by number and name. */
function ClaimNames({ claims }: { claims: readonly string[] }) {
  return (
    <ul className={styles.claimNames}>
      {claims.map((claim) => (
        <li key={claim}>{claimName(claim)}</li>
      ))}
    </ul>
  );
}
