import type { KeptBracket } from '../../../shared/case/brackets.ts';
import type { NotApplicableClaim } from '../../../shared/case/claims.ts';
import type { Dataset, Recipe, Source } from '../../../shared/case/dataset.ts';
import type { Join } from '../../../shared/case/join.ts';
import type { CaseInfo, LedgerEntry } from '../../../shared/case/ledger.ts';
import type { Pin } from '../../../shared/case/pin.ts';
import type { StatedSupply, Waiver } from '../../../shared/case/quality.ts';
import type { Scenario } from '../../../shared/case/removal.ts';
import type { ReportLayout } from '../../../shared/case/report.ts';
import type { Declaration } from '../../../shared/case/scenarios.ts';
import type { SavedView } from '../../../shared/case/view.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import type { ValueAlias } from './aliases.ts';

/** A rejected record that was corrected and taken in again; `cells` in the order of the columns, numbers as plain decimals. */
export type Readmitted = {
  number: number;
  record: number;
  line: number;
  reason: string;
  cells: (string | null)[];
  /** as the person wrote them */
  texts: string[];
};

/** A corrected record as a report tells of it; `cells` as JSON text, `problem` why the import rejected it. */
export type Correction = { dataset: string; record: number; line: number; problem: string; raw: string; cells: string; reason: string };

/** Rejected records that are left out, by reason and column. */
export type RejectCount = { code: string; column: string | null; count: number };

/** A pack that was taken into the case: its text as received, and the hash of that. */
export type ImportedPack = { id: string; sha256: string; text: string };

/** Where each row of a dataset stood in its source file: one-based record and line. */
export type Lineage = { records: Int32Array; lines: Int32Array };

/**
 * Everything that analysis and report read of a case, so that they run alike over a case file (`store/case-facts.ts`) and over what an evidence
 * bundle holds (`evidence/memory-facts.ts`). Lists are of the whole case; what is given is shared and must not be changed.
 */
export interface CaseFacts {
  /** another number whenever anything below may be another one */
  dataVersion(): number;
  /** runs `work` while nothing below changes */
  atOneEdition<T>(work: () => T): T;
  info(): CaseInfo;
  /** stored datasets that are in the case, oldest first, without canonical and joined columns */
  datasets(): Dataset[];
  /** @throws ChokepointError `dataset-missing` */
  recipe(dataset: string): Recipe;
  rejects(dataset: string): RejectCount[];
  /** in the order of the file; they stand behind the other rows */
  readmitted(dataset: string): Readmitted[];
  /** oldest first */
  sources(): Source[];
  /** by kind and text */
  aliases(): ValueAlias[];
  /** oldest first, also those whose datasets are out of the case */
  joins(): Join[];
  /** by id */
  links(): ScopedLink[];
  /** sequence number of the last decision about links, 0 = none; links are the same where it is the same */
  linksRevision(): number;
  /** by dataset and check */
  waivers(): Waiver[];
  /** by dataset and in the order of the file */
  corrections(): Correction[];
  /** oldest entry first */
  statedSupply(): StatedSupply[];
  /** by dataset and claim */
  notApplicable(): NotApplicableClaim[];
  /** by id */
  importedPacks(): ImportedPack[];
  /** ids in alphabetical order */
  chosenPacks(): string[];
  /** oldest first */
  declarations(): Declaration[];
  /** closed brackets that were kept, oldest first */
  brackets(): KeptBracket[];
  views(): SavedView[];
  scenarios(): Scenario[];
  pins(): Pin[];
  /** `null` = nobody has changed it */
  layout(): ReportLayout | null;
  /** a window of the decisions, newest first */
  ledger(window: { start: number; end: number }): { total: number; entries: LedgerEntry[] };
  /** stored columns, all where no names are given. @throws ChokepointError `dataset-missing`, `unknown-column`, `case-damaged` */
  table(dataset: string, names?: readonly string[]): ColumnTable;
  /** @throws ChokepointError `dataset-missing`, `case-damaged` */
  lineage(dataset: string): Lineage;
}
