import { z } from 'zod';
import { boundSchema, exactNumberSchema, stampSchema, sumsAmongSchema, type ViewResult, type ViewSpec, viewSpecSchema } from './view.ts';

/** A result as it was when it was pinned: its values are kept, never recomputed, so that a later context cannot change them. */
export const pinSchema = z.object({
  id: z.string(),
  spec: viewSpecSchema,
  /** dataset, base, date, filter and policies of the values */
  stamp: stampSchema,
  finding: z.string(),
  entities: z.number().int(),
  total: exactNumberSchema,
  unknownShare: z.number(),
  hhi: boundSchema,
  cr1: boundSchema,
  nakamoto: z.object({ '1/3': boundSchema, '1/2': boundSchema, '2/3': boundSchema }),
  /** names and shares of the ten largest, for its picture */
  largest: z.array(z.object({ key: z.string(), share: z.number() })).max(10),
  /** lines of sums that its values count, as the view said; absent = none */
  sums: sumsAmongSchema.optional(),
});
export type Pin = Omit<z.infer<typeof pinSchema>, 'spec'> & { spec: ViewSpec };

/** What is kept of a result when it is pinned. */
export function pinOf(spec: ViewSpec, result: ViewResult): Omit<Pin, 'id'> {
  const { stamp, finding, entities, total, unknown, metrics, top, sums } = result;
  return {
    spec,
    stamp,
    finding,
    entities,
    total,
    unknownShare: unknown.share,
    hhi: metrics.hhi,
    cr1: metrics.cr1,
    nakamoto: metrics.nakamoto,
    largest: top.slice(0, 10).map(({ key, share }) => ({ key, share })),
    ...(sums === undefined ? {} : { sums }),
  };
}

/**
 * What differs between the context of a pin and that of a result on show, in words; empty = the same context.
 *
 * @returns e.g. `['filter', 'weight']`; values may differ in the same context too, when a decision changed the data
 */
export function otherContext(pin: Pin['stamp'], now: Pin['stamp']): string[] {
  const differs = (key: keyof Pin['stamp']) => JSON.stringify(pin[key] ?? null) !== JSON.stringify(now[key] ?? null);
  return CONTEXT.flatMap(([key, word]) => (differs(key) ? [word] : []));
}

const CONTEXT: readonly (readonly [keyof Pin['stamp'], string])[] = [
  ['dataset', 'dataset'],
  ['base', 'supply base'],
  ['asOf', 'date'],
  ['by', 'rows'],
  ['weight', 'weight'],
  ['where', 'filter'],
  ['entities', 'entity policy'],
  ['merged', 'confirmed links'],
  ['unknownPolicy', 'unknown policy'],
  ['joined', 'joined columns'],
];

/** Whether a result on show still has the values of its pin. */
export function sameValues(pin: Pin, result: ViewResult): boolean {
  const now = pinOf(pin.spec, result);
  return (['total', 'entities', 'hhi', 'cr1', 'nakamoto'] as const).every((key) => JSON.stringify(pin[key]) === JSON.stringify(now[key]));
}
