import type { ReportFile } from '../../../shared/contract/report.ts';
import { formatBytes, plural } from '../../../shared/format/index.ts';
import { Badge, Button, ErrorNotice, Panel, Progress } from '../../app/controls/index.ts';
import { useHost } from '../../state/client.tsx';
import { useNotices } from '../../state/notices.ts';
import type { ExportState } from '../../state/report-export.ts';
import styles from './report.module.css';

const ROLES: Partial<Record<ReportFile['role'], string>> = {
  pdf: 'report',
  bundle: 'evidence bundle',
  workbook: 'workbook',
  spreadsheet: 'for spreadsheets',
};

/** Report and bundle first, then the rest in the order of the report. */
const ORDER: readonly ReportFile['role'][] = ['pdf', 'bundle', 'workbook', 'content', 'spreadsheet', 'page'];

type Props = { state: ExportState; outdated: boolean; sample: boolean; onExport: () => void; onCancel: () => void };

/** The files of the last export: progress, what Verify said, saving one or all. */
export function Files({ state, outdated, sample, onExport, onCancel }: Props) {
  const host = useHost();
  const { tell, fail } = useNotices.getState();
  const files = [...state.files].sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  const save = async (file: ReportFile) => {
    try {
      if (await host.saveFile(file.ref, file.name)) tell(`Saved ${file.name}`);
    } catch (error) {
      fail(`${file.name} was not saved`, error);
    }
  };
  const saveAll = async () => {
    const name = sample ? 'SAMPLE-report' : 'report';
    try {
      if (await host.saveFiles(state.files, name))
        tell(host.kind === 'browser' ? `Saved ${name}.zip with ${state.files.length} files` : `Saved ${state.files.length} files`);
    } catch (error) {
      fail('The files were not saved', error);
    }
  };
  const { verification } = state.bundle ?? {};
  return (
    <Panel title="Files" aside={files.length > 0 ? formatBytes(files.reduce((sum, file) => sum + file.bytes, 0)) : undefined}>
      {state.error !== null && <ErrorNotice error={state.error} effect="No file was written." />}
      {state.running && (
        <div className={styles.running}>
          <Progress label={state.phase || 'Starting'} done={state.done} total={state.total} stacked />
          <Button size="small" onPress={onCancel}>
            Cancel
          </Button>
        </div>
      )}
      {!state.running && files.length === 0 && (
        <>
          <p>Export writes the files; nothing leaves this computer.</p>
          <div className={styles.buttons}>
            <Button onPress={onExport}>Write the files</Button>
          </div>
        </>
      )}
      {files.length > 0 && (
        <>
          {outdated && (
            <p className={styles.quiet}>The case has changed since these files were written. Export again to have the change in them.</p>
          )}
          {verification && (
            <p>
              <Badge tone="proven">verified</Badge> Recomputed from the finished bundle: {plural(verification.claims.length, 'claim')},{' '}
              {verification.claims.every(({ match }) => match) ? 'each as stated' : 'not all as stated'}.
            </p>
          )}
          {state.notes.length > 0 && (
            <ul className={styles.notes} aria-label="To know about these files">
              {state.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <ul className={styles.files} aria-label="Exported files">
            {files.map((file) => (
              <li key={file.ref}>
                <span className={styles.file}>
                  {file.name}
                  <span className={styles.quiet} title={`SHA-256 ${file.sha256}`}>
                    {ROLES[file.role] ? `${ROLES[file.role]} · ` : ''}
                    {formatBytes(file.bytes)} · SHA-256 {file.sha256.slice(0, 12)}…
                  </span>
                </span>
                <Button size="small" onPress={() => void save(file)} aria-label={`Save ${file.name}`}>
                  Save
                </Button>
              </li>
            ))}
          </ul>
          <div className={styles.saveAll}>
            <Button onPress={() => void saveAll()}>
              {host.kind === 'browser' ? 'Save all files as ZIP' : 'Save all files in a folder'}
            </Button>
          </div>
        </>
      )}
    </Panel>
  );
}
