import type { FormEvent } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { TextField } from './fields.tsx';

type Props = {
  /** what is saved, e.g. `view` */
  what: string;
  /** of the dialog, e.g. `Rename view`; `Save` and what by itself */
  title?: string;
  /** the name as typed; `null` = closed */
  name: string | null;
  onName: (name: string | null) => void;
  /** names in use: saving under one of them replaces it */
  taken: readonly string[];
  description: string;
  onSave: (name: string) => void;
};

/** Asks for the name under which something is kept in the case; Enter saves. */
export function SaveDialog({ what, title = `Save ${what}`, name, onName, taken, description, onSave }: Props) {
  const wanted = (name ?? '').trim();
  const close = () => onName(null);
  const save = () => {
    if (wanted === '') return;
    close();
    onSave(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Dialog
      title={title}
      isOpen={name !== null}
      onClose={close}
      footer={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button variant="primary" isDisabled={wanted === ''} onPress={save}>
            {title}
          </Button>
        </>
      }
    >
      <form onSubmit={submit}>
        <TextField
          label="Name"
          value={name ?? ''}
          onChange={onName}
          autoFocus
          selectsAll
          description={taken.includes(wanted) ? `A ${what} of this name exists; saving replaces it.` : description}
        />
      </form>
    </Dialog>
  );
}
