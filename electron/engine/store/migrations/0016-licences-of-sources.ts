import type { Migration } from './index.ts';

/** Under which terms a source file may be passed on, and whether a bundle holds a copy of it: a decision of a person. */
export const licencesOfSources: Migration = {
  version: 16,
  name: 'licences-of-sources',
  sql: `
    CREATE TABLE source_licence (
      source TEXT PRIMARY KEY REFERENCES source (id),
      -- in words; NULL = not stated
      licence TEXT,
      copies TEXT NOT NULL CHECK (copies IN ('kept', 'hash-only'))
    ) STRICT;
  `,
};
