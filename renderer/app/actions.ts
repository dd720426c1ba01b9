import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import { useClient, useHost } from '../state/client.tsx';
import { useCommandHandler } from '../state/commands.ts';
import { isCancelled } from '../state/errors.ts';
import { runJob, useJobs } from '../state/jobs.ts';
import { useNotices } from '../state/notices.ts';
import { queryKeys, useCase } from '../state/queries.ts';
import { useSettings } from '../state/settings.ts';
import { nextSteps, stepBack, useSteps } from '../state/steps.ts';
import { type Screen, useUi } from '../state/ui.ts';
import { chooseFiles, TABLE_FILES, useTakeFiles } from './files.ts';
import { useOpenCase } from './openCase.ts';
import { moveRegion } from './regions.ts';
import { RAIL } from './screens.tsx';
import { EVIDENCE_FILES, useVerify } from './verify.ts';

/** Runs an action and shows its failure; a cancel is not a failure. */
function useAttempt() {
  const { fail, succeed } = useNotices.getState();
  return useCallback(
    (title: string, action: () => Promise<unknown>) => {
      action().then(
        () => succeed(title),
        (error) => {
          if (!isCancelled(error)) fail(title, error);
        },
      );
    },
    [fail, succeed],
  );
}

/** Takes back or repeats the latest step, of the page or of the case, and says which. */
function useUndo() {
  const client = useClient();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const tell = useNotices((state) => state.tell);
  // one after the other, so that the second of two quick strokes names and takes back the step before the first
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const take = async (direction: 'undo' | 'redo'): Promise<string | null> => {
    const step = stepBack(direction);
    if (step !== 'case') return step.local;
    const label = queries.getQueryData<CaseInfo | null>(queryKeys.current)?.[direction] ?? null;
    if (label === null) return null;
    queries.setQueryData(queryKeys.current, await client.history[direction]());
    void queries.invalidateQueries({ queryKey: queryKeys.case });
    return label;
  };
  const run = (direction: 'undo' | 'redo') =>
    attempt(direction === 'undo' ? 'Nothing was undone' : 'Nothing was done again', async () => {
      const opposite = direction === 'undo' ? 'redo' : 'undo';
      const taken = last.current.then(() => take(direction));
      last.current = taken.catch(() => null);
      const label = await taken;
      if (label === null) return;
      tell(`${direction === 'undo' ? 'Undone' : 'Done again'}: ${label}`, {
        label: opposite === 'redo' ? 'Do it again' : 'Undo',
        run: () => run(opposite),
      });
    });
  return run;
}

/** Gives the commands of the shell their actions. Mounted once. Returns the state of the "start a case" dialog. */
export function useShellCommands() {
  const host = useHost();
  const { client } = host;
  const attempt = useAttempt();
  const openCase = useOpenCase();
  const take = useTakeFiles();
  const { take: verify } = useVerify();
  const undo = useUndo();
  const { data: info } = useCase();
  const open = Boolean(info);
  const go = useUi((state) => state.go);
  const screen = useUi((state) => state.screen);
  const setPalette = useUi((state) => state.setPalette);
  const setShortcuts = useUi((state) => state.setShortcuts);
  const palette = useUi((state) => state.palette);
  const setSelection = useUi((state) => state.setSelection);
  const selection = useUi((state) => state.selection);
  const next = nextSteps(useSteps(), { undo: info?.undo ?? null, redo: info?.redo ?? null });
  const running = useJobs((state) => state.jobs.length > 0);
  const [starting, setStarting] = useState(false);
  const [pasting, setPasting] = useState(false);

  useCommandHandler('case.openSample', () =>
    attempt('The sample case was not opened', () =>
      openCase(() => runJob('Open the sample case', (signal) => client.cases.openSample(undefined, { signal }))),
    ),
  );
  useCommandHandler('case.create', () => setStarting(true));
  useCommandHandler('case.open', () => void chooseFiles('.chokepoint', false).then(take));
  useCommandHandler(
    'case.copy',
    () =>
      attempt('No copy was saved', async () => {
        const copy = await client.cases.copy();
        if (await host.saveFile(copy.ref, copy.fileName)) useNotices.getState().tell(`Saved a copy: ${copy.fileName}`);
      }),
    { enabled: open },
  );
  useCommandHandler(
    'case.close',
    () =>
      attempt('The case was not closed', () =>
        openCase(async () => {
          await client.cases.close();
          go('case');
          return null;
        }),
      ),
    { enabled: open },
  );
  useCommandHandler('sources.add', () => void chooseFiles(TABLE_FILES, true).then(take), { enabled: open });
  useCommandHandler(
    'verify.open',
    () =>
      void chooseFiles(EVIDENCE_FILES, false).then(([file]) => {
        if (file) void verify(file);
      }),
  );
  useCommandHandler('sources.paste', () => setPasting(true), { enabled: open });
  useCommandHandler('edit.undo', () => undo('undo'), { enabled: next.undo !== null });
  useCommandHandler('edit.redo', () => undo('redo'), { enabled: next.redo !== null });
  useCommandHandler('edit.clearSelection', () => setSelection(null), { enabled: Boolean(selection?.keys.length) });
  useCommandHandler('job.cancel', () => useJobs.getState().jobs.at(-1)?.cancel(), { enabled: running });
  useGoCommands(go, open);
  useCommandHandler('go.settings', () => go('settings'));
  useCommandHandler('go.nextRegion', () => moveRegion(1));
  useCommandHandler('go.previousRegion', () => moveRegion(-1));
  useCommandHandler('view.theme', () => {
    const dark = document.documentElement.dataset.theme?.endsWith('dark');
    useSettings.getState().set({ theme: dark ? 'light' : 'dark' });
  });
  useCommandHandler('view.density', () => {
    const { density, set } = useSettings.getState();
    const next = density === 'comfortable' ? 'standard' : density === 'standard' ? 'compact' : 'comfortable';
    set({ density: next });
    useNotices.getState().tell(`Rows are ${next} now`);
  });
  useCommandHandler('help.palette', () => setPalette(!palette));
  useCommandHandler('help.open', () => go('help', HELP_OF_SCREEN[screen]));
  useCommandHandler('help.shortcuts', () => setShortcuts(true));

  return {
    starting,
    closeStart: () => setStarting(false),
    start: (title: string, question: string) => {
      setStarting(false);
      attempt('The case was not started', () => openCase(() => client.cases.create({ title, question })));
    },
    pasting,
    closePaste: () => setPasting(false),
    paste: (text: string) => {
      setPasting(false);
      void take([new File([text], 'pasted-table.csv', { type: 'text/csv' })]);
    },
  };
}

const HELP_OF_SCREEN: Record<Screen, string> = {
  case: 'start',
  sources: 'files',
  mapping: 'files',
  quality: 'quality',
  entities: 'entities',
  views: 'numbers',
  removal: 'removal',
  compare: 'compare',
  report: 'report',
  history: 'history',
  verify: 'verify',
  settings: 'keys',
  help: 'start',
};

function useGoCommands(go: (screen: Screen) => void, open: boolean) {
  for (const step of RAIL) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the rail is a constant, so the order of hooks never changes
    useCommandHandler(step.command, () => go(step.screen), { enabled: open || !step.needsCase });
  }
}
