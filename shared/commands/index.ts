export type { CommandCategory, CommandCondition, CommandDefinition, CommandPlace } from './definition.ts';
export { isSingleKey, type KeyStroke, keyLabel, strokeName } from './keys.ts';
export { COMMANDS, type CommandId, commandOf, DRAG_GESTURES } from './registry.ts';
