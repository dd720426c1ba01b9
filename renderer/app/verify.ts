import { useCallback } from 'react';
import { useHost } from '../state/client.tsx';
import { useNotices } from '../state/notices.ts';
import { useUi } from '../state/ui.ts';
import { type EvidenceFile, verifyFile } from '../state/verify.ts';

/** What the file dialog offers. */
export const EVIDENCE_FILES = '.zip,.pdf,application/zip,application/pdf';

/** Ways to begin: with a file of the person, or with one that the engine holds. */
export function useVerify() {
  const host = useHost();
  const verify = useCallback(
    (file: EvidenceFile) =>
      verifyFile(file, ({ ref, against }, signal) => host.client.evidence.verify({ file: ref, against: against?.ref ?? null }, { signal })),
    [host],
  );
  const take = useCallback(
    async (file: File) => {
      useUi.getState().go('verify');
      try {
        await verify({ ref: await host.uploadFile(file), name: file.name });
        useNotices.getState().succeed(EVIDENCE_FILES);
      } catch (error) {
        useNotices.getState().fail(`${file.name} was not read`, error, EVIDENCE_FILES);
      }
    },
    [host, verify],
  );
  return { verify, take };
}
