import type { Migration } from './index.ts';

/** Whether the records of a dataset are all there is or a sample of events: a decision, as supply base and date are. */
export const sampleOrCensus: Migration = {
  version: 14,
  name: 'sample-or-census',
  sql: `
    -- census or sample; NULL = not stated, which counts as a census
    ALTER TABLE dataset ADD COLUMN sampling TEXT;
    -- days that a sample covers; NULL = not stated
    ALTER TABLE dataset ADD COLUMN sampled_days REAL;
  `,
};
