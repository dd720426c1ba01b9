import type { Dialect, Field, Recipe } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { PresetMatch } from '../../../shared/case/preset.ts';
import { UNKNOWN_TOKENS } from '../../../shared/case/recipe.ts';
import { addsColumn, type Step, stepText } from '../../../shared/case/steps.ts';
import type { Preview, SampleValues } from '../../../shared/contract/sources.ts';
import type { Aliases } from '../../../shared/normalise/reading.ts';
import { isReadable } from '../../../shared/normalise/refusal.ts';
import { isGpuName } from '../analysis/reference.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { dateInFileName, nameFromFile, proposeFields, proposeGrain } from './mapping.ts';
import type { InputFile } from './open-reader.ts';
import { presetOf, proposalsOf, stepsFor } from './presets/apply.ts';
import { PRESETS } from './presets/index.ts';
import type { Preset } from './presets/preset.ts';
import { recognise } from './presets/recognise.ts';
import { templateZip } from './presets/template.ts';
import { readSample, type Sample } from './sample.ts';
import { sampleValues } from './sample-values.ts';
import { type Sniffed, sniffFile } from './sniff.ts';
import { numberShare, parseNumberCell, unknownTokenSet } from './types.ts';

const SHOWN_ROWS = 20;
const SHOWN_SAMPLES = 5;
const SHOWN_LENGTH = 200;

