/** Pages of the manual that the palette and F1 know; the text of each is in `pages.ts` and loaded with the screen. */
export const HELP_TOPICS = [
  { id: 'start', title: 'From a file to a report' },
  { id: 'quality', title: 'Check the data' },
  { id: 'numbers', title: 'What the numbers mean' },
  { id: 'claims', title: 'Claims and threshold packs' },
  { id: 'unknown', title: 'Unknown and bounds' },
  { id: 'entities', title: 'Find operators behind accounts' },
  { id: 'removal', title: 'The removal test' },
  { id: 'compare', title: 'Compare datasets' },
  { id: 'files', title: 'Files that can be read' },
  { id: 'filter', title: 'Filters' },
  { id: 'sql', title: 'SQL' },
  { id: 'report', title: 'Report and exports' },
  { id: 'verify', title: 'Check a report of somebody else' },
  { id: 'history', title: 'History and undo' },
  { id: 'keys', title: 'Keys' },
] as const;

export type HelpTopic = (typeof HELP_TOPICS)[number]['id'];
