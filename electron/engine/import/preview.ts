import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { UNKNOWN_TOKENS } from '../../../shared/case/recipe.ts';
import type { Preview } from '../../../shared/contract/sources.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { dateInFileName, nameFromFile, proposeFields, proposeGrain } from './mapping.ts';
import type { InputFile } from './open-reader.ts';
import { readSample, type Sample } from './sample.ts';
import { type Sniffed, sniffFile } from './sniff.ts';
import { numberShare, unknownTokenSet } from './types.ts';

const SHOWN_ROWS = 20;
const SHOWN_SAMPLES = 5;
const SHOWN_LENGTH = 200;

function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** What a file is taken for while nothing can be guessed: every field of it can be chosen otherwise. */
const PLAIN: Dialect = { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', quote: '"', headerLine: 0, decimalMark: '.' };

/** The same error with the dialect that the file was read with, so that the person can choose another one. */
function withDialect(error: unknown, dialect: Dialect): unknown {
  if (!(error instanceof ChokepointError)) return error;
  const { code, message, advice, details } = error.value;
  return new ChokepointError(code, message, advice, { ...details, dialect });
}

function sniffedOr(path: string, fileName: string, chosen: Partial<Dialect>): Sniffed {
  try {
    return sniffFile(path, fileName, chosen);
  } catch (error) {
    // UTF-16 without a mark looks binary; a file that was recognised as another format does not become a table by its dialect
    const readable = error instanceof ChokepointError && error.value.code === 'file-binary' && error.value.details.format === undefined;
    throw readable ? withDialect(error, { ...PLAIN, ...chosen }) : error;
  }
}

function sampleOr(file: InputFile, dialect: Dialect): Sample {
  try {
    return readSample(file, dialect);
  } catch (error) {
    throw withDialect(error, dialect);
  }
}

/**
 * What a file holds and how it would be read, without keeping anything.
 *
 * @param dialect fields that the person chose; they overrule the guess
 * @returns all of `Preview` but the reference of the file, which the caller knows
 * Errors: as the import would give them for the beginning of the file; `details.dialect` is there where another dialect may help
 */
export function previewFile(path: string, fileName: string, dialect: Partial<Dialect> = {}): Omit<Preview, 'file'> {
  const sniffed = sniffedOr(path, fileName, dialect);
  const sample = sampleOr({ path, fileName }, sniffed.dialect);
  const unknown = unknownTokenSet(UNKNOWN_TOKENS);
  const profiles = sample.names.map((header, column) => {
    const known = sample.rows.map((row) => (row[column] as string).trim()).filter((text) => !unknown.has(text.toLowerCase()));
    const distinct = new Set(known);
    const numeric = numberShare(known, sniffed.dialect.decimalMark, unknown, sniffed.dialect.thousandsMark);
    return {
      header,
      type: numeric === 1 ? ('number' as const) : ('text' as const),
      numeric,
      filled: known.length,
      distinct: distinct.size,
      samples: [...distinct].slice(0, SHOWN_SAMPLES).map(shown),
    };
  });
  const proposals = proposeFields(profiles);
  const asOf = dateInFileName(fileName);
  const { grain, reason } = proposeGrain(profiles, proposals);
  return {
    fileName,
    bytes: sniffed.bytes,
    dialect: sniffed.dialect,
    confidence: sniffed.confidence,
    reasons: sniffed.reasons,
    columns: profiles.map(({ numeric: _, ...profile }, index) => ({ ...profile, ...(proposals[index] as (typeof proposals)[number]) })),
    rows: sample.rows.slice(0, SHOWN_ROWS).map((row) => row.map(shown)),
    recordsRead: sample.recordsRead,
    complete: sample.complete,
    proposal: {
      name: nameFromFile(fileName),
      grain,
      base: null,
      asOf,
      reason: asOf ? `${reason} The date stands in the file name.` : reason,
    },
    choices: { records: sniffed.records, arrays: sample.arrays, sheets: sniffed.sheets },
    findings: [...sniffed.findings, ...sample.findings, ...sample.readerFindings],
  };
}

export type PreviewInput = { path: string; fileName: string; dialect?: Partial<Dialect> };

/** Operations of the compute lane: previews need no case. */
export const previewOperations = {
  preview(_state: unknown, { path, fileName, dialect }: PreviewInput, _context: LaneContext): Omit<Preview, 'file'> {
    return previewFile(path, fileName, dialect);
  },
} satisfies OperationTable<never>;
