import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, TextField, useFilter } from 'react-aria-components';
import { COMMANDS, type CommandDefinition, type CommandId, keyLabel } from '../../shared/commands/index.ts';
import { HELP_TOPICS } from '../features/help/topics.ts';
import { runCommand, useHandlers } from '../state/commands.ts';
import { useDatasets } from '../state/queries.ts';
import { useUi } from '../state/ui.ts';
import dialogStyles from './controls/dialog.module.css';
import { classes } from './controls/index.ts';
import menuStyles from './controls/menu.module.css';
import styles from './palette.module.css';
import { isMac } from './words.ts';

type Entry = { id: string; category: string; title: string; keys?: string; words: string; run: () => void };

function useEntries(): Entry[] {
  const handlers = useHandlers((state) => state.handlers);
  const datasets = useDatasets().data ?? [];
  const go = useUi((state) => state.go);
  const setDataset = useUi((state) => state.setDataset);
  const commands = COMMANDS.filter((command) => handlers[command.id]?.enabled && command.id !== 'help.palette').map(
    (command: CommandDefinition) => ({
      id: command.id,
      category: command.category,
      title: command.title,
      keys: command.keys[0] && keyLabel(command.keys[0], isMac),
      words: command.words ?? '',
      run: () => void runCommand(command.id as CommandId),
    }),
  );
  const places = datasets.map((dataset) => ({
    id: `dataset:${dataset.id}`,
    category: 'Dataset',
    title: dataset.name,
    words: 'choose dataset',
    run: () => {
      setDataset(dataset.id);
      go('views');
    },
  }));
  const pages = HELP_TOPICS.map((topic) => ({
    id: `help:${topic.id}`,
    category: 'Manual',
    title: topic.title,
    words: 'help manual',
    run: () => go('help', topic.id),
  }));
  return [...commands, ...places, ...pages];
}

/** Every command, dataset and manual page by name. */
export function Palette() {
  const open = useUi((state) => state.palette);
  const setOpen = useUi((state) => state.setPalette);
  return (
    <ModalOverlay isOpen={open} onOpenChange={setOpen} isDismissable className={dialogStyles.scrim}>
      <Modal className={classes(dialogStyles.modal, dialogStyles.wide)}>
        <Dialog aria-label="Find a command" className={dialogStyles.dialog}>
          <PaletteBody close={() => setOpen(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ close }: { close: () => void }) {
  const entries = useEntries();
  const { contains } = useFilter({ sensitivity: 'base' });
  const matches = (text: string, typed: string) => typed.split(/\s+/).every((word) => contains(text, word));
  return (
    <Autocomplete filter={matches}>
      <TextField aria-label="Find a command, a dataset or a page of the manual" autoFocus>
        <Input className={styles.input} placeholder="Find a command, a dataset, a page of the manual" />
      </TextField>
      {/* The list keeps no focus of its own while somebody types; the box around it can be scrolled with keys. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable */}
      <section className={styles.scroll} aria-label="Results" tabIndex={0}>
        <Menu
          aria-label="Results"
          className={styles.list}
          items={entries}
          onAction={(key) => {
            close();
            // The command runs when the dialog has given the focus back.
            setTimeout(() => entries.find((entry) => entry.id === key)?.run(), 0);
          }}
          renderEmptyState={() => <div className={menuStyles.empty}>Nothing has that name. Try a shorter word.</div>}
        >
          {(entry) => (
            <MenuItem
              id={entry.id}
              textValue={`${entry.title} ${entry.category} ${entry.words}`}
              aria-label={entry.title}
              className={styles.item}
            >
              <span className={styles.category}>{entry.category}</span>
              <span>{entry.title}</span>
              {entry.keys && <kbd className={styles.keys}>{entry.keys}</kbd>}
            </MenuItem>
          )}
        </Menu>
      </section>
    </Autocomplete>
  );
}
