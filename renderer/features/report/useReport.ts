import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { useClient } from '../../state/client.tsx';
import { isCancelled } from '../../state/errors.ts';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys } from '../../state/queries.ts';

export type Paper = 'a4' | 'us-letter';

/** Pages of the very report as pictures; made again when a decision or the paper changes, cancelled when the person leaves. */
export function usePreview(paper: Paper, enabled: boolean) {
  const client = useClient();
  return useQuery({
    queryKey: [...queryKeys.case, 'report-preview', paper],
    queryFn: async ({ signal }) => {
      const { pages } = await runJob('Preview the report', (leave) => client.report.preview({ paper }, { signal: leave }), { signal });
      return pages;
    },
    enabled,
  });
}

/** Object URL of a file that the engine wrote, fetched while `wanted`; freed when it is no longer shown. */
export function useFileUrl(file: ReportFile, wanted: boolean): string | null {
  const client = useClient();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const leave = new AbortController();
    let made: string | null = null;
    const load = async () => {
      try {
        const bytes = await client.app.file({ ref: file.ref }, { signal: leave.signal });
        if (leave.signal.aborted) return;
        made = URL.createObjectURL(new Blob([bytes], { type: file.mediaType }));
        setUrl(made);
      } catch (error) {
        if (!leave.signal.aborted) useNotices.getState().fail(`Page ${file.name} could not be shown`, error);
      }
    };
    void load();
    return () => {
      leave.abort();
      if (made) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [client, file, wanted]);
  return url;
}

export type ExportState = {
  running: boolean;
  phase: string;
  done: number;
  total: number | null;
  files: readonly ReportFile[];
  error: unknown;
};

const IDLE: ExportState = { running: false, phase: '', done: 0, total: null, files: [], error: null };

/** Export of the report as a job with progress and cancel. */
export function useExport(paper: Paper) {
  const client = useClient();
  const [state, setState] = useState<ExportState>(IDLE);
  const [leave, setLeave] = useState<AbortController | null>(null);
  const run = useCallback(async () => {
    const controller = new AbortController();
    setLeave(controller);
    setState({ ...IDLE, running: true });
    try {
      const { files } = await runJob('Export the report', (signal) => client.report.export({ paper }, { signal }), {
        signal: controller.signal,
        onProgress: ({ phase, done, total }) => setState((before) => ({ ...before, phase, done, total })),
      });
      setState({ ...IDLE, files });
      useNotices.getState().tell(`Report written: ${files.length} files`);
    } catch (error) {
      setState({ ...IDLE, error: isCancelled(error) ? null : error });
      if (isCancelled(error)) useNotices.getState().tell('Export cancelled; no file was written');
    }
  }, [client, paper]);
  return { state, run, cancel: () => leave?.abort() };
}
