import { useEffect, useState } from 'react';
import { useTakeFiles } from './files.ts';
import styles from './shell.module.css';

/** Takes files that are dropped anywhere in the window. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  const take = useTakeFiles();
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void take([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [take]);
  return over ? (
    <div className={styles.drop} aria-hidden>
      Drop to read the files; nothing is changed until you freeze them
    </div>
  ) : null;
}
