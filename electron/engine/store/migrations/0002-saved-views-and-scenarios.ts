import type { Migration } from './index.ts';

/** Views and removal scenarios that a person saved under a name. */
export const savedViewsAndScenarios: Migration = {
  version: 2,
  name: 'saved-views-and-scenarios',
  sql: `
    CREATE TABLE saved_view (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      spec TEXT NOT NULL
    ) STRICT;

    CREATE TABLE scenario (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      spec TEXT NOT NULL,
      removed TEXT NOT NULL
    ) STRICT;
  `,
};
