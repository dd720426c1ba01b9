import { type Step, stepSchema } from '../../../shared/case/steps.ts';

export type StepKind = Step['step'];

/** Kinds of steps in the words of the screen. */
export const STEP_KINDS: readonly { id: StepKind; label: string; description: string }[] = [
  { id: 'part', label: 'Part of a cell', description: 'adds a column with one part of each cell, such as the country of "Europe, DE"' },
  { id: 'scale', label: 'A number times a constant', description: 'adds a column in another unit, such as lamports times 1e-9' },
  { id: 'member', label: 'A value inside a cell', description: 'adds a column with the value under a name, in cells that hold objects' },
  { id: 'names', label: 'Names out of a list', description: 'adds a column with one name for each object of a list' },
  { id: 'keep', label: 'Keep only some records', description: 'the others are left out, kept with their text and counted' },
  { id: 'largest', label: 'One record of several', description: 'of records with the same id, the one with the largest number counts' },
];

/** What the fields of the dialog hold; those of other kinds are kept while the kind is changed. */
export type StepForm = {
  kind: StepKind;
  from: string;
  by: string;
  /** which part, from 1, or -1 for the last */
  part: number;
  factor: string;
  key: string;
  /** names with commas between */
  members: string;
  as: string;
  where: string;
  per: string;
  of: string;
  reason: string;
};

/** An empty dialog over the columns of a file. */
export function emptyStep(headers: readonly string[]): StepForm {
  const [first = '', second = first] = headers;
  return {
    kind: 'keep',
    from: first,
    by: ',',
    part: -1,
    factor: '',
    key: '',
    members: '',
    as: '',
    where: '',
    per: first,
    of: second,
    reason: '',
  };
}

/** The step that the fields say; `null` while one that it needs is empty or wrong. */
export function stepOf({ kind, from, by, part, factor, key, members, as, where, per, of, reason }: StepForm): Step | null {
  const named = { from, as: as.trim() };
  const why = reason.trim();
  const fields = {
    part: { ...named, by, part },
    scale: { ...named, by: factor.trim() },
    member: { ...named, key: key.trim() },
    names: {
      ...named,
      members: members
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    },
    keep: { where: where.trim(), reason: why },
    largest: { per, of, reason: why },
  }[kind];
  const parsed = stepSchema.safeParse({ step: kind, ...fields });
  return parsed.success ? parsed.data : null;
}
