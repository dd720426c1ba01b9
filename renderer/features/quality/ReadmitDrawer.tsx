import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Dataset, RejectedRecord } from '../../../shared/case/dataset.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Badge, Button, Drawer, ErrorNotice, TextField } from '../../app/controls/index.ts';
import { useClient } from '../../state/client.tsx';
import { runCommand } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCommand } from '../../state/queries.ts';
import styles from './quality.module.css';

type Props = { dataset: Dataset; reject: RejectedRecord; fileName: string; onClose: () => void };
type Cell = { header: string; text: string };

/** Text that rests: what was typed last, once nothing was typed for a moment. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), 200);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** A rejected record as a form: what the file says, cells to correct, and the decision with its reason. */
export function ReadmitDrawer({ dataset, reject, fileName, onClose }: Props) {
  const client = useClient();
  const query = useQuery({
    queryKey: [...queryKeys.case, 'reject', dataset.id, reject.number],
    queryFn: ({ signal }) => client.sources.reject({ dataset: dataset.id, number: reject.number }, { signal }),
  });
  const title = `Line ${formatCount(reject.line)} of ${fileName}`;
  // One sheet from the start: the focus goes back to where it was when that one closes.
  if (query.data) return <Form title={title} dataset={dataset} reject={query.data.reject} cells={query.data.cells} onClose={onClose} />;
  if (!query.error) return null;
  return (
    <Drawer title={title} note={reject.reason} isOpen onClose={onClose} narrow>
      <ErrorNotice error={query.error} effect="The record cannot be corrected here." />
    </Drawer>
  );
}

/** Whether the record can be taken in, and what is missing. */
function stateWords(refusal: string | null, problems: number, reason: string): string {
  if (problems > 0) return `${formatCount(problems)} ${problems === 1 ? 'cell does' : 'cells do'} not fit yet.`;
  if (refusal !== null) return refusal;
  return reason.trim() === '' ? 'The cells fit. A reason is needed to take the record in.' : 'The record can be taken in.';
}

function Form({
  title,
  dataset,
  reject,
  cells,
  onClose,
}: {
  title: string;
  dataset: Dataset;
  reject: RejectedRecord;
  cells: readonly Cell[];
  onClose: () => void;
}) {
  const client = useClient();
  const tell = useNotices((state) => state.tell);
  const [texts, setTexts] = useState(() => Object.fromEntries(cells.map(({ header, text }) => [header, text])));
  const [reason, setReason] = useState(reject.readmitted ?? '');
  const form = useRef<HTMLFormElement>(null);
  const readmit = useCommand(client.sources.readmit, { title: 'The record was not taken in' });
  const leaveOut = useCommand(client.sources.leaveOut, { title: 'The record was not left out' });
  const rested = useRested(texts);
  const answer = useQuery({
    queryKey: [...queryKeys.case, 'reject-answer', dataset.id, rested],
    queryFn: ({ signal }) => client.sources.checkRecord({ dataset: dataset.id, cells: rested }, { signal }),
    placeholderData: keepPreviousData,
  });
  const problems = answer.data?.problems ?? [];
  const refusal = answer.data?.refusal ?? null;
  const isIn = reject.readmitted !== null;
  const problem = cells.find(({ header }) => header === reject.column);
  const others = cells.filter((cell) => cell !== problem);
  // where a whole record is at fault, the first cell without text is the likeliest
  const first = problem ?? cells.find(({ text }) => text === '') ?? cells[0];
  const checked = answer.data !== undefined && !answer.isPlaceholderData && rested === texts;
  const undo = { label: 'Undo', run: () => void runCommand('edit.undo') };
  const ready = checked && refusal === null && reason.trim() !== '' && !readmit.isPending;
  const take = () => {
    if (!ready) return;
    readmit.mutate(
      { dataset: dataset.id, number: reject.number, cells: texts, reason: reason.trim() },
      {
        onSuccess: () => {
          tell(`Line ${formatCount(reject.line)} was taken in`, undo);
          onClose();
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Enter goes on to the reason until there is one, so that the whole is done from the keyboard.
    if (reason.trim() === '') form.current?.querySelector<HTMLElement>(`.${styles.reason} input`)?.focus();
    else take();
  };
  const leave = () =>
    leaveOut.mutate(
      { dataset: dataset.id, number: reject.number },
      {
        onSuccess: () => {
          tell(`Line ${formatCount(reject.line)} is left out again`, undo);
          onClose();
        },
      },
    );
  const cellField = ({ header }: Cell) => {
    const refused = problems.find(({ column }) => column === header);
    const field = dataset.columns.find((column) => column.header === header)?.field;
    return (
      <TextField
        key={header}
        label={header}
        value={texts[header] ?? ''}
        onChange={(text) => setTexts((before) => ({ ...before, [header]: text }))}
        autoFocus={header === first?.header}
        error={refused ? `${refused.reason} ${refused.fix}` : null}
        description={field && field !== header ? `serves ${field}` : undefined}
      />
    );
  };
  return (
    <Drawer
      title={title}
      note={`${reject.reason} ${reject.fix}`}
      isOpen
      onClose={onClose}
      narrow
      footer={
        <>
          <Button onPress={onClose}>Close</Button>
          {isIn && (
            <Button isDisabled={leaveOut.isPending} onPress={leave}>
              Leave out again
            </Button>
          )}
          <Button variant="primary" isDisabled={!ready} onPress={take}>
            {isIn ? 'Take in as changed' : 'Take in'}
          </Button>
        </>
      }
    >
      <form className={styles.readmit} ref={form} onSubmit={submit}>
        <div>
          <p className={styles.label}>As it stands in the file, which never changes</p>
          <pre className={styles.raw}>{reject.raw}</pre>
        </div>
        {problem && (
          <div className={styles.problemCell}>
            {cellField(problem)}
            <Badge tone="warning">the reason for the reject</Badge>
          </div>
        )}
        {!problem && <div className={styles.cellsForm}>{others.map(cellField)}</div>}
        <TextField
          label="Reason"
          className={styles.reason}
          value={reason}
          onChange={setReason}
          maxLength={2000}
          description="Why this is what the record means. Printed in every report; Enter takes the record in."
        />
        <output className={refusal === null ? styles.good : styles.bad}>{stateWords(refusal, problems.length, reason)}</output>
        {problem && others.length > 0 && (
          <>
            <p className={styles.label}>All other cells</p>
            <div className={styles.cellsForm}>{others.map(cellField)}</div>
          </>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Drawer>
  );
}
