import type { Migration } from './index.ts';

/** Recipes that a person kept for the next file of the same shape. */
export const savedRecipes: Migration = {
  version: 9,
  name: 'saved-recipes',
  sql: `
    CREATE TABLE saved_recipe (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      edition INTEGER NOT NULL,
      -- JSON: headers of the file that it was made for
      headers TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      recipe TEXT NOT NULL
    ) STRICT;
  `,
};
