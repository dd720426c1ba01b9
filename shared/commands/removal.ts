import type { CommandDefinition } from './definition.ts';

/** Actions of the Removal test screen. */
export const REMOVAL_COMMANDS = [
  {
    id: 'removal.toggle',
    title: 'Remove or restore the focused supplier',
    category: 'Removal test',
    keys: ['R'],
    where: 'data',
    when: ['dataset-chosen'],
    hidden: true,
  },
  {
    id: 'removal.step',
    title: 'Remove the next largest',
    category: 'Removal test',
    keys: ['S', '+'],
    where: 'data',
    when: ['dataset-chosen'],
    words: 'step more slider',
  },
  {
    id: 'removal.stepBack',
    title: 'Restore the last removed',
    category: 'Removal test',
    keys: ['-'],
    where: 'data',
    when: ['dataset-chosen'],
    words: 'fewer less slider',
  },
  {
    id: 'removal.reset',
    title: 'Restore all suppliers',
    category: 'Removal test',
    keys: ['Mod+Backspace'],
    where: 'data',
    when: ['dataset-chosen'],
    words: 'reset',
  },
  {
    id: 'removal.saveScenario',
    title: 'Save the scenario',
    category: 'Removal test',
    keys: [],
    where: 'everywhere',
    when: ['dataset-chosen'],
  },
  {
    id: 'removal.openPortfolio',
    title: 'Open a portfolio file',
    category: 'Removal test',
    keys: [],
    where: 'everywhere',
    when: ['dataset-chosen'],
    words: 'workload demand json',
  },
] as const satisfies readonly CommandDefinition[];
