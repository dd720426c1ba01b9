import { type FormEvent, useState } from 'react';
import { formatCount } from '../../../shared/format/index.ts';
import { Button, Dialog, TextField } from '../../app/controls/index.ts';
import styles from './entities.module.css';
import type { Asked } from './useProposals.ts';

type Details = { members?: string[]; path?: string[]; between?: [string, string]; reason?: 'many-members' | 'large-share' };

/** Two names of a link id, `same-owner["a","b"]`. */
function endsOf(link: string): [string, string] {
  try {
    const ends = JSON.parse(link.slice(link.indexOf('['))) as [string, string];
    return [ends[0], ends[1]];
  } catch {
    return [link, ''];
  }
}

/** What a guard asks: the whole list of a group that weak links or size make doubtful, or the path that would join a rejected pair. */
export function GuardDialog({ asked, onAnswer }: { asked: Asked; onAnswer: (again: Omit<Asked, 'error'> | null) => void }) {
  const [why, setWhy] = useState(asked.why);
  const { code, message, advice, details } = asked.error;
  const { members = [], path = [], reason } = details as Details;
  const refused = code === 'merge-refused';
  const { row } = asked;
  const nameOf = new Map(row.accounts.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])));
  const again = (): void => {
    if (why.trim() === '') return;
    onAnswer({
      row,
      why: why.trim(),
      members: code === 'weak-group-unconfirmed' ? members : asked.members,
      acknowledged: reason ? [...asked.acknowledged, reason] : asked.acknowledged,
    });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    again();
  };
  return (
    <Dialog
      title={refused ? 'These accounts were decided to be apart' : `Read the whole list: ${formatCount(members.length)} accounts`}
      isOpen
      onClose={() => onAnswer(null)}
      footer={
        refused ? (
          <Button variant="primary" onPress={() => onAnswer(null)}>
            Close
          </Button>
        ) : (
          <>
            <Button onPress={() => onAnswer(null)}>Cancel</Button>
            <Button variant="primary" isDisabled={why.trim() === ''} onPress={again}>
              Confirm as one group
            </Button>
          </>
        )
      }
    >
      <p>{message.replace(/: .*$/, '.')}</p>
      <ol className={styles.members}>
        {refused
          ? path.map((link) => <li key={link}>{endsOf(link).join(' – ')}</li>)
          : members.map((member) => (
              <li key={member}>
                {nameOf.has(member) && <>{nameOf.get(member)} </>}
                <span className={nameOf.has(member) ? styles.quiet : undefined}>{member}</span>
              </li>
            ))}
      </ol>
      {refused ? (
        <p className={styles.quiet}>{advice}</p>
      ) : (
        <form onSubmit={submit}>
          <TextField
            label="Reason"
            value={why}
            onChange={setWhy}
            autoFocus
            description="Goes into the ledger with the evidence and your name. Enter confirms."
          />
        </form>
      )}
    </Dialog>
  );
}
