import { COMMANDS, type CommandCategory, type CommandDefinition, keyLabel } from '../../shared/commands/index.ts';
import { useUi } from '../state/ui.ts';
import { Dialog } from './controls/index.ts';
import styles from './palette.module.css';
import { isMac } from './words.ts';

/** All keys by category, drawn from the registry. */
export function ShortcutList({ level }: { level: 2 | 3 }) {
  const Title = `h${level}` as const;
  const withKeys = COMMANDS.filter((command: CommandDefinition) => command.keys.length > 0) as readonly CommandDefinition[];
  const categories = [...new Set(withKeys.map((command) => command.category))] as CommandCategory[];
  return (
    <div className={styles.sheet}>
      {categories.map((category) => (
        <section key={category} className={styles.group}>
          <Title className={styles.groupTitle}>{category}</Title>
          <dl>
            {withKeys
              .filter((command) => command.category === category)
              .map((command) => (
                <ShortcutRow key={command.id} command={command} />
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function ShortcutRow({ command }: { command: CommandDefinition }) {
  return (
    <>
      <dt>{command.title}</dt>
      <dd>
        <kbd className={styles.keys}>{command.keys.map((keys) => keyLabel(keys, isMac)).join(' or ')}</kbd>
      </dd>
    </>
  );
}

/** The shortcut sheet. */
export function ShortcutSheet() {
  const open = useUi((state) => state.shortcuts);
  const setOpen = useUi((state) => state.setShortcuts);
  return (
    <Dialog title="Keys" isOpen={open} onClose={() => setOpen(false)} wide>
      <p>Single letters work while a table, a chart or the removal slider has the focus; Settings can switch them off.</p>
      <ShortcutList level={3} />
    </Dialog>
  );
}
