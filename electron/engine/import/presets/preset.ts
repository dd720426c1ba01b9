import type { Base, Dialect, Field, Format, Grain } from '../../../../shared/case/dataset.ts';
import type { Verified } from '../../../../shared/case/preset.ts';
import type { Step } from '../../../../shared/case/steps.ts';

/**
 * How a file of a known shape is read. Headers are compared in simple form (lower case, words joined by `_`), so that "stats.gpu.total" and
 * "Stats GPU Total" are one.
 */
export type Preset = {
  id: string;
  title: string;
  /** what one file holds */
  about: string;
  /** public source of the shape */
  source: string;
  verified: Verified;
  /** absent = any */
  formats?: readonly Format[];
  /** each entry needs one of its headers; otherwise the file is another one */
  required: readonly (readonly string[])[];
  /** headers that are usually there too: the more, the better the fit */
  usual: readonly string[];
  /** with one of these the file is another one */
  never?: readonly string[];
  dialect?: Partial<Dialect>;
  /** steps whose columns the file lacks are left out */
  steps: readonly Step[];
  /** headers that may serve a field, the best first; those of steps too */
  mapping: Partial<Record<Field, readonly string[]>>;
  /** what the numbers of a field are in, where its name does not say it */
  units?: Partial<Record<Field, string>>;
  grain: Grain;
  grainReason: string;
  base: Base | null;
  /** limits of what the file says, shown when the preset is used */
  notes: readonly string[];
};

/** No file of this shape has been mapped: headers only, which a person confirms. */
export function isUnverified({ verified }: Pick<Preset, 'verified'>): boolean {
  return verified.state === 'unverified';
}
