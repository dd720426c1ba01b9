import { describe, expect, it } from 'vitest';
import type { Base, ColumnInfo } from '../../shared/case/dataset.ts';
import { columnsTelling, toldBases } from '../../shared/case/told-bases.ts';

const column = (field: string, filled = 5) => ({ name: `the ${field}`, field, filled }) as unknown as ColumnInfo;
const dataset = (base: Base | null, ...columns: ColumnInfo[]) => ({ base, columns });
const [status, verified] = [column('status'), column('verified')];

describe('rungs of the supply that a dataset can tell', () => {
  // domain 1.4: a count on a lower rung never says which of its records are on another one, unless a column does
  it.each([
    [null, [status, verified], ['', 'online', 'verified', 'online+verified']],
    ['claimed', [status], ['', 'online']],
    ['registered', [verified], ['', 'verified']],
    ['online', [status, verified], ['', 'online+verified']],
    ['verified', [status, verified], ['', 'online+verified']],
    ['verified', [verified], ['']],
    ['online+verified', [status, verified], ['']],
    ['rentable', [status, verified], ['']],
    ['registered', [column('status', 0)], ['']],
  ] as const)('of a %s one', (base, columns, rungs) => {
    const one = dataset(base, ...columns);
    expect(toldBases(one)).toEqual(rungs);
    for (const rung of toldBases(one)) expect(columnsTelling(one, rung)).not.toBeNull();
  });

  it('are read from the columns that state them, its own from none', () => {
    const wide = dataset('registered', status, verified);
    expect(columnsTelling(wide, 'online+verified')).toEqual([status, verified]);
    expect([columnsTelling(wide, ''), columnsTelling(wide, 'registered')]).toEqual([[], []]);
    expect(columnsTelling(wide, 'leased')).toBeNull();
    expect(columnsTelling(dataset('online', status, verified), 'online+verified')).toEqual([verified]);
  });
});
