import type { Migration } from './index.ts';

/** Claims that a person says do not apply to a network, threshold packs of the case, and which packs it uses. */
export const claimsAndPacks: Migration = {
  version: 12,
  name: 'claims-and-packs',
  sql: `
    CREATE TABLE claim_not_applicable (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      claim TEXT NOT NULL,
      reason TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (dataset, claim)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE imported_pack (
      id TEXT PRIMARY KEY,
      -- of the text as it was received
      sha256 TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;

    -- shipped or imported
    CREATE TABLE chosen_pack (
      id TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;
  `,
};
