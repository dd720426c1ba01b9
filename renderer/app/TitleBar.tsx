import { useIsMutating } from '@tanstack/react-query';
import { CircleHelp, Menu as MenuIcon, Redo2, ShieldAlert, ShieldCheck, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import { COMMANDS, type CommandCategory, type CommandId, keyLabel } from '../../shared/commands/index.ts';
import { plural } from '../../shared/format/index.ts';
import { useHost } from '../state/client.tsx';
import { runCommand, useHandlers } from '../state/commands.ts';
import { useCase, useDatasets } from '../state/queries.ts';
import { nextSteps, useSteps } from '../state/steps.ts';
import { useUi } from '../state/ui.ts';
import buttonStyles from './controls/button.module.css';
import { ActionMenu, Badge, Button, classes, IconButton } from './controls/index.ts';
import menuStyles from './controls/menu.module.css';
import { useOffline } from './offline.ts';
import styles from './shell.module.css';
import { isMac } from './words.ts';

const CATEGORIES: readonly CommandCategory[] = [
  'File',
  'Edit',
  'Go',
  'Quality',
  'Entities',
  'View',
  'Removal test',
  'Compare',
  'Report',
  'Help',
];

function MainMenu() {
  const handlers = useHandlers((state) => state.handlers);
  const sections = CATEGORIES.map((category) => ({
    id: category,
    title: category,
    actions: COMMANDS.filter((command) => command.category === category && !('hidden' in command) && handlers[command.id]).map(
      (command) => ({
        id: command.id,
        label: command.title,
        keys: command.keys[0] && keyLabel(command.keys[0], isMac),
        disabled: !handlers[command.id]?.enabled,
      }),
    ),
  })).filter((section) => section.actions.length > 0);
  return (
    <ActionMenu
      label="Menu"
      trigger={<IconButton label="Menu" icon={<MenuIcon size={16} />} />}
      sections={sections}
      onAction={(id) => runCommand(id as CommandId)}
    />
  );
}

function SavedState({ revision }: { revision: number }) {
  const saving = useIsMutating() > 0;
  const [saved, setSaved] = useState<{ revision: number; at: string | null }>({ revision, at: null });
  useEffect(() => {
    setSaved((before) =>
      before.revision === revision
        ? before
        : { revision, at: new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }) },
    );
  }, [revision]);
  return (
    <Badge title="Every decision is written to the case file at once">{saving ? 'saving' : saved.at ? `saved ${saved.at}` : 'saved'}</Badge>
  );
}

function OfflineCounter() {
  const { left, stopped, addresses } = useOffline();
  const Icon = left > 0 ? ShieldAlert : ShieldCheck;
  return (
    <DialogTrigger>
      <AriaButton className={classes(buttonStyles.button, buttonStyles.quiet, buttonStyles.small, styles.offline)}>
        <Icon size={14} aria-hidden />
        <span>
          {plural(left, 'request')} <span className={styles.wide}>left this computer</span>
        </span>
      </AriaButton>
      <Popover className={menuStyles.popover} placement="bottom end" offset={4}>
        <Dialog className={menuStyles.panel} aria-label="Requests">
          <div className={styles.offlinePanel}>
            <p>
              {left === 0
                ? 'Counted by the browser for every file and call of this page: all of them went to the workbench on this computer.'
                : 'Something on this page reached another address. This must not happen; please report it.'}
            </p>
            <p>{plural(stopped, 'request')} to other addresses stopped before leaving.</p>
            {addresses.length > 0 && (
              <ul>
                {addresses.map((address, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end and holds repeats
                  <li key={index}>{address}</li>
                ))}
              </ul>
            )}
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The name of the program. */
export function Brand() {
  return (
    <span className={styles.brand}>
      Choke<span>point</span>
    </span>
  );
}

/** Undo and redo; their names say what they would do. */
function Steps({ info }: { info: CaseInfo }) {
  const handlers = useHandlers((state) => state.handlers);
  const next = nextSteps(useSteps(), info);
  return (
    <>
      <IconButton
        label={next.undo ? `Undo: ${next.undo}` : 'Undo'}
        icon={<Undo2 size={16} />}
        isDisabled={!handlers['edit.undo']?.enabled}
        onPress={() => runCommand('edit.undo')}
      />
      <IconButton
        label={next.redo ? `Redo: ${next.redo}` : 'Redo'}
        icon={<Redo2 size={16} />}
        isDisabled={!handlers['edit.redo']?.enabled}
        onPress={() => runCommand('edit.redo')}
      />
    </>
  );
}

/** Name and state of the case at the left, proof of being offline and the way to every command at the right. */
export function TitleBar() {
  const host = useHost();
  const info = useCase().data;
  const datasets = useDatasets().data;
  const datasetId = useUi((state) => state.dataset);
  const sample = info?.sample || datasets?.find((dataset) => dataset.id === datasetId)?.sample;
  return (
    <header className={styles.title} data-region="title">
      {host.kind === 'browser' && <MainMenu />}
      <Brand />
      {info && (
        <>
          <span className={styles.caseName} title={info.title}>
            {info.title}
          </span>
          <SavedState key={info.id} revision={info.revision} />
        </>
      )}
      {sample && (
        <Badge tone="warning" title="Fictional data from the built-in generator">
          <span className={styles.sample}>SAMPLE</span>
        </Badge>
      )}
      <span className={styles.grow} />
      {info && <Steps info={info} />}
      <OfflineCounter />
      <Button
        size="small"
        className={styles.keyHint}
        onPress={() => runCommand('help.palette')}
        aria-label={`Find a command, ${keyLabel('Mod+K', isMac)}`}
      >
        <kbd>{keyLabel('Mod+K', isMac)}</kbd>
      </Button>
      <IconButton label="Manual" icon={<CircleHelp size={16} />} onPress={() => runCommand('help.open')} />
    </header>
  );
}
