import type { Migration } from './index.ts';

/** Removal tests as they were declared before their results were seen, and what was changed afterwards. */
export const declaredTests: Migration = {
  version: 13,
  name: 'declared-tests',
  sql: `
    -- the first of a dataset and unit is what was declared, each later one a deviation
    CREATE TABLE declared_test (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      unit TEXT NOT NULL,
      test TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
  `,
};
