import { plural } from '../../../shared/format/index.ts';
import { Badge, Button, classes, Panel } from '../../app/controls/index.ts';
import { useJobs } from '../../state/jobs.ts';
import type { PendingFile } from '../../state/ui.ts';
import { leaveOut } from './drafts.ts';
import styles from './files.module.css';
import { useFileStates } from './previews.ts';

/** All files that wait, refused ones with their reason; one of them is shown below. */
export function FilesPanel(props: { files: readonly PendingFile[]; shown: string; onShow: (ref: string) => void }) {
  const { files, shown } = props;
  const states = useFileStates(files);
  const jobs = useJobs((state) => state.jobs);
  const refused = states.filter(({ state }) => state === 'refused').length;
  return (
    <Panel flush title={`${plural(files.length, 'file')} to map`} aside={refused > 0 && `${refused} cannot be read`}>
      <ul className={styles.files} aria-label="Files to map">
        {files.map((file, index) => {
          const state = states[index] ?? { state: 'reading' };
          const importing = jobs.some((job) => job.subject === file.ref);
          return (
            <li key={file.ref} className={classes(styles.file, file.ref === shown && styles.shown)}>
              <Button
                variant="link"
                size="small"
                className={styles.name}
                aria-current={file.ref === shown ? 'true' : undefined}
                onPress={() => props.onShow(file.ref)}
              >
                <span className={styles.nameText} title={file.fileName}>
                  {file.fileName}
                </span>
              </Button>
              {importing ? (
                <Badge tone="accent">importing</Badge>
              ) : state.state === 'refused' ? (
                <Badge tone="warning">cannot be read</Badge>
              ) : (
                <Badge>{state.state === 'ready' ? 'ready to map' : 'reading'}</Badge>
              )}
              <span className={styles.reason} title={state.state === 'refused' ? state.reason : undefined}>
                {state.state === 'refused' && state.reason}
              </span>
              <Button
                size="small"
                variant="quiet"
                isDisabled={importing}
                aria-label={`Leave out ${file.fileName}`}
                onPress={() => leaveOut(file.ref)}
              >
                Leave out
              </Button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
