import type { LintProblem } from '../../../../shared/claims/lint-problem.ts';
import { plural } from '../../../../shared/format/index.ts';
import { Button, Checkbox, KeyValueList, Notice, Panel, Segments } from '../../../app/controls/index.ts';
import { type ExportOptions, type ExportState, useExportOptions } from '../../../state/report-export.ts';
import { Files } from '../Files.tsx';
import { RedactionPanel } from '../RedactionPanel.tsx';
import styles from '../report.module.css';
import { SignPanel } from '../SignPanel.tsx';

/** What the report holds, in a few lines. */
export type DeliverySummary = { title: string; author: string; status: string; sections: string; findings: string; claims: string };

type Props = {
  summary: DeliverySummary;
  state: ExportState;
  outdated: boolean;
  /** what the linter refuses */
  refused: readonly LintProblem[];
  sample: boolean;
  onExport: () => void;
  onCancel: () => void;
  onMend: () => void;
};

type FileChoice = { key: 'bundle' | 'workbook' | 'spreadsheet'; label: string; words: string };

const FILES: readonly FileChoice[] = [
  { key: 'bundle', label: 'Evidence bundle', words: 'report, data, decisions and verify.html in one ZIP that anybody can recompute' },
  { key: 'workbook', label: 'Workbook', words: 'all tables as XLSX with typed cells' },
  { key: 'spreadsheet', label: 'CSV for spreadsheets', words: 'with byte order mark and formula guard; never in the bundle' },
];

/** How the files are written, the files themselves, and the signature. */
export function DeliverTab({ summary, state, outdated, refused, sample, onExport, onCancel, onMend }: Props) {
  const { options, choose } = useExportOptions();
  const set = (change: Partial<ExportOptions>) => choose(change);
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {refused.length > 0 && (
          <Notice
            tone="warning"
            title={`The linter refuses ${plural(refused.length, 'text')}, so nothing can be exported yet`}
            choices={
              <Button size="small" onPress={onMend}>
                Mend them
              </Button>
            }
          >
            {refused[0]?.message}
          </Notice>
        )}
        <Summary summary={summary} />
        <Files state={state} outdated={outdated} sample={sample} onExport={onExport} onCancel={onCancel} />
        {state.bundle && !state.running && <SignPanel bundle={state.bundle} signed={state.signed} outdated={outdated} />}
      </div>
      <aside className={styles.aside} aria-label="How the files are written">
        <Panel title="PDF">
          <div className={styles.fields}>
            <Segments
              label="Profile"
              value={options.profile}
              onChange={(profile) => set({ profile })}
              description={
                options.profile === 'archive'
                  ? 'PDF/A-3a: for archives, with the evidence attached'
                  : 'PDF/UA-1: for readers with assistive technology, with the evidence attached'
              }
              items={[
                { id: 'archive', label: 'Archive' },
                { id: 'accessible', label: 'Accessible' },
              ]}
            />
            <Segments
              label="Paper"
              value={options.paper}
              onChange={(paper) => set({ paper })}
              items={[
                { id: 'a4', label: 'A4' },
                { id: 'us-letter', label: 'US Letter' },
              ]}
            />
          </div>
        </Panel>
        <Panel title="Files beside it">
          <fieldset className={styles.choices}>
            <legend>The PDF, a CSV and JSON of each table and claims.json are always written.</legend>
            {FILES.map(({ key, label, words }) => (
              <div key={key}>
                <Checkbox isSelected={options[key]} onChange={(isSelected) => set({ [key]: isSelected })}>
                  {label}
                </Checkbox>
                <p className={styles.quiet}>{words}</p>
              </div>
            ))}
          </fieldset>
        </Panel>
        <RedactionPanel redaction={options.redaction} onChange={(redaction) => set({ redaction })} />
      </aside>
    </div>
  );
}

function Summary({ summary: { title, author, status, sections, findings, claims } }: { summary: DeliverySummary }) {
  return (
    <Panel title="What is delivered">
      <div className={styles.summary}>
        <KeyValueList
          rows={[
            { label: 'Title', value: title },
            { label: 'Author', value: author },
            { label: 'Status', value: status },
            { label: 'Sections', value: sections },
            { label: 'Findings on the first pages', value: findings },
            { label: 'Claims', value: claims },
          ]}
        />
      </div>
    </Panel>
  );
}
