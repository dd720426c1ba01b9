import type { ClaimNumber, ClaimResult } from '../../../shared/case/claims.ts';
import { unmappedWords } from '../../../shared/claims/unmapped.ts';
import { Badge, Button, KeyValueList, Panel } from '../../app/controls/index.ts';
import { openView } from '../../state/view.ts';
import styles from './claims.module.css';
import { LineList } from './LineList.tsx';
import { chartOf, STATES } from './words.ts';

type Props = { claim: ClaimResult; onOpen: () => void; onSetAside: () => void; onTakeBack: () => void };

/** A claim with its numbers, the lines beside them, and what can be decided about it. */
export function ClaimCard({ claim, onOpen, onSetAside, onTakeBack }: Props) {
  const { id, title, status, display, measure, unit, numbers, classes, lines, missing, unmapped = [], notes, notApplicable, view } = claim;
  return (
    <>
      <Panel title={`${id} ${title}`} aside={<Badge tone={STATES[status].tone}>{STATES[status].label}</Badge>}>
        <div className={styles.card}>
          <p className={styles.deciding}>{display}</p>
          <p className={styles.quiet}>
            {measure}
            {unit === '' || measure.includes(unit) ? '' : `, ${unit}`}
          </p>
          {unmapped.length > 0 && <p>Not mapped: {unmappedWords(unmapped)}.</p>}
          {missing.length > 0 && status !== 'not-mapped' && (
            <p>
              Needed: <code>{missing.join(', ')}</code>. It stands in the request list.
            </p>
          )}
          {notApplicable && (
            <p>
              {notApplicable.reason} <span className={styles.quiet}>({notApplicable.name})</span>
            </p>
          )}
          <p className={styles.buttons}>
            {view && (
              <Button variant="primary" onPress={onOpen}>
                Open view
              </Button>
            )}
            {(status === 'not-disclosed' || status === 'not-mapped') && <Button onPress={onSetAside}>Does not apply…</Button>}
            {notApplicable && <Button onPress={onTakeBack}>Take the decision back</Button>}
          </p>
        </div>
      </Panel>
      {numbers.length > 0 && (
        <Panel title="Numbers">
          <Numbers numbers={numbers} chart={chartOf(claim.reading)} />
        </Panel>
      )}
      {lines.length > 0 && (
        <Panel title="Reference lines">
          <LineList lines={lines} />
        </Panel>
      )}
      {classes.map(({ name, numbers: of }) => (
        <Panel key={name} title={name}>
          <Numbers numbers={of} chart={chartOf(claim.reading)} />
        </Panel>
      ))}
      {notes.length > 0 && (
        <Panel title="Notes">
          <ul className={styles.lines}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Numbers({ numbers, chart }: { numbers: readonly ClaimNumber[]; chart: string | null }) {
  return (
    <KeyValueList
      rows={numbers.map(({ key, label, display, note, view }) => ({
        key,
        label: view ? (
          <Button variant="link" size="small" className={styles.name} onPress={() => openView(view, `Open the view of ${label}`, chart)}>
            {label}
          </Button>
        ) : (
          label
        ),
        value: display,
        note,
      }))}
    />
  );
}
