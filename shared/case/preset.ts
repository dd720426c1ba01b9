import { z } from 'zod';

/** How far the shape of a preset is known: a real file was mapped with it, only its shape is documented, or neither. */
export const verifiedSchema = z.object({ state: z.enum(['real-file', 'shape', 'unverified']), note: z.string() });
export type Verified = z.infer<typeof verifiedSchema>;

/** A preset beside a file. */
export const presetMatchSchema = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  source: z.string(),
  verified: verifiedSchema,
  /** how well the file fits, 0..1, and why; 0 = it does not */
  fit: z.number(),
  reason: z.string(),
});
export type PresetMatch = z.infer<typeof presetMatchSchema>;

/** From this fit on a preset is proposed by itself. */
export const SURE_FIT = 0.85;
