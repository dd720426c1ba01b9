export type { CommandCategory, CommandDefinition } from './definition.ts';
export { isSingleKey, keyLabel, strokeName } from './keys.ts';
export { COMMANDS, type CommandId, commandOf, DRAG_GESTURES } from './registry.ts';
