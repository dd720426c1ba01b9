import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Redaction } from '../../../shared/case/report.ts';
import type { ReportFile } from '../../../shared/contract/report.ts';
import { useClient } from '../../state/client.tsx';
import { runJob } from '../../state/jobs.ts';
import { useNotices } from '../../state/notices.ts';
import { queryKeys, useCase } from '../../state/queries.ts';
import { cancelExport, exportReport, useExportOptions, useReportExport } from '../../state/report-export.ts';

/** Pages of the very report as pictures, with the options of the export; made again when a decision or an option changes, cancelled when the person leaves. */
export function usePreview(enabled: boolean) {
  const client = useClient();
  const { paper, profile, redaction } = useExportOptions((state) => state.options);
  return useQuery({
    queryKey: [...queryKeys.case, 'report-preview', paper, profile, redaction],
    queryFn: async ({ signal }) =>
      runJob('Preview the report', (leave) => client.report.preview({ paper, profile, redaction }, { signal: leave }), { signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** Columns of the case that tell who is meant, with their names. */
export function useIdentities() {
  const client = useClient();
  return useQuery({
    queryKey: [...queryKeys.case, 'identities'],
    queryFn: async ({ signal }) => (await client.report.identities(undefined, { signal })).columns,
  });
}

/** What an export with this redaction leaves in clear text; not asked while nothing is hidden, and not again when it is accepted. */
export function useRedactionPlan(redaction: Redaction) {
  const client = useClient();
  const asked = { ...redaction, acceptKept: false };
  return useQuery({
    queryKey: [...queryKeys.case, 'redaction-plan', asked],
    queryFn: ({ signal }) => client.report.redaction(asked, { signal }),
    enabled: redaction.columns.length > 0 || redaction.drop.length > 0 || redaction.blank.length > 0,
    placeholderData: keepPreviousData,
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

/** Export of the report of the case as it is now; the screen may be left meanwhile. */
export function useExport() {
  const client = useClient();
  const info = useCase().data;
  const state = useReportExport();
  const run = useCallback(async () => {
    if (!info) return;
    const { options } = useExportOptions.getState();
    await exportReport((signal) => client.report.export(options, { signal }), info);
  }, [client, info]);
  return { state, run, cancel: cancelExport, outdated: state.revision !== null && state.revision !== info?.revision };
}
