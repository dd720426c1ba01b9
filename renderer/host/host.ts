import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/contract/index.ts';

/** What the page may ask of the program around it; features know this and the contract, nothing else. */
export type Host = {
  kind: 'desktop' | 'browser';
  client: ContractRouterClient<Contract>;
  /** gives a file that the person chose or dropped to the engine; the reference goes into contract calls */
  uploadFile(file: File): Promise<string>;
  /** lets the person save a file that the engine wrote; `false` when they left the dialog */
  saveFile(ref: string, name: string): Promise<boolean>;
  /** lets the person keep several files at once: one ZIP of that name in the browser, a folder of that name on the desktop; `false` when they left the dialog */
  saveFiles(files: readonly { ref: string; name: string }[], name: string): Promise<boolean>;
  /** requests to anything but the workbench itself that were stopped since the page opened */
  requestsBlocked(): Promise<number>;
  /** told once when the engine is gone, with the reason as a sentence; returns how to stop listening */
  onClosed(listener: (reason: string) => void): () => void;
};
