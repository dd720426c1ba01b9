import type { Dataset, Source } from '../../../shared/case/dataset.ts';
import type { CaseInfo, LedgerEntry } from '../../../shared/case/ledger.ts';
import { notInCase } from '../../../shared/case/missing.ts';
import type { Pin } from '../../../shared/case/pin.ts';
import type { Scenario } from '../../../shared/case/removal.ts';
import type { ReportLayout } from '../../../shared/case/report.ts';
import type { SavedView } from '../../../shared/case/view.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { currentDatasets, datasetOf, factsOf, type ReaderState } from './reader-state.ts';

/** A frozen file of the case. @throws ChokepointError `source-missing` */
export function sourceOf(state: ReaderState, id: string): Source {
  const source = factsOf(state)
    .sources()
    .find((each) => each.id === id);
  if (!source) throw notInCase('source', id);
  return source;
}

/** What the case holds, on the reader lane. */
export const caseOperations = {
  'case.info': (state: ReaderState, _input: null): CaseInfo => factsOf(state).info(),
  'datasets.list': (state: ReaderState, _input: null): Dataset[] => [...currentDatasets(state).keys()].map((id) => datasetOf(state, id)),
  'datasets.get': (state: ReaderState, { dataset }: { dataset: string }): Dataset => datasetOf(state, dataset),
  'sources.list': (state: ReaderState, _input: null): Source[] => factsOf(state).sources(),
  'sources.describe': (state: ReaderState, { source }: { source: string }): Source => sourceOf(state, source),
  'views.list': (state: ReaderState, _input: null): SavedView[] => factsOf(state).views(),
  'pins.list': (state: ReaderState, _input: null): Pin[] => factsOf(state).pins(),
  'removal.scenarios': (state: ReaderState, _input: null): Scenario[] => factsOf(state).scenarios(),
  /** `null` = the report follows its template */
  'report.layout': (state: ReaderState, _input: null): ReportLayout | null => factsOf(state).layout(),
  'history.list': (state: ReaderState, { window }: { window: { start: number; end: number } }): { total: number; entries: LedgerEntry[] } =>
    factsOf(state).ledger(window),
} satisfies OperationTable<ReaderState>;
