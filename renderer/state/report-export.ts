import { create } from 'zustand';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import { type Paper, type PdfProfile, type Redaction, USUAL_REDACTION } from '../../shared/case/report.ts';
import type { SignedBundle } from '../../shared/contract/evidence.ts';
import type { ExportedBundle, ExportResult, ReportFile } from '../../shared/contract/report.ts';
import { isCancelled } from './errors.ts';
import { type JobMessage, runJob } from './jobs.ts';
import { useNotices } from './notices.ts';

export type { Paper };

/** What an export is asked for; kept while the page is open, so that one export is like the one before. */
export type ExportOptions = {
  readonly paper: Paper;
  readonly profile: PdfProfile;
  readonly redaction: Redaction;
  readonly bundle: boolean;
  readonly workbook: boolean;
  readonly spreadsheet: boolean;
};

const USUAL: ExportOptions = {
  paper: 'a4',
  profile: 'archive',
  redaction: USUAL_REDACTION,
  bundle: true,
  workbook: false,
  spreadsheet: false,
};

/** Choices of the tab Deliver. */
export const useExportOptions = create<{ options: ExportOptions; choose: (change: Partial<ExportOptions>) => void }>()((set) => ({
  options: USUAL,
  choose: (change) => set(({ options }) => ({ options: { ...options, ...change } })),
}));

export type ExportState = {
  running: boolean;
  phase: string;
  done: number;
  total: number | null;
  files: readonly ReportFile[];
  /** the evidence bundle among the files; `null` = none was asked for */
  bundle: ExportedBundle | null;
  /** what the person should know of them */
  notes: readonly string[];
  /** copies of the bundle with a signature, newest last */
  signed: readonly SignedBundle[];
  /** revision of the case that the files tell of; `null` = there are none */
  revision: number | null;
  error: unknown;
};

const IDLE: ExportState = {
  ...{ running: false, phase: '', done: 0, total: null, files: [], bundle: null, notes: [], signed: [], revision: null, error: null },
};

type Start = (signal: AbortSignal) => Promise<AsyncIterable<JobMessage<ExportResult>>>;

/** The export of the open case, running or finished; it outlives the Report screen, so that its files are there on return. */
export const useReportExport = create<ExportState>()(() => IDLE);

/** The export that may still write to the state; an older one is not listened to. */
let current: AbortController | null = null;

/**
 * Exports the report as a job with progress and cancel; the result stays until the next export or another case.
 *
 * @param start opens the job
 * @param info the case as it is when the export starts
 */
export async function exportReport(start: Start, { revision }: Pick<CaseInfo, 'revision'>): Promise<void> {
  current?.abort();
  const own = new AbortController();
  current = own;
  const set = (state: Partial<ExportState>) => {
    if (current === own) useReportExport.setState(state);
  };
  set({ ...IDLE, running: true });
  try {
    const { files, bundle, notes } = await runJob('Export the report', start, {
      signal: own.signal,
      onProgress: ({ phase, done, total }) => set({ phase, done, total }),
    });
    if (current !== own) return;
    set({ ...IDLE, files, bundle, notes, revision });
    useNotices.getState().tell(`Report written: ${files.length} files`);
  } catch (error) {
    if (current !== own) return;
    set({ ...IDLE, error: isCancelled(error) ? null : error });
    if (isCancelled(error)) useNotices.getState().tell('Export cancelled; no file was written');
  }
}

/** Keeps a signed copy of the bundle beside the files. */
export function addSigned(signed: SignedBundle): void {
  useReportExport.setState((state) => ({ signed: [...state.signed, signed] }));
}

/** Stops the export that runs, if one does. */
export function cancelExport(): void {
  current?.abort();
}

/** Forgets the export when another case is opened. */
export function clearExport(): void {
  const left = current;
  current = null;
  left?.abort();
  useReportExport.setState(IDLE);
  useExportOptions.setState({ options: USUAL });
}
