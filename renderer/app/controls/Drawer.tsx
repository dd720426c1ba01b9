import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from './Button.tsx';
import { classes } from './classes.ts';
import styles from './drawer.module.css';

export type DrawerProps = {
  title: string;
  /** a line below the title */
  note?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  /** for a form; the others hold tables */
  narrow?: boolean;
  children: ReactNode;
  footer?: ReactNode;
};

/** A sheet at the right side that shows what is behind something; Escape and the scrim close it, focus returns to where it was. */
export function Drawer({ title, note, isOpen, onClose, narrow, children, footer }: DrawerProps) {
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={styles.scrim}>
      <Modal className={classes(styles.sheet, narrow && styles.narrow)}>
        <AriaDialog className={styles.dialog}>
          <div className={styles.head}>
            <div className={styles.words}>
              <Heading slot="title" level={2}>
                {title}
              </Heading>
              {note && <p className={styles.note}>{note}</p>}
            </div>
            <IconButton label="Close" icon={<X size={16} />} onPress={onClose} />
          </div>
          <div className={styles.body}>{children}</div>
          {footer && <div className={styles.foot}>{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
