import { type ExportOptions, exportOptionsSchema } from '../../../shared/case/report.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import { sha256Hex } from '../digest.ts';
import { type ComposedReport, compositionHash } from '../report/compose.ts';
import type { ReportInput } from '../report/input.ts';
import type { Bundle } from './bundle.ts';

/** Sets report.pdf once more, from a bundle without it and from what the report says. */
export type SetReport = (bundle: Bundle, input: ReportInput, composed: ComposedReport, options: ExportOptions) => Uint8Array;

/** What only a host with Node can do for Verify. */
export type VerifyHost = {
  /** verify.html of this version; `null` = it was not built */
  verifyPage: () => Uint8Array | null;
  /**
   * how pages are compared: set again, byte by byte; or, by the export that set them just before, by the `compositionHash` of what they were set
   * from, which has to come out again
   */
  pages: { set: SetReport } | { setFrom: string };
};

/** Compares the pages of a report with what comes out again, as far as the host can; a `note` says what was not done. */
export function comparePages(
  report: Uint8Array,
  bundle: Bundle,
  input: ReportInput,
  composed: ComposedReport,
  { generator, options }: Manifest,
  host: VerifyHost | null,
): { problem?: string; note?: string } {
  if (host === null) return { note: 'The pages of report.pdf were not set again here: verify it with the program to have them compared.' };
  if ('setFrom' in host.pages)
    return compositionHash(composed) === host.pages.setFrom
      ? {
          note: 'The pages of report.pdf, just set, were not set again: what they were set from was compared. Verify the file to have them set again.',
        }
      : { problem: 'its pages were set from something else than comes out again' };
  if (generator.version !== input.version)
    return { note: `The pages of report.pdf were not compared: version ${generator.version} set them, this is ${input.version}.` };
  const asked = exportOptionsSchema.safeParse(options);
  if (!asked.success) return { problem: 'cannot be set again with the options of manifest.json' };
  const again = host.pages.set(bundle, input, composed, asked.data);
  return sha256Hex(again) === sha256Hex(report) ? {} : { problem: 'its pages are not those that come out again' };
}
