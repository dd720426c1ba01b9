import type { Migration } from './index.ts';

/** Facts (sources, datasets, columns, rejects) that never change, and the ledger of decisions. */
export const factsAndLedger: Migration = {
  version: 1,
  name: 'facts-and-ledger',
  sql: `
    CREATE TABLE case_info (
      singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
      id TEXT NOT NULL,
      title TEXT NOT NULL,
      question TEXT NOT NULL,
      sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
      created_at TEXT NOT NULL,
      revision INTEGER NOT NULL
    ) STRICT;

    -- last number given out per kind of thing (D datasets, S sources ...): ids are never used twice
    CREATE TABLE counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE source (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      file_name TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL UNIQUE,
      format TEXT NOT NULL,
      encoding TEXT NOT NULL,
      added_at TEXT NOT NULL
    ) STRICT;

    -- the bytes as received: each block is a zstd frame of its own
    CREATE TABLE source_block (
      source TEXT NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
      block INTEGER NOT NULL,
      size INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (source, block)
    ) STRICT;

    -- name and included are decisions (commands change them); everything else is a fact
    CREATE TABLE dataset (
      id TEXT PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE,
      name TEXT NOT NULL,
      included INTEGER NOT NULL CHECK (included IN (0, 1)),
      source TEXT NOT NULL REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED,
      rows INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      grain TEXT NOT NULL,
      base TEXT,
      as_of TEXT,
      -- 1 = every record of the file says SAMPLE
      sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
      recipe TEXT NOT NULL,
      imported_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE finding (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      ordinal INTEGER NOT NULL,
      code TEXT NOT NULL,
      message TEXT NOT NULL,
      advice TEXT NOT NULL,
      details TEXT NOT NULL,
      PRIMARY KEY (dataset, ordinal)
    ) STRICT;

    CREATE TABLE dataset_column (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      ordinal INTEGER NOT NULL,
      name TEXT NOT NULL,
      header TEXT NOT NULL,
      field TEXT,
      type TEXT NOT NULL CHECK (type IN ('text', 'number', 'exact')),
      scale INTEGER NOT NULL,
      filled INTEGER NOT NULL,
      distinct_values INTEGER NOT NULL,
      sum TEXT,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (dataset, ordinal),
      UNIQUE (dataset, name)
    ) STRICT;

    CREATE TABLE column_chunk (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      ordinal INTEGER NOT NULL,
      chunk INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      filled INTEGER NOT NULL,
      -- NULL = codes into the dictionary, else value = integer / 10^scale
      scale INTEGER,
      encoding TEXT NOT NULL CHECK (encoding IN ('u8', 'u16', 'i32', 'f64')),
      bytes BLOB NOT NULL,
      UNIQUE (dataset, ordinal, chunk)
    ) STRICT;

    CREATE TABLE dictionary_chunk (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      ordinal INTEGER NOT NULL,
      chunk INTEGER NOT NULL,
      entries INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (dataset, ordinal, chunk)
    ) STRICT;

    -- where each row stood in its source file
    CREATE TABLE lineage_chunk (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      chunk INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      records_encoding TEXT NOT NULL CHECK (records_encoding IN ('range', 'delta8', 'i32')),
      records BLOB NOT NULL,
      lines_encoding TEXT NOT NULL CHECK (lines_encoding IN ('range', 'delta8', 'i32')),
      lines BLOB NOT NULL,
      UNIQUE (dataset, chunk)
    ) STRICT;

    CREATE TABLE reject (
      dataset TEXT NOT NULL REFERENCES dataset (id) DEFERRABLE INITIALLY DEFERRED,
      number INTEGER NOT NULL,
      record INTEGER NOT NULL,
      line INTEGER NOT NULL,
      column_name TEXT,
      code TEXT NOT NULL,
      reason TEXT NOT NULL,
      fix TEXT NOT NULL,
      raw TEXT NOT NULL,
      PRIMARY KEY (dataset, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE ledger (
      sequence INTEGER PRIMARY KEY,
      revision INTEGER NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      command TEXT NOT NULL,
      label TEXT NOT NULL,
      input TEXT NOT NULL,
      undoes INTEGER REFERENCES ledger (sequence),
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE
    ) STRICT;

    -- how each decision is taken back; not part of the hash chain: it can be worked out from it
    CREATE TABLE inverse (
      sequence INTEGER PRIMARY KEY REFERENCES ledger (sequence),
      command TEXT NOT NULL,
      input TEXT NOT NULL
    ) STRICT;

    CREATE TRIGGER ledger_keeps_entries BEFORE UPDATE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_keeps_all_entries BEFORE DELETE ON ledger
      BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER source_is_a_fact BEFORE UPDATE ON source
      BEGIN SELECT RAISE(ABORT, 'a source file never changes'); END;
    CREATE TRIGGER dataset_is_a_fact BEFORE UPDATE OF id, number, source, rows, rejected, grain, base, as_of, recipe, imported_at ON dataset
      BEGIN SELECT RAISE(ABORT, 'a dataset never changes; a correction makes a new one'); END;
    CREATE TRIGGER dataset_stays BEFORE DELETE ON dataset
      BEGIN SELECT RAISE(ABORT, 'a dataset is excluded, never deleted'); END;
    CREATE TRIGGER column_is_a_fact BEFORE UPDATE ON dataset_column
      BEGIN SELECT RAISE(ABORT, 'a column never changes'); END;
    CREATE TRIGGER chunk_is_a_fact BEFORE UPDATE ON column_chunk
      BEGIN SELECT RAISE(ABORT, 'a column never changes'); END;
  `,
};
