import type { ZeroRule } from './gini.ts';
import type { Passing } from './nakamoto.ts';

/** A threshold of another system: the share and whether reaching it is enough. */
export type PresetThreshold = {
  readonly threshold: string;
  readonly passing: Passing;
  /** the limit is rounded down to a whole amount before the comparison */
  readonly floor?: boolean;
  readonly appliesTo?: string;
};

/** What another system does with weight whose entity is unknown. */
export type UnknownRule =
  /** it leaves the total */
  | 'left-out'
  /** it stays in the total and nobody holds it */
  | 'in-total'
  /** each unknown record is an entity of its own */
  | 'own-entity'
  /** all of it is one entity more */
  | 'one-entity';

/** Rules that reproduce another system's numbers; never a default, stamped on every result made with them. */
export type CompatibilityPreset = {
  readonly id: string;
  readonly source: string;
  readonly thresholds: readonly PresetThreshold[];
  /** unknown weight; several rules where the system itself has several */
  readonly unknown: readonly UnknownRule[];
  /** population of Gini and Theil; `null` = the system does not print them */
  readonly zeros: ZeroRule | null;
  /** why its numbers differ from ours, in words for the report */
  readonly differs: string;
};

/** Compatibility presets of domain 3.8. */
const compatibilityPresets = [
  {
    id: 'edi',
    source: 'Edinburgh Decentralisation Index, Blockchain-Technology-Lab',
    thresholds: [
      { threshold: '1/2', passing: '>=' },
      { threshold: '33/100', passing: '>=' },
      { threshold: '66/100', passing: '>=' },
    ],
    unknown: ['left-out', 'one-entity'],
    zeros: 'keep',
    differs:
      'A share that only reaches the threshold counts, and 0.33 is not one third. Gini and Theil count entities without weight, and "unknown" may be an entity. Its code adds floating point numbers and may print another count at an exact tie; here the comparison is exact.',
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
    unknown: ['left-out'],
    zeros: null,
    differs: 'A share that only reaches 33 % counts: three equal entities give 1 instead of 2.',
  },
  {
    id: 'dfinity',
    source: 'dfinity/dre',
    thresholds: [{ threshold: '1/3', passing: '>', floor: true }],
    unknown: ['left-out'],
    zeros: null,
    differs:
      'More than floor(N/3) nodes, where nodes without a value leave the total of that feature. For whole nodes the count is ours when nothing is unknown; with unknown nodes the denominator is smaller. Ties are listed by name.',
  },
  {
    id: 'bittensor-labs',
    source: 'maxim91136/bittensor-labs',
    thresholds: [{ threshold: '51/100', passing: '>=' }],
    unknown: ['in-total'],
    zeros: null,
    differs: 'At least 51 % of the stake of the whole network, where ours is strictly more than one half.',
  },
  {
    id: 'metagraphed',
    source: 'JSONbored/metagraphed',
    thresholds: [{ threshold: '1/2', passing: '>' }],
    unknown: ['own-entity'],
    zeros: null,
    differs: 'The same strict comparison, but each record of unknown owner counts as an owner of its own, where ours is a range.',
  },
] as const satisfies readonly CompatibilityPreset[];

/** Names of the presets. */
export const PRESET_IDS: readonly string[] = compatibilityPresets.map(({ id }) => id);

/** Preset by id, or `null`. */
export function compatibilityPreset(id: string): CompatibilityPreset | null {
  return compatibilityPresets.find((preset) => preset.id === id) ?? null;
}
