import { useState } from 'react';
import { type DissentNote, dissentNotes, type ReportLayout } from '../../../shared/case/report.ts';
import { Button, Panel } from '../../app/controls/index.ts';
import { DraftField } from './DraftField.tsx';
import styles from './report.module.css';

const EMPTY: DissentNote = { name: '', text: '' };

type Props = { layout: ReportLayout; onChange: (edit: (layout: ReportLayout) => ReportLayout) => void };

/** The notes of reviewers who disagree, each with its name; a note whose fields are both empty is gone. */
export function DissentPanel({ layout, onChange }: Props) {
  const [adding, setAdding] = useState(false);
  const notes = dissentNotes(layout);
  const rows = adding || notes.length === 0 ? [...notes, EMPTY] : notes;
  const set = (at: number, part: Partial<DissentNote>) => {
    if (at === notes.length) setAdding(false);
    onChange((now) => {
      const list = dissentNotes(now);
      return {
        ...now,
        dissent:
          at < list.length ? list.map((note, index) => (index === at ? { ...note, ...part } : note)) : [...list, { ...EMPTY, ...part }],
      };
    });
  };
  return (
    <Panel title="Dissent of reviewers" aside="printed verbatim, not checked">
      <div className={styles.fields}>
        {rows.map(({ name, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a note is known by its place alone
          <div key={at} className={styles.fields}>
            <DraftField
              label={at === 0 ? 'Name of the reviewer' : `Name of reviewer ${at + 1}`}
              maxLength={200}
              value={name}
              onCommit={(next) => set(at, { name: next })}
            />
            <DraftField
              label={at === 0 ? 'Note of dissent' : `Note of dissent of reviewer ${at + 1}`}
              multiline
              maxLength={20_000}
              value={text}
              onCommit={(next) => set(at, { text: next })}
            />
          </div>
        ))}
        {rows.length === notes.length && (
          <Button size="small" onPress={() => setAdding(true)}>
            Add another reviewer
          </Button>
        )}
      </div>
    </Panel>
  );
}
