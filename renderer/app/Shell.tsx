import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Dataset } from '../../shared/case/dataset.ts';
import { ChokepointError } from '../../shared/case/error.ts';
import { useHost } from '../state/client.tsx';
import { useLiveRefresh } from '../state/events.ts';
import { queryKeys, useCase, useDatasets } from '../state/queries.ts';
import { useUi } from '../state/ui.ts';
import { useShellCommands } from './actions.ts';
import { PasteDialog, StartCaseDialog } from './CaseDialogs.tsx';
import { ContextBar } from './ContextBar.tsx';
import { classes, ErrorNotice } from './controls/index.ts';
import { DropAnywhere } from './DropAnywhere.tsx';
import { EngineGone } from './EngineGone.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Footer } from './Footer.tsx';
import { useKeyboard } from './keyboard.ts';
import { Announcements, Failures } from './Messages.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { rememberFocus } from './regions.ts';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { RAIL, SCREEN_COMPONENTS } from './screens.tsx';
import styles from './shell.module.css';
import { Brand, TitleBar } from './TitleBar.tsx';

/** Brings the grid with it, so it is fetched when records are asked for. */
const RecordsDrawer = lazy(() => import('../features/records/RecordsDrawer.tsx').then((module) => ({ default: module.RecordsDrawer })));

/** Window frame: title bar, context bar, rail, the screen, footer. */
export function Shell() {
  useLiveRefresh();
  useKeyboard();
  const dialogs = useShellCommands();
  const { data: info, isPending, error, refetch } = useCase();
  const host = useHost();
  const asked = useUi((state) => state.records !== null);
  const stopped = useEngineStopped();
  useChosenDataset();
  useLeaveClosedCase(info === null);
  useEffect(() => {
    document.addEventListener('focusin', rememberFocus);
    return () => document.removeEventListener('focusin', rememberFocus);
  }, []);
  useEffect(() => {
    document.title = info ? `${info.title}${info.sample ? ' (SAMPLE)' : ''} - Chokepoint` : 'Chokepoint';
  }, [info]);
  if (stopped)
    return (
      <div className={classes(styles.shell, styles.withoutEngine)}>
        <header className={styles.title}>
          <Brand />
        </header>
        <main className={styles.main}>
          <EngineGone reason={stopped} host={host.kind} />
        </main>
      </div>
    );
  return (
    <div className={classes(styles.shell, !info && styles.withoutCase)}>
      <a className={styles.skip} href="#main">
        Skip to the screen
      </a>
      <TitleBar />
      {info && <ContextBar />}
      <Rail />
      <main className={styles.main} id="main" tabIndex={-1} data-region="main">
        {error ? (
          <ErrorNotice error={error} effect="The case could not be read." onRetry={() => void refetch()} />
        ) : isPending ? (
          <p className={styles.loading}>Opening the workbench</p>
        ) : (
          <CurrentScreen />
        )}
      </main>
      <Failures />
      <Announcements />
      <Footer />
      <DropAnywhere />
      {asked && (
        <Suspense>
          <RecordsDrawer />
        </Suspense>
      )}
      <Palette />
      <ShortcutSheet />
      <StartCaseDialog isOpen={dialogs.starting} onClose={dialogs.closeStart} onStart={dialogs.start} />
      <PasteDialog isOpen={dialogs.pasting} onClose={dialogs.closePaste} onPaste={dialogs.paste} />
    </div>
  );
}

function CurrentScreen() {
  const screen = useUi((state) => state.screen);
  const Screen = SCREEN_COMPONENTS[screen];
  const label = RAIL.find((step) => step.screen === screen)?.label ?? screen;
  const first = useRef(screen);
  return (
    <ErrorBoundary key={screen} name={`The screen ${label}`}>
      <Suspense fallback={<p className={styles.loading}>Opening {label}</p>}>
        <Screen />
        <FocusHeading skip={first.current === screen} />
      </Suspense>
    </ErrorBoundary>
  );
}

/** Brings the focus to the heading of a screen that was just opened, so that reading starts there. */
function FocusHeading({ skip }: { skip: boolean }) {
  const skipped = useRef(skip);
  useEffect(() => {
    if (!skipped.current) document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
  }, []);
  return null;
}

function useEngineStopped(): ChokepointError | null {
  const host = useHost();
  const [error, setError] = useState<ChokepointError | null>(null);
  useEffect(
    () =>
      host.onClosed((reason) =>
        setError(new ChokepointError('engine-stopped', reason, 'Start the workbench again; the case reopens where it was.')),
      ),
    [host],
  );
  return error;
}

/** Keeps the chosen dataset one that exists. */
function useChosenDataset(): void {
  const listed = useDatasets().data;
  const queries = useQueryClient();
  const dataset = useUi((state) => state.dataset);
  const setDataset = useUi((state) => state.setDataset);
  useEffect(() => {
    // The cache knows of a dataset that was just imported before this render does.
    const datasets = listed && (queries.getQueryData<Dataset[]>(queryKeys.datasets) ?? listed);
    if (datasets && !datasets.some((candidate) => candidate.id === dataset)) setDataset(datasets[0]?.id ?? null);
  }, [listed, queries, dataset, setDataset]);
}

/** Without a case only the screens that need none stay open. */
function useLeaveClosedCase(closed: boolean): void {
  const screen = useUi((state) => state.screen);
  const go = useUi((state) => state.go);
  useEffect(() => {
    if (closed && RAIL.some((step) => step.screen === screen && step.needsCase)) go('case');
  }, [closed, screen, go]);
}
