import type { Claim } from '../../shared/evidence/claims-file.ts';

export const stamp = {
  ...{ dataset: 'Northgrid', base: 'online' as const, asOf: '2026-11-20', by: 'operator', weight: 'gpu_count', where: '' },
  ...{ unknownPolicy: 'bounds' as const, entities: 'confirmed' as const, merged: 2, sample: false },
};

/** Numbers of domain.md 9, C1 and experience.md 9.3, R1. */
export const hhi: Claim = {
  ...{ id: 'V1.hhi', measure: 'HHI of GPUs by operator', unit: 'points, 0 to 10,000', status: 'bounded', stamp, source: 'Operators' },
  value: { low: 510, stated: 620, high: 830 },
  display: '620 (510 to 830)',
  statement: 'HHI of GPUs by operator is 620 (510 to 830) points, as concentrated as 16 equal holders.',
  context: 'Northgrid, 2026-11-20, online; n = 41 operators, total 1,204 GPUs, unknown operator 9 % of the weight',
  parameters: { by: 'operator' },
  lines: ['Pack us-mg-2023: below the 1,800 line over the whole range (highly concentrated), reference only.'],
};
export const largest: Claim = {
  ...hhi,
  ...{
    id: 'V1.cr1',
    measure: 'Largest share of GPUs by operator',
    unit: 'share of the total',
    value: { low: 0.241, stated: 0.251, high: 0.282 },
  },
  ...{
    display: '25.1 % (24.1 to 28.2 %)',
    statement: 'The largest known holder of GPUs by operator, Secure Compute, has 25.1 % (24.1 to 28.2 %).',
  },
  ...{
    parameters: { leaders: ['Secure Compute'] },
    lines: ['Pack connected-25: on both sides of the 25 % line: undetermined over the range (connected), reference only.'],
  },
};
export const removal: Claim = {
  ...hhi,
  ...{ id: 'R1.removed-by-hand', measure: 'Served value', unit: 'value of service', value: { low: 84, high: 92 }, lines: [] },
  display: '84 to 92 of 120 (70.0 to 76.7 %)',
  statement: 'Without Borealis and Tundra (2 operators removed by hand), 84 to 92 of 120 (70.0 to 76.7 %) of the demand can be served.',
  parameters: { below: 90, proven: false, demand: 120 },
};

/** A removal test whose breaking point is 11 to 16: its own words name 10, the most that does not break it. */
export const breakingPoint: Claim = {
  ...hhi,
  ...{ id: 'R1.breaking-point', measure: 'Breaking point by operator', unit: 'operator', value: { low: 11, high: 16 }, lines: [] },
  display: 'k* between 11 and 16',
  statement: 'k* is between 11 and 16. No set of 10 operators does this.',
  parameters: { proven: true },
};

/** Claims of each kind as the tests of the linter write them down. */
export const EXAMPLES: readonly Claim[] = [hhi, largest, removal, breakingPoint];
