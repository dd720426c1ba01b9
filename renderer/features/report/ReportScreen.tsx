import { FileText } from 'lucide-react';
import { useState } from 'react';
import { type ReportLayout, SECTION_KINDS } from '../../../shared/case/report.ts';
import type { Claim, Standing } from '../../../shared/evidence/claims-file.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { Button, classes, EmptyState, ErrorNotice, Progress, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { isCancelled } from '../../state/errors.ts';
import { useCase, useDatasets } from '../../state/queries.ts';
import { useExportOptions } from '../../state/report-export.ts';
import { useUi } from '../../state/ui.ts';
import styles from './report.module.css';
import { ChallengeTab } from './tabs/ChallengeTab.tsx';
import { DeliverTab, type DeliverySummary } from './tabs/DeliverTab.tsx';
import { FindingsTab } from './tabs/FindingsTab.tsx';
import { LayoutTab } from './tabs/LayoutTab.tsx';
import { PreviewTab } from './tabs/PreviewTab.tsx';
import { useLint, useReportClaims } from './useClaims.ts';
import { useCommitOnLeave, useLayout } from './useLayout.ts';
import { useExport, usePreview } from './useReport.ts';

/** Report: challenge, write, lay out, preview, deliver, in that order. */
export function ReportScreen() {
  const datasets = useDatasets().data ?? [];
  const { go } = useUi();
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
  return <Composer />;
}

function Composer() {
  const info = useCase().data;
  const { reportTab, setReportTab } = useUi();
  const { layout, saved, error, change, commit } = useLayout();
  useCommitOnLeave(commit);
  const claims = useReportClaims(saved);
  const known = claims.data?.claims;
  const problems = useLint(layout, known, claims.data?.asOf ?? null);
  const { options, choose } = useExportOptions();
  const preview = usePreview(reportTab === 'preview');
  const { state, run, cancel, outdated } = useExport();
  const [editing, setEditing] = useState<string | null>(null);

  const deliver = async () => {
    setReportTab('deliver');
    await commit();
    await run();
  };
  useCommandHandler('report.export', () => void deliver(), { enabled: !state.running });
  useCommandHandler('report.preview', () => {
    setReportTab('preview');
    if (reportTab === 'preview') void preview.refetch();
  });

  /** Takes a claim as a finding and opens its words. */
  const write = (id: string) => {
    const usual = claims.data?.usual ?? [];
    change((now) => {
      const findings = now.findings ?? usual.map((claim) => ({ claim, text: null }));
      if (findings.some(({ claim }) => claim === id)) return now;
      return { ...now, findings: [...findings, { claim: id, text: null }].slice(-12) };
    });
    setEditing(id);
    setReportTab('findings');
  };

  const errors = problems?.filter(({ severity }) => severity === 'error') ?? [];
  const count = (of: number) => of > 0 && <span className={styles.tabCount}>{of}</span>;
  const ofFindings = errors.filter(({ place }) => place.kind === 'finding').length;
  const waiting =
    claims.error && !isCancelled(claims.error) ? (
      <ErrorNotice
        error={claims.error}
        effect="The claims of the report are not known, so nothing can be chosen from them."
        choices={
          <Button size="small" onPress={() => void claims.refetch()}>
            Try once more
          </Button>
        }
      />
    ) : (
      <div className={styles.waiting} aria-busy>
        <Progress label="Working out the claims" done={0} total={null} stacked />
      </div>
    );
  const ready = layout !== null && known !== undefined && problems !== null;
  return (
    <div className={classes(styles.screen, reportTab === 'preview' && styles.whole)}>
      <ScreenHead
        title="Report"
        subtitle={`${layout?.title || info?.title || ''}${layout?.status === 'final' ? ' · final' : ' · draft'}${claims.isFetching && known ? ' · claims are being worked out again…' : ''}`}
        actions={
          <Button variant="primary" isDisabled={state.running} onPress={() => void deliver()}>
            Export report
          </Button>
        }
      />
      {error && <ErrorNotice error={error} effect="The layout of the report is not shown; the case is unchanged." />}
      <Tabs
        label="Report"
        selected={reportTab}
        onSelect={setReportTab}
        className={styles.tabs}
        items={[
          {
            id: 'challenge',
            label: 'Challenge',
            content: ready ? <ChallengeTab claims={known} problems={problems} onEdit={write} /> : waiting,
          },
          {
            id: 'findings',
            label: <>Findings{count(ofFindings)}</>,
            content: ready ? (
              <FindingsTab
                layout={layout}
                claims={known}
                usual={claims.data?.usual ?? []}
                problems={problems}
                editing={editing}
                onEditing={setEditing}
                onChange={change}
              />
            ) : (
              waiting
            ),
          },
          {
            id: 'layout',
            label: <>Layout{count(errors.length - ofFindings)}</>,
            content: layout ? (
              <LayoutTab layout={layout} caseTitle={info?.title ?? ''} problems={problems ?? []} onChange={change} />
            ) : (
              waiting
            ),
          },
          {
            id: 'preview',
            label: 'Preview',
            content: <PreviewTab preview={preview} paper={options.paper} onPaper={(paper) => choose({ paper })} />,
          },
          {
            id: 'deliver',
            label: 'Deliver',
            content: (
              <DeliverTab
                summary={summaryOf(layout, info?.title ?? '', known, claims.data?.usual ?? [])}
                state={state}
                outdated={outdated}
                refused={errors}
                sample={info?.sample ?? false}
                onExport={() => void deliver()}
                onCancel={cancel}
                onMend={() => setReportTab(ofFindings > 0 ? 'findings' : 'layout')}
              />
            ),
          },
        ]}
      />
    </div>
  );
}

const UNKNOWN = '—';

function summaryOf(
  layout: ReportLayout | null,
  caseTitle: string,
  claims: readonly Claim[] | undefined,
  usual: readonly string[],
): DeliverySummary {
  const shown = layout?.sections.filter((section) => section.shown).length ?? 0;
  const own = layout?.findings?.filter(({ text }) => text !== null).length ?? 0;
  const weak = (word: Standing['word']) => claims?.filter(({ standing }) => standing?.word === word).length ?? 0;
  const silent = claims?.filter(({ standing }) => standing === undefined).length ?? 0;
  const standings = [
    ...(['fragile', 'conditional', 'robust'] as const).flatMap((word) => (weak(word) > 0 ? [`${formatCount(weak(word))} ${word}`] : [])),
    ...(silent > 0 ? [`${formatCount(silent)} without a declared alternative`] : []),
  ];
  return {
    title: layout?.title || caseTitle,
    author: [layout?.author, layout?.organisation].filter(Boolean).join(', ') || 'not stated',
    status: layout?.status ?? UNKNOWN,
    sections: `${formatCount(shown)} of ${formatCount(SECTION_KINDS.length)}`,
    findings:
      layout?.findings == null
        ? `${formatCount(usual.length)}, chosen by rule`
        : `${formatCount(layout.findings.length)}${own > 0 ? `, ${formatCount(own)} in own words` : ''}`,
    claims: claims === undefined ? UNKNOWN : `${formatCount(claims.length)}${standings.length > 0 ? `: ${standings.join(', ')}` : ''}`,
  };
}
