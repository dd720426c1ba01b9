import type { Source } from '../../../../shared/case/dataset.ts';
import type { CaseFile } from '../case-file.ts';
import { requireSource } from '../catalogue.ts';
import type { Command } from './command.ts';

/** Terms of a source: `licence` in words, `null` = not stated. */
export type SourceLicence = { source: string; licence: string | null; copies: NonNullable<Source['copies']> };

function write(file: CaseFile, { source, licence, copies }: SourceLicence): void {
  if (licence === null && copies === 'kept') file.prepare('DELETE FROM source_licence WHERE source = ?').run(source);
  else
    file
      .prepare(
        `INSERT INTO source_licence (source, licence, copies) VALUES (?, ?, ?)
         ON CONFLICT (source) DO UPDATE SET licence = excluded.licence, copies = excluded.copies`,
      )
      .run(source, licence, copies);
}

/** Says under which terms a source file may be passed on, and whether an evidence bundle holds a copy of it or its hash only. */
export const setLicence: Command<SourceLicence> = {
  touched: ['sources', 'report'],
  apply(file, input) {
    const { fileName, licence = null, copies = 'kept' } = requireSource(file, input.source);
    write(file, input);
    const terms = input.licence === null ? 'licence not stated' : `licence "${input.licence}"`;
    return {
      result: requireSource(file, input.source),
      inverse: { command: 'source.setLicence', input: { source: input.source, licence, copies } },
      label: `${fileName}: ${terms}, ${input.copies === 'kept' ? 'bundles hold a copy' : 'bundles hold its hash only'}`,
      recorded: input,
    };
  },
};
