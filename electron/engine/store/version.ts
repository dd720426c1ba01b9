import SqliteDatabase from 'better-sqlite3';

/** Version of the SQLite inside the program, e.g. `3.54.1`. */
export function sqliteVersion(): string {
  const database = new SqliteDatabase(':memory:');
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get() as string;
  } finally {
    database.close();
  }
}
