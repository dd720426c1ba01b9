import type { Migration } from './index.ts';

/** Brackets of removal tests that a solver closed, with the placements that prove them. */
export const closedBrackets: Migration = {
  version: 18,
  name: 'closed-brackets',
  sql: `
    CREATE TABLE closed_bracket (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      unit TEXT NOT NULL,
      solver TEXT NOT NULL,
      -- certificates and sentences of both readings
      closed TEXT NOT NULL
    ) STRICT;
  `,
};
