/** Where a command's keys are heard: everywhere, or only while a grid, chart or slider has focus (single letters live there). */
export type CommandPlace = 'everywhere' | 'data';

/** What must be so for a command to make sense; the page knows whether it is. */
export type CommandCondition = 'case-open' | 'dataset-chosen' | 'can-undo' | 'can-redo' | 'job-running' | 'selection';

export type CommandCategory = 'File' | 'Edit' | 'Go' | 'Quality' | 'Entities' | 'View' | 'Removal test' | 'Compare' | 'Report' | 'Help';

/** A command as data: menus, palette, buttons, the shortcut sheet and tests read the same record. */
export type CommandDefinition = {
  id: string;
  /** verb and object, as a person would say it */
  title: string;
  category: CommandCategory;
  /** `Mod` is Command on macOS and Ctrl elsewhere; the first is shown */
  keys: readonly string[];
  where: CommandPlace;
  when: readonly CommandCondition[];
  /** other words to find it by */
  words?: string;
  /** left out of the menu: it needs a place to act on */
  hidden?: boolean;
};
