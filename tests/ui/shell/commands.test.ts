import { describe, expect, it } from 'vitest';
import {
  COMMANDS,
  type CommandDefinition,
  commandOf,
  DRAG_GESTURES,
  isSingleKey,
  keyLabel,
  strokeName,
} from '../../../shared/commands/index.ts';

const commands: readonly CommandDefinition[] = COMMANDS;
const repeated = (list: readonly string[]) => list.filter((item, index) => list.indexOf(item) !== index);

describe('the command registry', () => {
  it('gives every command an id, a title and a key of its own', () => {
    expect(repeated(commands.map((command) => command.id))).toEqual([]);
    expect(repeated(commands.map((command) => command.title))).toEqual([]);
    expect(repeated(commands.flatMap((command) => command.keys))).toEqual([]);
  });

  it('never begins a sequence with a key that is a command itself', () => {
    const keys = commands.flatMap((command) => command.keys);
    const firsts = keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0]);
    expect(firsts.filter((first) => first && keys.includes(first))).toEqual([]);
  });

  it('lets single keys act in grids and charts only (WCAG 2.2, 2.1.4)', () => {
    const loose = commands.filter((command) => command.where === 'everywhere' && command.keys.some(isSingleKey));
    expect(loose.map((command) => command.id)).toEqual([]);
  });

  it('leaves the keys alone that a browser does not give away', () => {
    const kept = ['Mod+N', 'Mod+T', 'Mod+W', 'Mod+Shift+N', 'Mod+Shift+T', 'Mod+Shift+W', 'Mod+Q'];
    expect(commands.flatMap((command) => command.keys).filter((key) => kept.includes(key))).toEqual([]);
  });

  it('has a key for every gesture that drags (WCAG 2.2, 2.5.7)', () => {
    const without = DRAG_GESTURES.flatMap(({ gesture, twins }) =>
      twins.length > 0 && twins.every((twin) => commandOf(twin).keys.length > 0) ? [] : [gesture],
    );
    expect(without).toEqual([]);
  });

  it('names actions with a verb and no exclamation mark', () => {
    expect(commands.filter((command) => /[!.]$/.test(command.title)).map((command) => command.id)).toEqual([]);
  });

  it('keeps the keys that every host has (experience.md 3)', () => {
    const keyOf = (id: Parameters<typeof commandOf>[0]) => commandOf(id).keys[0];
    expect(keyOf('help.palette')).toBe('Mod+K');
    expect(keyOf('case.open')).toBe('Mod+O');
    expect(keyOf('sources.add')).toBe('Mod+I');
    expect(keyOf('report.export')).toBe('Mod+E');
    expect(keyOf('edit.undo')).toBe('Mod+Z');
    expect(keyOf('edit.redo')).toBe('Mod+Shift+Z');
    expect(keyOf('go.nextRegion')).toBe('F6');
    expect(keyOf('help.open')).toBe('F1');
    expect(keyOf('help.shortcuts')).toBe('Mod+/');
  });
});

describe('names of key strokes', () => {
  const plain = { ctrl: false, meta: false, alt: false, shift: false };

  it('reads Ctrl as Mod, and Command as Mod on a Mac', () => {
    expect(strokeName({ ...plain, key: 'k', ctrl: true }, false)).toBe('Mod+K');
    expect(strokeName({ ...plain, key: 'k', meta: true }, true)).toBe('Mod+K');
    expect(strokeName({ ...plain, key: 'k', ctrl: true }, true)).toBe('Ctrl+K');
  });

  it('does not count the Shift that a keyboard needs for a sign', () => {
    expect(strokeName({ ...plain, key: '/', ctrl: true, shift: true }, false)).toBe('Mod+/');
    expect(strokeName({ ...plain, key: '+', shift: true }, false)).toBe('+');
    expect(strokeName({ ...plain, key: 'Z', ctrl: true, shift: true }, false)).toBe('Mod+Shift+Z');
  });

  it('writes keys as people read them', () => {
    expect(keyLabel('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(keyLabel('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(keyLabel('G 1', false)).toBe('G then 1');
    expect(keyLabel('+', false)).toBe('+');
  });
});
