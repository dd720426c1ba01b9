import { useState } from 'react';
import type { ValueEntry } from '../../../shared/contract/values.ts';
import { formatCount, formatQuantity, formatShare } from '../../../shared/format/index.ts';
import { Badge, classes } from '../../app/controls/index.ts';
import { ShareBar } from '../../grid/index.ts';
import styles from './values.module.css';

export const keyOf = ({ kind, raw }: Pick<ValueEntry, 'kind' | 'raw'>): string => `${kind} ${raw}`;

const STATES = { unmapped: 'not read', partial: 'partial', aliased: 'decided', mapped: 'read by rule' } as const;

/**
 * The queue as a list of one choice: arrow keys move, Enter takes the proposal, letters open the search, U undoes the last decision.
 *
 * @param onType gets the first letter of a search
 */
export function ValuesTable(props: {
  entries: readonly ValueEntry[];
  weight: string;
  current: string | null;
  isWorking: boolean;
  onCurrent: (key: string) => void;
  onTake: (entry: ValueEntry) => void;
  onUndo: () => void;
  onType: (letter: string) => void;
}) {
  const { entries } = props;
  const [focused, setFocused] = useState(false);
  const at = Math.max(
    0,
    entries.findIndex((entry) => keyOf(entry) === props.current),
  );
  const most = entries[0]?.share ?? 1;
  const move = (to: number) => {
    const entry = entries[Math.min(entries.length - 1, Math.max(0, to))];
    if (!entry) return;
    props.onCurrent(keyOf(entry));
    document.getElementById(idOf(keyOf(entry)))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const entry = entries[at];
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: entries.length - 1,
    };
    if (event.key in steps) move(steps[event.key] as number);
    else if (event.key === 'Enter' && entry) props.onTake(entry);
    else if (event.key.toLowerCase() === 'u') props.onUndo();
    else if (event.key === '/' || /^[\p{L}\p{N}]$/u.test(event.key)) props.onType(event.key === '/' ? '' : event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.frame}>
      <div className={classes(styles.row, styles.head)} aria-hidden="true">
        <span>Text in the file</span>
        <span>Reads as</span>
        <span>Proposal</span>
        <span>State</span>
        <span className={styles.right}>Records</span>
        <span>{props.weight === 'count' ? 'Share of records' : `Share of ${props.weight}`}</span>
      </div>
      <div
        role="listbox"
        id="values-queue"
        tabIndex={0}
        aria-label="Values by affected weight"
        aria-busy={props.isWorking}
        aria-activedescendant={entries[at] ? idOf(keyOf(entries[at])) : undefined}
        className={styles.list}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
          <div
            key={keyOf(entry)}
            id={idOf(keyOf(entry))}
            role="option"
            aria-selected={index === at}
            aria-label={`${entry.raw}: ${entry.value ?? 'no value'}${entry.proposed ? `, proposal ${entry.proposed}` : ''}, ${STATES[entry.state]}, ${formatShare(entry.share)}`}
            className={classes(styles.row, index === at && styles.current, index === at && focused && styles.focused)}
            onClick={() => props.onCurrent(keyOf(entry))}
            onDoubleClick={() => props.onTake(entry)}
          >
            <span className={styles.raw} title={entry.raw}>
              {entry.raw}
              <span className={styles.column}>{entry.column}</span>
            </span>
            <span className={styles.value} title={entry.value ?? undefined}>
              {entry.value ?? <span className={styles.none}>no value</span>}
            </span>
            <span className={styles.value} title={entry.proposed ?? undefined}>
              {entry.proposed ?? <span className={styles.none}>—</span>}
            </span>
            <span>
              <Badge tone={entry.state === 'unmapped' ? 'warning' : undefined}>{STATES[entry.state]}</Badge>
            </span>
            <span className={styles.right}>{formatCount(entry.rows)}</span>
            <span title={formatQuantity(entry.weight)}>
              <ShareBar share={entry.share} most={most} text={formatShare(entry.share)} tone={entry.state === 'unmapped' ? 1 : 2} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

function idOf(key: string): string {
  return `value-${key.replace(/[^A-Za-z0-9]/g, (letter) => `_${letter.charCodeAt(0)}`)}`;
}
