import { notInCase } from '../../../../shared/case/missing.ts';
import type { Pin } from '../../../../shared/case/pin.ts';
import { shorten } from '../../../../shared/format/index.ts';
import { listPins } from '../pins.ts';
import type { Command } from './command.ts';
import { chosenId } from './ids.ts';

/** Pins a result with its value and context; one that was taken off comes back in its old place. */
export const addPin: Command<Omit<Pin, 'id'> & { id?: string }> = {
  touched: ['pins'],
  apply(file, { id: wanted, ...pinned }) {
    const { id, number } = chosenId(file, 'P', 'pin', wanted);
    file.prepare('INSERT OR REPLACE INTO pin (id, number, pinned) VALUES (?, ?, ?)').run(id, number, JSON.stringify(pinned));
    return {
      result: { ...pinned, id },
      inverse: { command: 'pin.remove', input: { id } },
      label: `Pin "${shorten(pinned.finding, 60)}"`,
      recorded: { ...pinned, id },
    };
  },
};

/** Takes a pin off. */
export const removePin: Command<{ id: string }> = {
  touched: ['pins'],
  apply(file, { id }) {
    const before = listPins(file).find((pin) => pin.id === id);
    if (!before) throw notInCase('pin', id);
    file.prepare('DELETE FROM pin WHERE id = ?').run(id);
    return {
      result: null,
      inverse: { command: 'pin.add', input: before },
      label: `Unpin "${shorten(before.finding, 60)}"`,
      recorded: { id },
    };
  },
};