function shown(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/** What a file is taken for while nothing can be guessed: every field of it can be chosen otherwise. */
const PLAIN: Dialect = { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', quote: '"', headerLine: 0, decimalMark: '.' };

/** The same error with the dialect that the file was read with, so that the person can choose another one. */
function withDialect(error: unknown, dialect: Dialect, sheets: Sniffed['sheets'] = []): unknown {
  if (!(error instanceof ChokepointError)) return error;
  const { code, message, advice, details } = error.value;
  const others = sheets.filter(({ name, hidden }) => name !== dialect.sheet && !hidden).map(({ name }) => `"${name}"`);
  if (dialect.format !== 'xlsx' || sheets.length === 0) return new ChokepointError(code, message, advice, { ...details, dialect });
  const read = `Sheet "${dialect.sheet}" was read. ${message}`;
  const shown = `${others.slice(0, 8).join(', ')}${others.length > 8 ? ` and ${others.length - 8} more` : ''}`;
  const other = `Choose another sheet if the records stand there (the sheet chip on the Mapping screen, --sheet on the command line): ${shown}.`;
  return new ChokepointError(code, read, others.length === 0 ? advice : `${other} ${advice}`, { ...details, dialect, choices: sheets });
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

function sampleOr(file: InputFile, { dialect, sheets }: Sniffed, steps: readonly Step[] = []): Sample {
  try {
    return readSample(file, dialect, undefined, { steps });
  } catch (error) {
    throw withDialect(error, dialect, sheets);
  }
}

/** What a person chose beside the dialect. */
export type PreviewChoices = { preset?: string | null; steps?: readonly Step[] };

/** Share of known cells that are numbers or that the rules of a numeric field read. */
function readableShare(field: Field, known: readonly string[], dialect: Dialect): number {
  const { decimalMark, thousandsMark } = dialect;
  const reads = (text: string) => parseNumberCell(text, decimalMark, thousandsMark) !== null || isReadable(field, text, dialect, isGpuName);
  return known.length === 0 ? 0 : known.filter(reads).length / known.length;
}

/** A column as the preview shows it, with the share of its known cells that are plain numbers. */
function profileOf(sample: Sample, dialect: Dialect) {
  const unknown = unknownTokenSet(UNKNOWN_TOKENS);
  return sample.names.map((header, column) => {
    const known = sample.rows.map((row) => (row[column] as string).trim()).filter((text) => !unknown.has(text.toLowerCase()));
    const distinct = new Set(known);
    const numeric = numberShare(known, dialect.decimalMark, unknown, dialect.thousandsMark);
    return {
      header,
      type: numeric === 1 ? ('number' as const) : ('text' as const),
      numeric,
      readable: (field: Field) => readableShare(field, known, dialect),
      filled: known.length,
      distinct: distinct.size,
      samples: [...distinct].slice(0, SHOWN_SAMPLES).map(shown),
    };
  });
}

/** The preset that was asked for, where the file fits it. Errors: `preset-unknown`, `preset-misfit` */
function chosenPreset(id: string, matches: readonly PresetMatch[], fileName: string): { preset: Preset; match: PresetMatch } {
  const preset = presetOf(id);
  const match = matches.find((candidate) => candidate.id === id) as PresetMatch;
  if (match.fit > 0) return { preset, match };
  const fitting = matches.filter(({ fit }) => fit > 0).map((other) => `${other.id} (${other.title})`);
  throw new ChokepointError(
    'preset-misfit',
    `"${fileName}" does not fit the preset ${id} (${preset.title}): ${match.reason} Nothing was imported.`,
    fitting.length > 0 ? `Presets that fit: ${fitting.join(', ')}.` : 'No preset fits: map its columns by hand.',
    { fileName, preset: id, fitting: matches.filter(({ fit }) => fit > 0).map((other) => other.id) },
  );
}

/**
 * What a file holds and how it would be read, without keeping anything.
 *
 * @param dialect fields that the person chose; they overrule the guess
 * @returns all of `Preview` but the reference of the file, which the caller knows
 * Errors: as the import would give them for the beginning of the file; `details.dialect` is there where another dialect may help;
 * `preset-unknown`, `preset-misfit`
 */
export function previewFile(
  path: string,
  fileName: string,
  dialect: Partial<Dialect> = {},
  choices: PreviewChoices = {},
): Omit<Preview, 'file'> {
  const wanted = choices.preset ? { ...presetOf(choices.preset).dialect, ...dialect } : dialect;
  const sniffed = sniffedOr(path, fileName, wanted);
  const plain = sampleOr({ path, fileName }, sniffed);
  const presets = recognise(plain.names, sniffed.dialect);
  const chosen = choices.preset ? chosenPreset(choices.preset, presets, fileName) : null;
  const steps = choices.steps ?? (chosen ? stepsFor(chosen.preset, plain.names) : []);
  const sample = steps.length === 0 ? plain : sampleOr({ path, fileName }, sniffed, steps);
  const profiles = profileOf(sample, sniffed.dialect);
  const general = proposeFields(profiles);
  const proposals = chosen ? proposalsOf(chosen.preset, sample.names, general) : general;
  const made = new Map(steps.filter(addsColumn).map((step) => [step.as, stepText(step)]));
  const asOf = dateInFileName(fileName);
  const opened = [...new Set([...(sniffed.dialect.opened ?? []), ...sample.openable])];
  const { grain, reason } = chosen ? { grain: chosen.preset.grain, reason: chosen.preset.grainReason } : proposeGrain(profiles, proposals);
  return {
    fileName,
    bytes: sniffed.bytes,
    dialect: sniffed.dialect,
    confidence: sniffed.confidence,
    reasons: sniffed.reasons,
    columns: profiles.map(({ numeric: _numeric, readable: _readable, ...profile }, index) => ({
      ...profile,
      ...(proposals[index] as (typeof proposals)[number]),
      step: made.get(profile.header) ?? null,
    })),
    rows: sample.rows.slice(0, SHOWN_ROWS).map((row) => row.map(shown)),
    recordsRead: sample.recordsRead,
    complete: sample.complete,
    proposal: {
      name: nameFromFile(fileName),
      grain,
      base: chosen?.preset.base ?? null,
      asOf,
      reason: asOf ? `${reason} The date stands in the file name.` : reason,
    },
    presets: presets.filter(({ fit }) => fit > 0),
    preset: chosen ? { ...chosen.match, notes: [...chosen.preset.notes] } : null,
    steps: [...steps],
    leftOut: sample.leftOut,
    headers: plain.names,
    choices: { records: sniffed.records, arrays: sample.arrays, opened, members: sniffed.members, sheets: sniffed.sheets },
    findings: [...sniffed.findings, ...sample.findings, ...sample.readerFindings],
  };
}

export type PreviewInput = { path: string; fileName: string; dialect?: Partial<Dialect> } & PreviewChoices;

/** Operations of the compute lane: previews need no case. */
export const previewOperations = {
  preview(_state: unknown, { path, fileName, dialect, preset, steps }: PreviewInput, _context: LaneContext): Omit<Preview, 'file'> {
    return previewFile(path, fileName, dialect, { preset, steps });
  },
  sampleValues(_state: unknown, input: InputFile & { recipe: Recipe; aliases: Aliases }, _context: LaneContext): SampleValues[] {
    const { path, fileName, recipe, aliases } = input;
    return sampleValues({ path, fileName }, recipe, aliases);
  },
  presets(_state: unknown, _input: null, _context: LaneContext): PresetMatch[] {
    return PRESETS.map(({ id, title, about, source, verified }) => ({ id, title, about, source, verified, fit: 0, reason: about }));
  },
  template(_state: unknown, _input: null, _context: LaneContext): Uint8Array {
    return templateZip();
  },
} satisfies OperationTable<never>;
