import { app } from './app.ts';
import { cases } from './cases.ts';
import { claims } from './claims.ts';
import { compare } from './compare.ts';
import { datasets } from './datasets.ts';
import { entities } from './entities.ts';
import { evidence } from './evidence.ts';
import { history } from './history.ts';
import { joins } from './joins.ts';
import { lineage } from './lineage.ts';
import { packs } from './packs.ts';
import { quality } from './quality.ts';
import { recipes } from './recipes.ts';
import { removal } from './removal.ts';
import { report } from './report.ts';
import { sources } from './sources.ts';
import { sql } from './sql.ts';
import { values } from './values.ts';
import { views } from './views.ts';

/** THE list of queries, commands, jobs and events. One file a subject; handlers and features have the same names. */
export const contract = {
  app,
  cases,
  sources,
  datasets,
  joins,
  lineage,
  quality,
  entities,
  recipes,
  values,
  views,
  claims,
  packs,
  removal,
  compare,
  sql,
  report,
  evidence,
  history,
};
export type Contract = typeof contract;
