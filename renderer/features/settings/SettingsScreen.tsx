import { Button, Checkbox, KeyValueList, Panel, ScreenHead, Segments } from '../../app/controls/index.ts';
import { runCommand } from '../../state/commands.ts';
import { useAppInfo } from '../../state/queries.ts';
import { type Density, type ThemeSetting, useSettings } from '../../state/settings.ts';
import styles from './settings.module.css';

const THEMES: readonly { id: ThemeSetting; label: string }[] = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
  { id: 'contrast', label: 'High contrast' },
];
const DENSITIES: readonly { id: Density; label: string }[] = [
  { id: 'comfortable', label: 'Comfortable' },
  { id: 'standard', label: 'Standard' },
  { id: 'compact', label: 'Compact' },
];
const HOSTS = { desktop: 'desktop', browser: 'browser, on this computer', 'command-line': 'command line', test: 'test' } as const;

/** How the workbench looks and listens; nothing here changes a number. */
export function SettingsScreen() {
  const { theme, density, singleKeys, checklistClosed, set } = useSettings();
  const info = useAppInfo().data;
  return (
    <div className={styles.screen}>
      <ScreenHead title="Settings" subtitle="Kept in this window's own storage. Nothing here changes a number." />
      <Panel title="Looks">
        <div className={styles.form}>
          <Segments
            label="Theme"
            items={THEMES}
            value={theme}
            onChange={(next) => set({ theme: next })}
            description="Figures of the report are always light."
          />
          <Segments label="Rows" items={DENSITIES} value={density} onChange={(next) => set({ density: next })} />
        </div>
      </Panel>
      <Panel title="Keys">
        <div className={styles.form}>
          <Checkbox isSelected={singleKeys} onChange={(next) => set({ singleKeys: next })}>
            Single letters act while a table, a chart or the removal slider has the focus
          </Checkbox>
          <div>
            <Button onPress={() => runCommand('help.shortcuts')}>Show all keys</Button>
          </div>
        </div>
      </Panel>
      {checklistClosed && (
        <Panel title="Checklist">
          <Button onPress={() => set({ checklistClosed: false })}>Show the checklist of the case again</Button>
        </Panel>
      )}
      <Panel title="Privacy">
        <p>
          Chokepoint sends nothing: no account, no telemetry, no update check, no fonts or maps from elsewhere. The counter in the title bar
          is the browser's own count of what this page asked for.
        </p>
      </Panel>
      {info && (
        <Panel title="About">
          <KeyValueList
            rows={[
              { label: 'Chokepoint', value: info.version },
              { label: 'Runs in', value: HOSTS[info.host] },
              { label: 'Case file format', value: info.formatVersion },
              { label: 'Node', value: info.node },
              { label: 'SQLite', value: info.sqlite },
            ]}
          />
        </Panel>
      )}
    </div>
  );
}
