import { ChokepointError } from '../../../shared/case/error.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { lineAndColumn, placesOf } from '../../../shared/sql/statement.ts';
import type { SqlRefusal } from '../store/sql-database.ts';

const ONE_SELECT = 'Write one statement that begins with SELECT, WITH or VALUES.';

/** Refuses what is no single reading statement by its first word. */
export function notReading(word: string): ChokepointError {
  return word === ''
    ? new ChokepointError('sql-empty', 'The statement is empty; nothing was run.', ONE_SELECT, {})
    : new ChokepointError(
        'sql-not-reading',
        `The console only reads: a statement that begins with ${word} is not run.`,
        `${ONE_SELECT} Datasets never change; a result can be kept as a dataset of its own.`,
        { word },
      );
}

/** What SQLite's message is about, as it stands in the statement. */
function placeOf(sql: string, message: string): number | null {
  if (/incomplete input/.test(message)) return sql.trimEnd().length;
  const near = /near "([\s\S]*)": syntax error/.exec(message)?.[1] ?? /unrecognized token: "([\s\S]*)"/.exec(message)?.[1];
  const name = near ?? /(?:no such (?:column|table|function): |ambiguous column name: )"?([^"]+?)"?(?: - .*)?$/.exec(message)?.[1];
  if (name === undefined) return null;
  const places = placesOf(sql, name);
  if (places.length > 0) return near === undefined || places.length === 1 ? (places[0] as number) : null;
  // SQLite names a column with its table; texts and marks are looked for as they are
  const last = name.includes('.') ? placesOf(sql, name.slice(name.lastIndexOf('.') + 1)) : [];
  const plain = sql.indexOf(name);
  return last[0] ?? (plain >= 0 ? plain : null);
}

/** The place of a syntax error among several of the same word: the first one up to which the beginning is good. */
function syntaxPlace(sql: string, message: string, messageOf: (sql: string) => string | null): number | null {
  const near = /near "([\s\S]*)": syntax error/.exec(message)?.[1];
  const places = near === undefined ? [] : placesOf(sql, near);
  if (near === undefined || places.length < 2) return placeOf(sql, message);
  return places.find((at) => messageOf(sql.slice(0, at + near.length)) === message) ?? null;
}

/**
 * A refusal of the database as an error for the person, with line and column where they can be told.
 *
 * @param tables names of the tables that there are
 * @param messageOf what SQLite says of a part of the statement; `null` = nothing
 */
export function sqlError(
  refusal: SqlRefusal,
  sql: string,
  tables: readonly string[],
  messageOf: (sql: string) => string | null,
): ChokepointError {
  const { code, message } = refusal;
  switch (code) {
    case 'several':
      return new ChokepointError('sql-several', 'There is more than one statement; none was run.', ONE_SELECT, {});
    case 'empty':
      return notReading('');
    case 'writes':
      return new ChokepointError('sql-not-reading', 'The statement would change something; the console only reads.', ONE_SELECT, {});
    case 'parameters':
      return new ChokepointError(
        'sql-parameters',
        'The statement has parameters (?, :name, @name, $name), and the console has no values for them; nothing was run.',
        'Write the values themselves.',
        {},
      );
    case 'cell-too-large':
      return new ChokepointError(
        'sql-cell-too-large',
        `A cell of the result has ${formatCount(Number(message))} characters; up to 1,048,576 are taken. Nothing was kept.`,
        'Cut it with substr, or group what is joined.',
        { characters: Number(message) },
      );
  }
  const at = syntaxPlace(sql, message, messageOf);
  const place = at === null ? null : lineAndColumn(sql, at);
  const where = place === null ? '' : ` (line ${place.line}, column ${place.column})`;
  return new ChokepointError('sql-error', `SQLite refused the statement${where}: ${message}.`, adviceOf(message, tables), {
    sqlite: message,
    ...(place ?? {}),
  });
}

function adviceOf(message: string, tables: readonly string[]): string {
  if (/no such table/.test(message))
    return tables.length === 0 ? 'The case has no dataset: import a file first.' : `Tables of this case: ${tables.join(', ')}.`;
  if (/no such column/.test(message))
    return 'Columns have the names of the views; names with points, blanks or signs stand in double quotes, such as "country.raw". Texts stand in single quotes.';
  if (/integer overflow/.test(message))
    return 'The exact sum is larger than 64 bits hold. Use total() for the nearest double, or a view, whose sums are exact.';
  if (/syntax error|incomplete|unrecognized token/.test(message))
    return 'The statement is read as SQLite reads it: sqlite.org/lang_select.html.';
  return 'Correct the statement and run it again.';
}

/** A statement that took too long. */
export function timeOver(seconds: number): ChokepointError {
  return new ChokepointError(
    'sql-time-limit',
    `The statement was stopped after ${formatCount(seconds)} ${seconds === 1 ? 'second' : 'seconds'}; nothing of it was kept.`,
    'Join by equal columns, leave out rows earlier, or allow it more time.',
    { seconds },
  );
}

/** The process ended by itself. */
export function processEnded(): ChokepointError {
  return new ChokepointError(
    'engine-part-ended',
    'The part of the engine that runs SQL ended unexpectedly, most likely because memory ran out; nothing was kept.',
    'Ask for fewer rows or columns, or close other programs, then run it again.',
    { part: 'sql' },
  );
}
