import type { FormEvent, ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './dialog.module.css';

type Props = {
  title: string;
  /** what the confirming button says */
  submit: string;
  /** whether what stands in the fields can be taken */
  ready: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Fields with Cancel and one confirming button; Enter in a field confirms where that can be done. */
export function FormDialog({ title, submit, ready, onSubmit, onClose, children }: Props) {
  const confirm = () => {
    if (ready) onSubmit();
  };
  const onEnter = (event: FormEvent) => {
    event.preventDefault();
    confirm();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!ready} onPress={confirm}>
            {submit}
          </Button>
        </>
      }
    >
      <form className={styles.form} onSubmit={onEnter}>
        {children}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
