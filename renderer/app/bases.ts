import type { Base } from '../../shared/case/dataset.ts';

/** Rungs of the supply ladder in words, for lists. */
export const BASES: readonly { id: Base | 'none'; label: string; description: string }[] = [
  { id: 'none', label: 'not stated', description: 'the report says so beside each number' },
  { id: 'claimed', label: 'claimed', description: 'as the network advertises' },
  { id: 'registered', label: 'registered', description: 'listed in the registry, whether on or off' },
  { id: 'online', label: 'online', description: 'answered when the data were taken' },
  { id: 'verified', label: 'verified', description: 'hardware was checked by somebody' },
  { id: 'online+verified', label: 'online and verified', description: 'both' },
  { id: 'rentable', label: 'rentable', description: 'could be rented at that moment' },
  { id: 'leased', label: 'leased', description: 'was rented at that moment' },
];
