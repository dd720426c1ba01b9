import type { ZeroRule } from './gini.ts';
import type { Passing } from './nakamoto.ts';

/** A threshold of another system: the share and whether reaching it is enough. */
export type PresetThreshold = { readonly threshold: string; readonly passing: Passing; readonly appliesTo?: string };

/** Rules that reproduce another system's numbers; never a default, stamped on every result made with them. */
export type CompatibilityPreset = {
  readonly id: string;
  readonly source: string;
  readonly thresholds: readonly PresetThreshold[];
  readonly zeros: ZeroRule;
  /** why its numbers differ from ours, in words for the report */
  readonly differs: string;
};

/** Compatibility presets of domain 3.8. */
export const compatibilityPresets = [
  {
    id: 'edi',
    source: 'Edinburgh Decentralisation Index, Blockchain-Technology-Lab',
    thresholds: [
      { threshold: '1/2', passing: '>=' },
      { threshold: '33/100', passing: '>=' },
      { threshold: '66/100', passing: '>=' },
    ],
    zeros: 'keep',
    differs:
      'A share that only reaches the threshold counts, and 0.33 is not one third. Its code adds floating point numbers and may print another count at an exact tie; here the comparison is exact.',
  },
  {
    id: 'nakaflow',
    source: 'xenowits/nakomoto-coefficient-calculator',
    thresholds: [
      { threshold: '33/100', passing: '>=' },
      { threshold: '67/100', passing: '>=', appliesTo: 'Nano' },
      { threshold: '1/2', passing: '>', appliesTo: 'Cardano' },
      { threshold: '1/2', passing: '>=', appliesTo: 'Mina' },
    ],
    zeros: 'drop',
    differs: 'A share that only reaches 33 % counts: three equal entities give 1 instead of 2.',
  },
] as const satisfies readonly CompatibilityPreset[];

/** Preset by id, or `null`. */
export function compatibilityPreset(id: string): CompatibilityPreset | null {
  return compatibilityPresets.find((preset) => preset.id === id) ?? null;
}
