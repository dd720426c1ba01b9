import { ShieldCheck } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Quality, QualityResult } from '../../../shared/case/quality.ts';
import { baseWords, formatAsOf, formatCount, formatShare, plural, weightNoun } from '../../../shared/format/index.ts';
import { Button, EmptyState, ErrorNotice, Notice, Panel, Progress, ScreenHead, Tabs } from '../../app/controls/index.ts';
import { runCommand, useCommandHandler } from '../../state/commands.ts';
import { isCancelled } from '../../state/errors.ts';
import { useDatasets } from '../../state/queries.ts';
import { type QualityTab, useUi } from '../../state/ui.ts';
import { CheckCard } from './CheckCard.tsx';
import { ChecksGrid } from './ChecksGrid.tsx';
import styles from './quality.module.css';
import { RejectedTab } from './RejectedTab.tsx';
import { SupplyTab } from './SupplyTab.tsx';
import { type ChecksState, useChecks, useRejectedTotal } from './useChecks.ts';
import { useWaivers } from './useWaivers.ts';
import { WaiveDialog } from './WaiveDialog.tsx';
import { isFinding } from './words.ts';

/** Quality: what is wrong with a dataset, how much weight it touches, and what was decided about it. */
export function QualityScreen() {
  const datasets = useDatasets().data;
  const { dataset: id, go } = useUi();
  const dataset = datasets?.find((candidate) => candidate.id === id) ?? null;
  if (!dataset)
    return (
      <EmptyState
        icon={<ShieldCheck size={28} />}
        title="Choose a dataset to check"
        actions={<Button onPress={() => go('sources')}>Go to Sources</Button>}
      >
        Each dataset is checked for what would make its numbers wrong: add a file under Sources, or open the sample case.
      </EmptyState>
    );
  return <DatasetQuality key={dataset.id} dataset={dataset} />;
}

/** What the checks say, in a sentence. */
function titleOf({ checks, weight }: Quality): string {
  const found = checks.filter(isFinding);
  if (found.length === 0) return `No findings. 0 of ${formatCount(checks.length)} checks failed`;
  const most = Math.max(...found.map(({ affected }) => affected ?? 0));
  const failed = `${formatCount(found.length)} of ${formatCount(checks.length)} checks failed`;
  return most > 0 ? `${failed}; one touches ${formatShare(most)} of the ${weightNoun(weight)}` : failed;
}

function subtitleOf(dataset: Dataset, quality: Quality | null): string {
  const count = (wanted: (check: QualityResult) => boolean) => quality?.checks.filter(wanted).length ?? 0;
  const waived = count(({ waiver }) => waiver !== null);
  return [
    baseWords(dataset.base),
    formatAsOf(dataset.asOf),
    plural(dataset.rows, 'record'),
    ...(quality
      ? [
          `${formatCount(count(({ state }) => state === 'passed'))} passed`,
          `${formatCount(count(({ state }) => state === 'not-applicable'))} not applicable`,
        ]
      : []),
    ...(waived > 0 ? [`${formatCount(waived)} waived`] : []),
  ].join(' · ');
}

function DatasetQuality({ dataset }: { dataset: Dataset }) {
  const state = useChecks(dataset);
  const { quality } = state;
  const { qualityTab, setQualityTab, setFooter } = useUi();
  const refused = useRejectedTotal(dataset.id).data ?? dataset.rejected;
  const found = useMemo(() => quality?.checks.filter(isFinding) ?? [], [quality]);
  const open = found.filter(({ waiver }) => waiver === null).length;
  useEffect(() => {
    setFooter(
      quality
        ? [
            { value: formatCount(quality.checks.length), label: 'checks' },
            { value: formatCount(found.length), label: found.length === 1 ? 'finding' : 'findings' },
            { value: formatCount(open), label: 'open' },
            { value: formatCount(dataset.rejected), label: 'records left out' },
          ]
        : [],
    );
  }, [setFooter, quality, found.length, open, dataset.rejected]);
  // Ids are the tabs of the whole screen, so they stay while the checks run.
  const label = (text: string, count: number | undefined) => (count === undefined ? text : `${text} ${formatCount(count)}`);
  const checks = (all: boolean) => <Checks dataset={dataset} state={state} all={all} />;
  return (
    <div className={styles.screen}>
      <ScreenHead title={quality ? titleOf(quality) : 'Quality'} subtitle={subtitleOf(dataset, quality)} />
      <Tabs<QualityTab>
        label="Quality"
        className={styles.tabs}
        selected={qualityTab}
        onSelect={setQualityTab}
        items={[
          { id: 'findings', label: label('Findings', quality ? found.length : undefined), content: checks(false) },
          { id: 'checks', label: label('All checks', quality?.checks.length), content: checks(true) },
          { id: 'supply', label: 'Supply base', content: <SupplyTab dataset={dataset} /> },
          { id: 'rejected', label: label('Rejected', dataset.rejected), content: <RejectedTab dataset={dataset} total={refused} /> },
        ]}
      />
    </div>
  );
}

