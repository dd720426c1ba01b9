import type { Migration } from './index.ts';

/** Waived quality checks, and counts of GPUs that a document states for a rung of the supply ladder. */
export const waiversAndStatedSupply: Migration = {
  version: 4,
  name: 'waivers-and-stated-supply',
  sql: `
    CREATE TABLE waiver (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      check_id TEXT NOT NULL,
      reason TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (dataset, check_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE stated_supply (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      rung TEXT NOT NULL,
      -- whole number in full
      gpus TEXT NOT NULL,
      source TEXT NOT NULL,
      as_of TEXT
    ) STRICT;
  `,
};
