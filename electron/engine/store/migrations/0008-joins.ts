import type { Migration } from './index.ts';

/** Columns that a dataset takes from a side table: decisions, nothing is copied. */
export const joins: Migration = {
  version: 8,
  name: 'joins',
  sql: `
    CREATE TABLE side_join (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      side TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      name TEXT NOT NULL,
      -- JSON: key columns, column taken, aggregation, window in days
      spec TEXT NOT NULL
    ) STRICT;
  `,
};
