import type { CommandDefinition } from './definition.ts';

/** Actions of the Compare screen. */
export const COMPARE_COMMANDS = [
  {
    id: 'compare.swap',
    title: 'Swap A and B',
    category: 'Compare',
    keys: ['Mod+Shift+X'],
    where: 'everywhere',
    when: ['case-open'],
    words: 'exchange turn round sides',
  },
  {
    id: 'compare.addSide',
    title: 'Put another dataset beside A and B',
    category: 'Compare',
    keys: [],
    where: 'everywhere',
    when: ['case-open'],
    words: 'more side by side network snapshot',
  },
  {
    id: 'compare.series',
    title: 'Compare all snapshots as a series',
    category: 'Compare',
    keys: [],
    where: 'everywhere',
    when: ['case-open'],
    words: 'time line dates',
  },
  {
    id: 'compare.anyway',
    title: 'Show what is not comparable, marked',
    category: 'Compare',
    keys: [],
    where: 'everywhere',
    when: ['case-open'],
    words: 'force differ base',
  },
] as const satisfies readonly CommandDefinition[];
