import { create } from 'zustand';
import type { ReplayResult } from '../../shared/evidence/replay.ts';
import type { VerificationResult } from '../../shared/evidence/verification.ts';
import { isCancelled } from './errors.ts';
import { type JobMessage, runJob } from './jobs.ts';

/** `against` = the bundle that a dissent is held against, so that its claims are computed again */
export type EvidenceFile = { ref: string; name: string; against?: { ref: string; name: string } };

export type VerifyState = {
  /** what is or was verified last; `null` = nothing yet */
  file: EvidenceFile | null;
  running: boolean;
  phase: string;
  done: number;
  total: number | null;
  result: VerificationResult | null;
  error: unknown;
  /** what came of applying the bundle to new files; `null` = that was not done */
  replayed: ReplayResult | null;
};

const NOTHING: VerifyState = { file: null, running: false, phase: '', done: 0, total: null, result: null, error: null, replayed: null };

type Start = (file: EvidenceFile, signal: AbortSignal) => Promise<AsyncIterable<JobMessage<VerificationResult>>>;

/** The bundle or report that is verified, running or finished; it belongs to no case, so opening one leaves it. */
export const useVerification = create<VerifyState>()(() => NOTHING);

/** The run that may still write to the state. */
let current: AbortController | null = null;

/** Verifies a file as a job with progress and cancel; a newer file is the one that counts. */
export async function verifyFile(file: EvidenceFile, start: Start): Promise<void> {
  current?.abort();
  const own = new AbortController();
  current = own;
  const set = (state: Partial<VerifyState>) => {
    if (current === own) useVerification.setState(state);
  };
  set({ ...NOTHING, file, running: true });
  try {
    const result = await runJob(`Verify ${file.name}`, (signal) => start(file, signal), {
      signal: own.signal,
      onProgress: ({ phase, done, total }) => set({ phase, done, total }),
    });
    set({ ...NOTHING, file, result });
  } catch (error) {
    set(isCancelled(error) ? NOTHING : { ...NOTHING, file, error });
  }
}

/** Stops the run, if one is under way. */
export function cancelVerification(): void {
  current?.abort();
}
