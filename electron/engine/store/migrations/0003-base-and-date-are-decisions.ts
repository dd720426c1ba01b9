import type { Migration } from './index.ts';

/**
 * Regret: step 1 kept supply base and date of the facts as unchangeable as the records. They are not in the file, though: a person
 * says them, may have said them wrong, and a new import for one word would double the frozen file. They are decisions, in the ledger.
 */
export const baseAndDateAreDecisions: Migration = {
  version: 3,
  name: 'base-and-date-are-decisions',
  sql: `
    DROP TRIGGER dataset_is_a_fact;
    CREATE TRIGGER dataset_is_a_fact BEFORE UPDATE OF id, number, source, rows, rejected, grain, recipe, imported_at ON dataset
      BEGIN SELECT RAISE(ABORT, 'a dataset never changes; a correction makes a new one'); END;
  `,
};
