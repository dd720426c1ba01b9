import { create } from 'zustand';
import type { CaseInfo } from '../../shared/case/ledger.ts';
import type { ReportFile } from '../../shared/contract/report.ts';
import { isCancelled } from './errors.ts';
import { type JobMessage, runJob } from './jobs.ts';
import { useNotices } from './notices.ts';

export type ExportState = {
  running: boolean;
  phase: string;
  done: number;
  total: number | null;
  files: readonly ReportFile[];
  /** revision of the case that the files tell of; `null` = there are none */
  revision: number | null;
  error: unknown;
};

const IDLE: ExportState = { running: false, phase: '', done: 0, total: null, files: [], revision: null, error: null };

type Start = (signal: AbortSignal) => Promise<AsyncIterable<JobMessage<{ files: ReportFile[] }>>>;

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
    const { files } = await runJob('Export the report', start, {
      signal: own.signal,
      onProgress: ({ phase, done, total }) => set({ phase, done, total }),
    });
    if (current !== own) return;
    set({ ...IDLE, files, revision });
    useNotices.getState().tell(`Report written: ${files.length} files`);
  } catch (error) {
    if (current !== own) return;
    set({ ...IDLE, error: isCancelled(error) ? null : error });
    if (isCancelled(error)) useNotices.getState().tell('Export cancelled; no file was written');
  }
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
}
