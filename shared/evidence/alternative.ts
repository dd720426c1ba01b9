import { z } from 'zod';
import { baseSchema } from '../case/dataset.ts';
import { thresholdSchema } from '../case/removal.ts';
import { entityPolicySchema, unknownPolicySchema } from '../case/view.ts';
import { ALIAS_KINDS } from '../normalise/reading.ts';

/** What a reviewer would have decided otherwise; what is `null` or absent stays as the author decided. */
export const changesSchema = z.strictObject({
  /** links between accounts, by id */
  links: z
    .array(z.strictObject({ link: z.string().min(1), state: z.enum(['confirmed', 'rejected']) }))
    .max(5000)
    .default([]),
  /** readings of texts: GPU names, countries and the like; `value` `null` = no value */
  values: z
    .array(z.strictObject({ kind: z.enum(ALIAS_KINDS), raw: z.string().min(1).max(500), value: z.string().max(500).nullable() }))
    .max(2000)
    .default([]),
  /** which links count, in every view, test and comparison */
  entities: entityPolicySchema.nullable().default(null),
  /** what unknown weight does, in every view */
  unknown: unknownPolicySchema.nullable().default(null),
  /** weight of every view: a numeric column, `count` or a derived weight */
  weight: z.string().min(1).max(500).nullable().default(null),
  /** rung of the supply ladder, in every view and test */
  base: baseSchema.nullable().default(null),
  /** what every removal test has to keep: a share such as `4/5` or `80%` */
  threshold: thresholdSchema.nullable().default(null),
});
export type Changes = z.infer<typeof changesSchema>;

/** Whether anything is decided otherwise. */
export const changesNothing = (changes: Changes): boolean =>
  changes.links.length === 0 &&
  changes.values.length === 0 &&
  [changes.entities, changes.unknown, changes.weight, changes.base, changes.threshold].every((choice) => choice === null);

const UNKNOWN_WORDS = {
  bounds: 'unknown weight widens ranges',
  'known-only': 'unknown weight is left out',
  'own-entity': 'each record of unknown weight counts as an entity of its own',
  'one-entity': 'unknown weight counts as one entity',
} as const;

/**
 * Changes in words, one a line.
 *
 * @param linkWords a link in words, by its id
 */
export function changeWords(changes: Changes, linkWords: (id: string) => string): string[] {
  const { links, values, entities, unknown, weight, base, threshold } = changes;
  return [
    ...links.map(({ link, state }) => `${state === 'confirmed' ? 'Confirm' : 'Reject'} the link ${linkWords(link)}`),
    ...values.map(({ kind, raw, value }) => `Read "${raw}" as ${value === null ? 'no value' : `"${value}"`} (${kind})`),
    ...(entities === null ? [] : [`Count links as: ${entities.replaceAll('-', ' ')}, everywhere`]),
    ...(unknown === null ? [] : [`In every view ${UNKNOWN_WORDS[unknown]}`]),
    ...(weight === null ? [] : [`Weigh every view by ${weight}`]),
    ...(base === null ? [] : [`Count the supply that is ${base.replaceAll('+', ' and ')}, everywhere`]),
    ...(threshold === null ? [] : [`Ask every removal test to keep ${threshold}`]),
  ];
}

const sideSchema = z.object({ display: z.string(), statement: z.string(), value: z.unknown() });

/** A claim of a bundle beside what it would be. */
export const comparedClaimSchema = z.object({
  id: z.string(),
  measure: z.string(),
  unit: z.string(),
  /** as the bundle states it, as the changes give it; `null` = it is only in the other */
  stated: sideSchema.nullable(),
  alternative: sideSchema.nullable(),
  changed: z.boolean(),
});
export type ComparedClaim = z.infer<typeof comparedClaimSchema>;

export const alternativeSchema = z.object({
  /** SHA-256 of manifest.json of the bundle */
  bundle: z.string(),
  title: z.string(),
  asOf: z.string().nullable(),
  changes: changesSchema,
  /** the same in words */
  words: z.array(z.string()),
  claims: z.array(comparedClaimSchema),
});
export type Alternative = z.infer<typeof alternativeSchema>;

/** What can be decided otherwise in a bundle. */
export const alternativeChoicesSchema = z.object({
  bundle: z.string(),
  title: z.string(),
  links: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      from: z.string(),
      to: z.string(),
      state: z.string(),
      strength: z.string(),
      why: z.string().nullable(),
    }),
  ),
  /** weights that every view of the bundle can be asked by */
  weights: z.array(z.string()),
  /** thresholds, weights and policies as the author chose them, by view or test */
  chosen: z.array(z.object({ name: z.string(), weight: z.string().nullable(), threshold: z.string().nullable(), entities: z.string() })),
});
export type AlternativeChoices = z.infer<typeof alternativeChoicesSchema>;

/** Path of what a dissent says in its bundle. */
export const DISSENT_PATH = 'dissent.json';

/** dissent.json: which bundle is answered, by whom, with which changes, and what they say to it. */
export const dissentSchema = z.object({
  format: z.literal(1),
  answers: z.object({ bundle: z.string().regex(/^[0-9a-f]{64}$/), title: z.string(), asOf: z.string().nullable() }),
  reviewer: z.string().min(1).max(200),
  note: z.string().max(15_000),
  changes: changesSchema,
  words: z.array(z.string()),
  claims: z.array(comparedClaimSchema),
});
export type Dissent = z.infer<typeof dissentSchema>;

/** Claims that come out otherwise, a line each: `V1.hhi HHI: 2,450 points; otherwise 1,980 points`. */
export const changedLines = (claims: readonly ComparedClaim[]): string[] =>
  claims
    .filter(({ changed }) => changed)
    .map(
      ({ id, measure, stated, alternative }) =>
        `${id} ${measure}: ${stated?.display ?? 'not stated'}; otherwise ${alternative?.display ?? 'not stated'}`,
    );

/** A dissent as a report prints it, verbatim and whole up to the length of that section. */
export function dissentText({ answers, note, words, claims }: Dissent): string {
  const changed = changedLines(claims);
  const lines = [
    ...(note === '' ? [] : [note, '']),
    `Answers bundle ${answers.bundle.slice(0, 16)}.`,
    ...words.map((word) => `- ${word}`),
    changed.length === 0
      ? `None of ${claims.length} claims comes out otherwise.`
      : `${changed.length} of ${claims.length} claims come out otherwise:`,
    ...changed.map((line) => `- ${line}`),
  ];
  let text = '';
  for (const [at, line] of lines.entries()) {
    const more = `${text}${at === 0 ? '' : '\n'}${line}`;
    if (more.length > 19_000) return `${text}\n- and ${lines.length - at} more lines in the dissent itself`;
    text = more;
  }
  return text;
}
