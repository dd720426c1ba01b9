import type { Migration } from './index.ts';

/** What a person decided that a text stands for, in every dataset of the case. */
export const valueAliases: Migration = {
  version: 5,
  name: 'value-aliases',
  sql: `
    CREATE TABLE value_alias (
      kind TEXT NOT NULL,
      raw TEXT NOT NULL,
      -- NULL = the text stands for no value
      value TEXT,
      PRIMARY KEY (kind, raw)
    ) STRICT, WITHOUT ROWID;
  `,
};
