import type { Migration } from './index.ts';

/** What pseudonyms of the case are made with; it is in no bundle and never leaves the file. */
export const redactionKey: Migration = {
  version: 17,
  name: 'redaction-key',
  sql: `
    CREATE TABLE redaction_key (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      -- 32 random bytes of the system's generator, by which SQLite seeds its own
      key BLOB NOT NULL CHECK (length(key) = 32)
    ) STRICT;
    INSERT INTO redaction_key (only, key) VALUES (1, randomblob(32));
  `,
};
