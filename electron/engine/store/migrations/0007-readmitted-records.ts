import type { Migration } from './index.ts';

/** Rejected records that a person corrected and took in again; the facts of the dataset stay as they were. */
export const readmittedRecords: Migration = {
  version: 7,
  name: 'readmitted-records',
  sql: `
    CREATE TABLE readmitted (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      -- number of the rejected record
      number INTEGER NOT NULL,
      reason TEXT NOT NULL,
      -- JSON: one text or null for each column of the dataset; numbers as plain decimals
      cells TEXT NOT NULL,
      -- JSON: the texts as the person wrote them, to be corrected again
      texts TEXT NOT NULL,
      PRIMARY KEY (dataset, number),
      FOREIGN KEY (dataset, number) REFERENCES reject (dataset, number) DEFERRABLE INITIALLY DEFERRED
    ) STRICT, WITHOUT ROWID;

    -- filled, distinct and sum of each column with the records that were taken in again: worked out once with the decision
    CREATE TABLE readmitted_summary (dataset TEXT PRIMARY KEY, columns TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
