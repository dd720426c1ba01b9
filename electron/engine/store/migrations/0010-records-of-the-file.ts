import type { Migration } from './index.ts';

/** Records of the file beside the rows that they became: an array inside a record may become several rows. */
export const recordsOfTheFile: Migration = {
  version: 10,
  name: 'records-of-the-file',
  sql: `
    -- NULL = imported before they were counted
    ALTER TABLE dataset ADD COLUMN records INTEGER;
    DROP TRIGGER dataset_is_a_fact;
    CREATE TRIGGER dataset_is_a_fact BEFORE UPDATE OF id, number, source, rows, rejected, records, grain, recipe, imported_at ON dataset
      BEGIN SELECT RAISE(ABORT, 'a dataset never changes; a correction makes a new one'); END;
  `,
};