type ChecksProps = { dataset: Dataset; state: ChecksState; all: boolean };

/** The checks of a tab with the card of the focused one; says how far they are while they run. */
function Checks({ dataset, state, all }: ChecksProps) {
  const { quality, running, progress, error } = state;
  if (error !== null && isCancelled(error))
    return (
      <Panel className={styles.tabBody}>
        <EmptyState
          icon={<ShieldCheck size={24} />}
          title="The checks were cancelled"
          actions={
            <Button variant="primary" onPress={state.run}>
              Run the checks
            </Button>
          }
        >
          No check counts as passed until it has run.
        </EmptyState>
      </Panel>
    );
  if (error !== null)
    return (
      <div className={styles.tabBody}>
        <ErrorNotice
          error={error}
          effect="The checks did not run; none of them counts as passed."
          choices={
            <Button size="small" onPress={state.run}>
              Run the checks
            </Button>
          }
        />
      </div>
    );
  if (!quality)
    return (
      <Panel className={styles.tabBody}>
        <div className={styles.running}>
          <Progress
            label="Checking the records"
            done={progress?.done ?? 0}
            total={progress?.total ?? null}
            detail={progress?.total ? `${formatCount(progress.done)} of ${formatCount(progress.total)} checks` : undefined}
            stacked
          />
          <Button size="small" isDisabled={!running} onPress={() => runCommand('job.cancel')}>
            Cancel
          </Button>
        </div>
      </Panel>
    );
  return <CheckedTab key={String(all)} dataset={dataset} quality={quality} all={all} />;
}

function CheckedTab({ dataset, quality, all }: { dataset: Dataset; quality: Quality; all: boolean }) {
  const { showRecords } = useUi();
  const found = useMemo(() => quality.checks.filter(isFinding), [quality]);
  const listed = all || found.length === 0 ? quality.checks : found;
  const [focused, setFocused] = useState<string | null>(null);
  const [waiving, setWaiving] = useState<string | null>(null);
  const { waive, unwaive } = useWaivers(dataset);
  const current = listed.find(({ id }) => id === focused) ?? listed[0] ?? null;
  const open = (id: string) => {
    const check = quality.checks.find((candidate) => candidate.id === id);
    if (!check || check.rows === 0) return;
    showRecords({
      of: 'check',
      check: id,
      dataset: dataset.id,
      title: check.title,
      note: `${check.message} ${check.advice}`,
      first: check.columns,
    });
  };
  useCommandHandler('quality.waive', () => current && setWaiving(current.id), { enabled: current !== null && isFinding(current) });
  useCommandHandler('quality.openRows', () => current && open(current.id), { enabled: (current?.rows ?? 0) > 0 });
  useCommandHandler('lineage.records', () => current && open(current.id), { enabled: (current?.rows ?? 0) > 0 });
  const asked = quality.checks.find(({ id }) => id === waiving);
  return (
    <div className={styles.checks}>
      {found.length === 0 && !all && (
        <Notice tone="info" title={`No findings. 0 of ${formatCount(quality.checks.length)} checks failed`}>
          The checks that were made are listed below. A check that lacks its column says which, and is not counted as passed.
        </Notice>
      )}
      <div className={styles.columns}>
        <section className={styles.tablePanel} aria-label={all ? 'All checks' : 'Findings'}>
          <ChecksGrid
            label={all || found.length === 0 ? 'All checks' : 'Findings by share of weight'}
            checks={listed}
            weight={quality.weight}
            all={all || found.length === 0}
            onFocus={setFocused}
            onOpen={open}
          />
        </section>
        <aside className={styles.aside} aria-label="Chosen check">
          {current && (
            <CheckCard
              check={current}
              weight={quality.weight}
              onOpen={() => open(current.id)}
              onWaive={() => setWaiving(current.id)}
              onUnwaive={() => unwaive(current)}
            />
          )}
        </aside>
      </div>
      {asked && (
        <WaiveDialog
          key={asked.id}
          check={asked}
          onClose={() => setWaiving(null)}
          onWaive={(reason, name) => {
            setWaiving(null);
            waive(asked, reason, name);
          }}
        />
      )}
    </div>
  );
}
