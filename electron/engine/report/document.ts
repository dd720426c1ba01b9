import type { SectionKind } from '../../../shared/case/report.ts';

/** A report as plain data: what Typst sets, and what the CSV files and claims.json are written from. */
export type ReportDocument = {
  title: string;
  subtitle: string;
  /** name and organisation; empty = not stated */
  author: string;
  status: 'draft' | 'final';
  /** first 16 hex digits of the bundle's id; `null` = the report stands without a bundle */
  bundle: string | null;
  /** ISO day of the file */
  date: string;
  /** the same in words: a date of the facts, or that none is stated */
  dated: string;
  sample: boolean;
  paper: 'a4' | 'us-letter';
  version: string;
  /** title of the running head: short enough for one line */
  running: string;
  /** a brief: cover and sections on as few pages as they take, without contents */
  brief: boolean;
  cover: { question: string; answers: Answer[]; facts: Fact[]; figures: Block[]; note: string };
  /** position in `sections` before which the contents stand: the pages before it stand alone */
  contentsBefore: number;
  sections: Section[];
};

export type Fact = { label: string; value: string };

/** What the report answers about one dataset: in plain words by one party, why, and what other parties give. */
export type Answer = { about: string; basis: string; verdict: string; lines: string[]; others: string[] };

/** `note` = text of the author, verbatim; `newPage` = begins on a page of its own; `appendix` = stands behind the divider */
export type Section = { kind: SectionKind; title: string; note: string; newPage: boolean; appendix: boolean; blocks: Block[] };

/** A claim as it is printed: `beside` = lines of packs, what turns it, and evidence that is its own, in small print; empty = nothing. */
export type PrintedClaim = { id: string; text: string; status: string; standing: string; beside: string };

export type TableColumn = { label: string; align: 'left' | 'right'; width: 'auto' | 'half' | 'wide' };

export type Block =
  | { type: 'paragraph'; text: string }
  /** small print below what it speaks about */
  | { type: 'small'; text: string }
  /** `listed` = stands in contents and bookmarks */
  | { type: 'heading'; text: string; listed?: boolean }
  | { type: 'list'; items: string[] }
  /** text of a person, line by line as written, with the name */
  | { type: 'verbatim'; name: string; text: string }
  /** statements that share one context: what all their numbers are relative to */
  | { type: 'claims'; title: string; context: string; claims: PrintedClaim[] }
  /** `full` = long names stand whole here and in tables that say so; elsewhere they are shortened in the middle */
  | { type: 'facts'; facts: Fact[]; full?: true }
  /** two blocks side by side */
  | { type: 'beside'; left: Block; right: Block }
  | { type: 'figure'; id: string; title: string; subtitle: string; alt: string; source: string; file: string; width: number }
  /** the second line of a cell is small print */
  | { type: 'table'; id: string; caption: string; columns: TableColumn[]; rows: string[][]; source: string; full?: true };

/** A table of the report as data: full precision, unit in the column name; the source of its CSV and JSON. */
export type DataTable = {
  /** file name without ending */
  name: string;
  title: string;
  columns: { name: string; description: string }[];
  rows: (string | number | null)[][];
};
