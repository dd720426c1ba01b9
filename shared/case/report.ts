import { z } from 'zod';
import { compareSpecSchema } from './compare.ts';

/** Kinds of sections in the order of a full report; `limitations` can be moved, never left out. */
export const SECTION_KINDS = [
  'answer',
  'findings',
  'removal',
  'data',
  'concentration',
  'hardware',
  'geography',
  'uptime-and-price',
  'comparison',
  'sensitivity',
  'notes',
  'limitations',
  'method',
  'decisions',
  'quality',
  'tables',
  'verify',
] as const;
export const sectionKindSchema = z.enum(SECTION_KINDS);
export type SectionKind = z.infer<typeof sectionKindSchema>;

export const reportSectionSchema = z.object({
  kind: sectionKindSchema,
  shown: z.boolean().default(true),
  /** text of the author below the heading, verbatim; empty = none */
  note: z.string().max(20_000).default(''),
});
export type ReportSection = z.infer<typeof reportSectionSchema>;

const REPORT_TEMPLATES = ['brief', 'full', 'self-disclosure'] as const;
export const reportTemplateSchema = z.enum(REPORT_TEMPLATES);
export type ReportTemplate = z.infer<typeof reportTemplateSchema>;

/**
 * A finding of the first pages: a claim of the report by its id, in its own words or in those of the author, which the linter has to accept. It stays
 * where its claim is gone, and is not printed then.
 */
export const findingChoiceSchema = z.object({ claim: z.string(), text: z.string().max(4000).nullable().default(null) });
export type FindingChoice = z.infer<typeof findingChoiceSchema>;

/** What a reviewer who disagrees says, with the name that stands above it. */
const dissentNoteSchema = z.object({ name: z.string().max(200), text: z.string().max(20_000) });
export type DissentNote = z.infer<typeof dissentNoteSchema>;

/** What is in the report of a case, in which order and words; a decision of the case that can be undone. */
export const reportLayoutSchema = z.object({
  template: reportTemplateSchema.default('full'),
  /** empty = the title of the case */
  title: z.string().max(300).default(''),
  author: z.string().max(200).default(''),
  organisation: z.string().max(200).default(''),
  status: z.enum(['draft', 'final']).default('draft'),
  /** in their order; each kind at most once */
  sections: z.array(reportSectionSchema).max(SECTION_KINDS.length),
  /** saved views, scenarios and pins by id, in their order; `null` = all of the case (its usual ones where it has none) */
  views: z.array(z.string()).nullable().default(null),
  scenarios: z.array(z.string()).nullable().default(null),
  pins: z.array(z.string()).default([]),
  comparisons: z
    .array(
      z.object({
        /** given when the layout that has it first is saved, and never to another; absent = not saved yet */
        id: z
          .string()
          .regex(/^X[1-9]\d*$/)
          .optional(),
        name: z.string().min(1).max(200),
        spec: compareSpecSchema,
      }),
    )
    .max(20)
    .default([]),
  /** datasets whose scorecard is in the report; `null` = all current ones */
  scorecards: z.array(z.string()).nullable().default(null),
  /** findings of the first pages; `null` = chosen by rule, the most severe first */
  findings: z.array(findingChoiceSchema).max(12).nullable().default(null),
  /** notes of reviewers who disagree, printed verbatim with their names, each below the one before; layouts of before have one alone */
  dissent: z.union([z.array(dissentNoteSchema).max(30), dissentNoteSchema]).default([]),
});
export type ReportLayout = z.infer<typeof reportLayoutSchema>;

/** The notes of dissent of a layout as a list, without empty ones. */
export const dissentNotes = ({ dissent }: Pick<ReportLayout, 'dissent'>): DissentNote[] =>
  (Array.isArray(dissent) ? dissent : [dissent]).filter(({ name, text }) => name.trim() !== '' || text.trim() !== '');

/**
 * Notes with one more at the end; one of the same reviewer takes the place of theirs.
 *
 * @returns `replaced` says whether there was one
 */
