import type { Migration } from './index.ts';

/** What is in the report of the case, in which order and words. */
export const reportLayout: Migration = {
  version: 15,
  name: 'report-layout',
  sql: `
    -- one row once a person has decided on the report; without it the report follows its template
    CREATE TABLE report_layout (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      -- JSON, see shared/case/report.ts
      layout TEXT NOT NULL
    ) STRICT;
  `,
};
