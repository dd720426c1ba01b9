/** A report as plain data: what Typst sets, and what the CSV files and claims.json are written from. */
export type ReportDocument = {
  title: string;
  subtitle: string;
  /** ISO day of the file */
  date: string;
  /** the same in words: a date of the facts, or that none is stated */
  dated: string;
  sample: boolean;
  paper: 'a4' | 'us-letter';
  version: string;
  /** title of the running head: short enough for one line */
  running: string;
  cover: { question: string; answers: Answer[]; facts: Fact[] };
  sections: Section[];
};

export type Fact = { label: string; value: string };

/** What the report answers about one dataset. */
export type Answer = { about: string; basis: string; lines: string[] };

export type Section = { title: string; blocks: Block[] };

export type Block =
  | { type: 'paragraph'; text: string }
  | { type: 'heading'; text: string }
  /** statements that share one context: what all their numbers are relative to */
  | { type: 'claims'; title: string; context: string; claims: { id: string; text: string; status: string }[] }
  | { type: 'facts'; facts: Fact[] }
  /** two blocks side by side */
  | { type: 'beside'; left: Block; right: Block }
  | { type: 'figure'; id: string; title: string; subtitle: string; alt: string; source: string; file: string; width: number }
  | {
      type: 'table';
      id: string;
      caption: string;
      columns: { label: string; align: 'left' | 'right'; width: 'auto' | 'half' | 'wide' }[];
      rows: string[][];
      source: string;
    };

/** A table of the report as data: full precision, unit in the column name; the source of its CSV and JSON. */
export type DataTable = {
  /** file name without ending */
  name: string;
  title: string;
  columns: { name: string; description: string }[];
  rows: (string | number | null)[][];
};