export function withDissentNote(notes: readonly DissentNote[], note: DissentNote): { notes: DissentNote[]; replaced: boolean } {
  const at = notes.findIndex(({ name }) => name.trim() === note.name.trim());
  if (at < 0) return { notes: [...notes, note], replaced: false };
  return { notes: notes.map((each, index) => (index === at ? note : each)), replaced: true };
}

/** Conformance of the PDF: archive = PDF/A-3a, accessible = PDF/UA-1; both carry the attachments. */
export const pdfProfileSchema = z.enum(['archive', 'accessible']);
export type PdfProfile = z.infer<typeof pdfProfileSchema>;

export const paperSchema = z.enum(['a4', 'us-letter']);
export type Paper = z.infer<typeof paperSchema>;

/** What is written as keyed pseudonyms; the key never leaves the case. */
export const redactionSchema = z.object({
  /** columns by name, header or field, such as `operator`; their names are hidden wherever they stand. Empty = none */
  columns: z.array(z.string()).max(50),
  /** values that hold an Internet address */
  addresses: z.enum(['pseudonyms', 'clear']).default('pseudonyms'),
  /** columns of free text, such as notes, that the files do not have at all, and those whose cells are all empty in them */
  drop: z.array(z.string()).max(50).default([]),
  blank: z.array(z.string()).max(50).default([]),
  /** the person has seen the places where a hidden name stays, and exports all the same */
  acceptKept: z.boolean().default(false),
});
export type Redaction = z.infer<typeof redactionSchema>;

/** Nothing is hidden but Internet addresses. */
export const USUAL_REDACTION: Redaction = { columns: [], addresses: 'pseudonyms', drop: [], blank: [], acceptKept: false };

/** A column of text that is not hidden as a whole. */
export const leftColumnSchema = z.object({
  dataset: z.string(),
  column: z.string(),
  /** cells with a text; those of them that are written as pseudonyms; different texts in clear */
  cells: z.number().int(),
  changed: z.number().int(),
  distinct: z.number().int(),
  /** whether a text in clear is as long as a sentence, or the column is one of notes: anything may stand there */
  isFree: z.boolean(),
});
export type LeftColumn = z.infer<typeof leftColumnSchema>;

/** A column that tells who is meant, and its different names over all datasets. */
export const identityColumnSchema = z.object({ column: z.string(), names: z.number().int() });
export type IdentityColumn = z.infer<typeof identityColumnSchema>;

/** A column left in clear text, under the name that the case knows it by. */
export const plannedColumnSchema = leftColumnSchema.extend({
  /** why it cannot be left out or emptied, since numbers would change; `null` = it can */
  held: z.string().nullable(),
});
export type PlannedColumn = z.infer<typeof plannedColumnSchema>;

/** What an export with a redaction would hide and leave. */
export const redactionPlanSchema = z.object({
  columns: z.array(z.string()),
  names: z.number().int(),
  records: z.number().int(),
  weight: z.string().nullable(),
  /** columns left in clear text, free texts first */
  left: z.array(plannedColumnSchema),
  /** places where a hidden name stays: such an export is refused unless they are accepted */
  exposed: z.array(z.string()),
  /** first words of names that are no short form of them, since they are common words or several names share them */
  words: z.array(z.string()),
});
export type RedactionPlan = z.infer<typeof redactionPlanSchema>;

/** How the files of a report are written; the same options and case give the same bytes. */
export const exportOptionsSchema = z.object({
  paper: paperSchema.default('a4'),
  profile: pdfProfileSchema.default('archive'),
  redaction: redactionSchema.default(USUAL_REDACTION),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

const shownIn: Record<ReportTemplate, readonly SectionKind[]> = {
  brief: ['answer', 'findings', 'limitations'],
  full: SECTION_KINDS,
  'self-disclosure': [
    'answer',
    'data',
    'findings',
    'concentration',
    'hardware',
    'geography',
    'uptime-and-price',
    'quality',
    'limitations',
    'method',
    'verify',
  ],
};

/** The layout that a template begins with. */
export function layoutOf(template: ReportTemplate): ReportLayout {
  const sections = shownIn[template].map((kind) => ({ kind, shown: true, note: '' }));
  return reportLayoutSchema.parse({ template, sections });
}
