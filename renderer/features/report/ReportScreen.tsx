import { useQuery } from '@tanstack/react-query';
import { Check, FileText } from 'lucide-react';
import { useState } from 'react';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { dimensionNoun, formatBytes, formatThreshold, plural, weightNoun } from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Panel, Progress, ScreenHead, Segments } from '../../app/controls/index.ts';
import { useClient, useHost } from '../../state/client.tsx';
import { useCommandHandler } from '../../state/commands.ts';
import { isCancelled } from '../../state/errors.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCase, useDatasets } from '../../state/queries.ts';
import type { ExportState } from '../../state/report-export.ts';
import { useUi } from '../../state/ui.ts';
import { PagePreview } from './PagePreview.tsx';
import styles from './report.module.css';
import { type Paper, useExport, usePreview } from './useReport.ts';

const PAPERS = [
  { id: 'a4', label: 'A4' },
  { id: 'us-letter', label: 'US Letter' },
] as const;

/** Report: what will be in it, the pages as they will be, and the files to keep. */
export function ReportScreen() {
  const datasets = useDatasets().data ?? [];
  const info = useCase().data;
  const { go } = useUi();
  const [paper, setPaper] = useState<Paper>('a4');
  const preview = usePreview(paper, datasets.length > 0);
  const { state, run, cancel, outdated } = useExport(paper);
  useCommandHandler('report.export', () => void run(), { enabled: datasets.length > 0 && !state.running });
  useCommandHandler('report.preview', () => void preview.refetch(), { enabled: datasets.length > 0 });

  if (datasets.length === 0)
    return (
      <EmptyState
        icon={<FileText size={28} />}
        title="Nothing to report yet"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        A report states what the views and removal tests of this case found. Add a dataset first.
      </EmptyState>
    );
  return (
    <div className={styles.screen}>
      <ScreenHead
        title="Report"
        subtitle="PDF with its evidence attached, a CSV and a JSON of each table, and the claims. The same case gives the same bytes."
        actions={
          <>
            <Segments label="Paper" hideLabel items={PAPERS} value={paper} onChange={setPaper} />
            <Button variant="primary" isDisabled={state.running} onPress={() => void run()}>
              Export report
            </Button>
          </>
        }
      />
      <div className={styles.columns}>
        <section className={styles.previewPanel} aria-label="Preview" aria-busy={preview.isFetching}>
          {preview.error && !isCancelled(preview.error) ? (
            <div className={styles.pad}>
              <ErrorNotice
                error={preview.error}
                effect="No preview is shown; the case is unchanged."
                choices={
                  <Button size="small" onPress={() => void preview.refetch()}>
                    Try once more
                  </Button>
                }
              />
            </div>
          ) : preview.data ? (
            <PagePreview key={paper} pages={preview.data} paper={paper} />
          ) : (
            <div className={styles.waiting}>
              <Progress label="Setting the pages" done={0} total={null} stacked />
            </div>
          )}
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <aside className={styles.aside} aria-label="Contents and files" tabIndex={0}>
          <Files state={state} outdated={outdated} sample={info?.sample ?? false} onCancel={cancel} />
          <Contents sample={info?.sample ?? false} />
        </aside>
      </div>
    </div>
  );
}

function Files(props: { state: ExportState; outdated: boolean; sample: boolean; onCancel: () => void }) {
  const { state, outdated, sample, onCancel } = props;
  const host = useHost();
  const { tell, fail } = useNotices.getState();
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
  return (
    <Panel title="Files" aside={state.files.length > 0 ? formatBytes(state.files.reduce((sum, file) => sum + file.bytes, 0)) : undefined}>
      {state.error !== null && <ErrorNotice error={state.error} effect="No file was written." />}
      {state.running && (
        <div className={styles.running}>
          <Progress label={state.phase || 'Starting'} done={state.done} total={state.total} stacked />
          <Button size="small" onPress={onCancel}>
            Cancel
          </Button>
        </div>
      )}
      {!state.running && state.files.length === 0 && <p className={styles.quiet}>Export writes the files; nothing leaves this computer.</p>}
      {state.files.length > 0 && (
        <>
          {outdated && (
            <p className={styles.quiet}>The case has changed since these files were written. Export again to have the change in them.</p>
          )}
          <ul className={styles.files} aria-label="Exported files">
            {state.files.map((file) => (
              <li key={file.ref}>
                <span className={styles.file}>
                  {file.name}
                  <span className={styles.quiet} title={`SHA-256 ${file.sha256}`}>
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

function Contents({ sample }: { sample: boolean }) {
  const client = useClient();
  const views = useQuery({ queryKey: queryKeys.savedViews, queryFn: ({ signal }) => client.views.list(undefined, { signal }) }).data ?? [];
  const scenarios =
    useQuery({ queryKey: queryKeys.scenarios, queryFn: ({ signal }) => client.removal.scenarios(undefined, { signal }) }).data ?? [];
  const items = [
    'Cover with question, date and supply base',
    'Findings',
    ...(scenarios.length > 0
      ? scenarios.map(
          ({ name, spec }) => `Removal test: ${name} (by ${dimensionNoun(spec.by, 1)}, threshold ${formatThreshold(spec.threshold)})`,
        )
      : ['Removal test: the default one, since no scenario is saved']),
    ...(views.length > 0
      ? views.map(({ name, spec }) => `Concentration: ${name} (${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)})`)
      : ['Concentration: the default views, since none is saved']),
    'Sources with hashes, rejected records',
    'Method: formulas and conventions',
    'Attached: CSV of each table, claims.json',
  ];
  return (
    <Panel title="What will be in it" aside={sample ? 'SAMPLE on every page' : plural(views.length + scenarios.length, 'saved part')}>
      <ul className={styles.contents}>
        {items.map((item) => (
          <li key={item}>
            <Check size={13} aria-hidden />
            <span>{item}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
