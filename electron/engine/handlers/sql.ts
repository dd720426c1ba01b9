import { writeFile } from 'node:fs/promises';
import { ChokepointError } from '../../../shared/case/error.ts';
import { recipeOf } from '../../../shared/case/recipe.ts';
import { MOST_SQL_ROWS, type SqlResult } from '../../../shared/case/sql.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { type EngineContext, engine } from '../context.ts';
import { job } from '../events.ts';
import { madeBySql, resultFile, shared } from '../sql/keep.ts';
import { importNow } from './sources.ts';

type Progress = (phase: string, done: number, total: number | null) => void;
type Wanted = { statement: string; limit: number; seconds: number };

function runNow({ session }: EngineContext, { statement, limit, seconds }: Wanted, signal: AbortSignal, onProgress: Progress) {
  const { path, info } = session.requireCase();
  return session.sql.run({ path, opening: info.id, statement, limit }, { seconds, signal, onProgress });
}

function tooLong({ limit }: SqlResult): ChokepointError {
  return new ChokepointError(
    'sql-result-cut',
    `The result has more rows or text than a dataset takes from SQL (${formatCount(limit)} rows, 64 MiB of text); nothing was kept.`,
    'Group or filter it, so that it is whole.',
    { limit },
  );
}

/** Writes a result to a private file and imports it; its columns are fields where they have the names of fields. */
async function keepResult(
  context: EngineContext,
  result: SqlResult,
  name: string,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<ImportResult> {
  const { session, files, now } = context;
  const { text, dialect } = resultFile(result, session.requireCase().info.title, now());
  const { path, ref } = await files.createOutput(`${name}.csv`, 'text/csv');
  await writeFile(path, text);
  const { name: fileName } = files.get(ref);
  const preview = await session.compute.call('preview', { path, fileName, dialect, preset: null, steps: [] }, { signal });
  const read = result.stamp.datasets;
  const recipe = recipeOf(preview, {
    base: shared(read.map(({ base }) => base)),
    asOf: shared(read.map(({ asOf }) => asOf)),
    // what is unknown is NULL already
    unknownTokens: [''],
  });
  const [kept] = await importNow(context, [{ file: ref, name, recipe, findings: [madeBySql(result)] }], signal, onProgress);
  return kept as ImportResult;
}

export const sql = {
  tables: engine.sql.tables.handler(({ context, signal }) => {
    context.session.requireCase();
    return context.session.reader.call('sql.tables', null, { signal });
  }),
  run: engine.sql.run.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return job(signal, (report, working) => runNow(context, input, working, report));
  }),
  keep: engine.sql.keep.handler(({ context, input, signal }) => {
    context.session.requireCase();
    return job(signal, async (report, working) => {
      const result = await runNow(context, { ...input, limit: MOST_SQL_ROWS }, working, report);
      if (result.truncated) throw tooLong(result);
      return keepResult(context, result, input.name, working, report);
    });
  }),
};
