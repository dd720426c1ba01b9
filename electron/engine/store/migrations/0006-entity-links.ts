import type { Migration } from './index.ts';

/** Links between accounts with what people decided about them: one row a link, the statement itself as JSON. */
export const entityLinks: Migration = {
  version: 6,
  name: 'entity-links',
  sql: `
    CREATE TABLE entity_link (
      id TEXT PRIMARY KEY,
      made_for TEXT NOT NULL,
      kind TEXT NOT NULL,
      from_name TEXT NOT NULL,
      to_name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'rejected', 'deferred')),
      link TEXT NOT NULL
    ) STRICT;
  `,
};
