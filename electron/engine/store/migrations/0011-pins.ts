import type { Migration } from './index.ts';

/** Results that a person pinned, with the value and the context that they had then. */
export const pins: Migration = {
  version: 11,
  name: 'pins',
  sql: `
    CREATE TABLE pin (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      -- JSON: spec, stamp and values as they were; never recomputed
      pinned TEXT NOT NULL
    ) STRICT;
  `,
};
