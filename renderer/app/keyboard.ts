import { useEffect } from 'react';
import { COMMANDS, type CommandDefinition, type CommandId, isSingleKey, strokeName } from '../../shared/commands/index.ts';
import { runCommand } from '../state/commands.ts';
import { useSettings } from '../state/settings.ts';
import { isMac } from './words.ts';

/** Commands that belong to the text while somebody types. */
const TEXT_OWNS = new Set<CommandId>(['edit.undo', 'edit.redo', 'removal.reset', 'edit.clearSelection']);
const PREFIX_MILLISECONDS = 1500;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Places where single keys work carry `data-single-keys`: grids, charts, the removal slider. */
function isInData(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-single-keys]') !== null;
}

/** Turns key strokes into commands of the registry. Mounted once, in the shell. */
export function useKeyboard(): void {
  useEffect(() => {
    let prefix: { name: string; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
      const stroke = strokeName(
        { key: event.key, ctrl: event.ctrlKey, meta: event.metaKey, alt: event.altKey, shift: event.shiftKey },
        isMac,
      );
      const first = prefix && event.timeStamp - prefix.at < PREFIX_MILLISECONDS ? `${prefix.name} ` : '';
      prefix = null;
      const typing = isTyping(event.target);
      const slider = event.target instanceof HTMLInputElement && event.target.type === 'range';
      const modal = document.querySelector('[role="dialog"][data-rac]') !== null;
      const fits = (command: CommandDefinition) =>
        command.keys.some((keys) => {
          if (keys !== first + stroke) return false;
          if (isSingleKey(keys) && (!useSettings.getState().singleKeys || (typing && !slider))) return false;
          if (command.where === 'data' && !isInData(event.target)) return false;
          if (typing && !slider && TEXT_OWNS.has(command.id as CommandId)) return false;
          return !modal || command.id === 'help.palette';
        });
      const command = COMMANDS.find((definition) => fits(definition));
      if (command) {
        if (runCommand(command.id)) event.preventDefault();
        return;
      }
      const opens = COMMANDS.some((definition: CommandDefinition) => definition.keys.some((keys) => keys.startsWith(`${stroke} `)));
      if (opens && isInData(event.target) && !typing) prefix = { name: stroke, at: event.timeStamp };
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
