import { engine } from './context.ts';
import { app } from './handlers/app.ts';
import { cases } from './handlers/cases.ts';
import { claims } from './handlers/claims.ts';
import { compare } from './handlers/compare.ts';
import { datasets } from './handlers/datasets.ts';
import { entities } from './handlers/entities.ts';
import { evidence } from './handlers/evidence.ts';
import { history } from './handlers/history.ts';
import { joins } from './handlers/joins.ts';
import { lineage } from './handlers/lineage.ts';
import { packs } from './handlers/packs.ts';
import { quality } from './handlers/quality.ts';
import { recipes } from './handlers/recipes.ts';
import { removal } from './handlers/removal.ts';
import { report } from './handlers/report.ts';
import { sources } from './handlers/sources.ts';
import { sql } from './handlers/sql.ts';
import { values } from './handlers/values.ts';
import { views } from './handlers/views.ts';

/** The whole contract, one handler an entry: the type check fails where one is missing. */
export const router = engine.router({
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
});
