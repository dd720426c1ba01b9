import type { Database } from 'better-sqlite3';
import { factsAndLedger } from './0001-facts-and-ledger.ts';
import { savedViewsAndScenarios } from './0002-saved-views-and-scenarios.ts';
import { baseAndDateAreDecisions } from './0003-base-and-date-are-decisions.ts';
import { waiversAndStatedSupply } from './0004-waivers-and-stated-supply.ts';
import { valueAliases } from './0005-value-aliases.ts';
import { entityLinks } from './0006-entity-links.ts';
import { readmittedRecords } from './0007-readmitted-records.ts';
import { joins } from './0008-joins.ts';
import { savedRecipes } from './0009-saved-recipes.ts';
import { recordsOfTheFile } from './0010-records-of-the-file.ts';
import { pins } from './0011-pins.ts';
import { claimsAndPacks } from './0012-claims-and-packs.ts';
import { declaredTests } from './0013-declared-tests.ts';
import { sampleOrCensus } from './0014-sample-or-census.ts';
import { reportLayout } from './0015-report-layout.ts';
import { licencesOfSources } from './0016-licences-of-sources.ts';
import { redactionKey } from './0017-redaction-key.ts';
import { closedBrackets } from './0018-closed-brackets.ts';

/** One step of the case format; `version` is the `user_version` that the file has afterwards. */
export type Migration = { version: number; name: string; sql: string };

/** All steps in order. A step that was released is never edited: a regret is a new step with a comment. */
export const MIGRATIONS: readonly Migration[] = [
  factsAndLedger,
  savedViewsAndScenarios,
  baseAndDateAreDecisions,
  waiversAndStatedSupply,
  valueAliases,
  entityLinks,
  readmittedRecords,
  joins,
  savedRecipes,
  recordsOfTheFile,
  pins,
  claimsAndPacks,
  declaredTests,
  sampleOrCensus,
  reportLayout,
  licencesOfSources,
  redactionKey,
  closedBrackets,
];

/** Format that this program writes. */
export const FORMAT_VERSION = MIGRATIONS.length;

/**
 * Brings an open database up to `target`, each step in one transaction with its `user_version`.
 *
 * @throws what SQLite threw for the first step that failed; earlier steps stay done, that step left nothing
 */
export function migrate(database: Database, target: number = FORMAT_VERSION, migrations: readonly Migration[] = MIGRATIONS): void {
  for (const migration of migrations) {
    const current = database.pragma('user_version', { simple: true }) as number;
    if (migration.version <= current || migration.version > target) continue;
    database
      .transaction(() => {
        database.exec(migration.sql);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}
