import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useHost } from '../state/client.tsx';
import { isCancelled } from '../state/errors.ts';
import { runJob } from '../state/jobs.ts';
import { useNotices } from '../state/notices.ts';
import { queryKeys, useCase } from '../state/queries.ts';
import { type PendingFile, useUi } from '../state/ui.ts';
import { useOpenCase } from './openCase.ts';
import { useVerify } from './verify.ts';

const CASE_FILE = /\.chokepoint$/i;
const PDF = /\.pdf$/i;

/** Lets the person choose files; resolves with none when they leave the dialog. */
export function chooseFiles(accept: string, multiple: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
}

export const TABLE_FILES =
  '.csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.gz,.zst,.zip,.xlsx,.parquet,text/csv,text/tab-separated-values,application/json';

/** A file that was refused is no news once another one was read. */
const FILES = 'files';

/** Takes files from a button, a drop or the clipboard: case files are opened, reports and what comes to the Verify screen are verified, tables wait on the Mapping screen. */
export function useTakeFiles(): (files: readonly File[]) => Promise<void> {
  const host = useHost();
  const queries = useQueryClient();
  const openCase = useOpenCase();
  const current = useCase().data;
  const { take: verify } = useVerify();
  return useCallback(
    async (files) => {
      const { fail, succeed } = useNotices.getState();
      const upload = (file: File) =>
        runJob<string>(`Read ${file.name}`, async function* () {
          yield { type: 'progress', phase: 'reading', done: 0, total: null };
          yield { type: 'done', result: await host.uploadFile(file) };
        });
      const evidence = files.find(({ name }) => PDF.test(name) || (useUi.getState().screen === 'verify' && !CASE_FILE.test(name)));
      if (evidence) return verify(evidence);
      const caseFile = files.find((file) => CASE_FILE.test(file.name));
      try {
        if (caseFile) {
          const ref = await upload(caseFile);
          await openCase(() => host.client.cases.open({ ref }));
          succeed(FILES);
          return;
        }
        if (files.length === 0) return;
        if (!current) {
          const title = files[0]?.name.replace(/\.[^.]+$/, '') || 'Untitled case';
          await openCase(() => host.client.cases.create({ title, question: '', unnamed: true }));
        }
        const pending: PendingFile[] = [];
        for (const file of files) pending.push({ ref: await upload(file), fileName: file.name });
        succeed(FILES);
        useUi.getState().addPending(pending);
        useUi.getState().go('mapping');
        await queries.invalidateQueries({ queryKey: queryKeys.current });
      } catch (error) {
        if (!isCancelled(error)) fail(files.length === 1 ? `${files[0]?.name} was not opened` : 'The files were not opened', error, FILES);
      }
    },
    [host, queries, openCase, current, verify],
  );
}
