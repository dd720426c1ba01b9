import { describe, expect, it } from 'vitest';
import { tableColumns } from '../../renderer/features/views/tableColumns.tsx';
import type { ViewResult } from '../../shared/case/view.ts';
import { viewOf } from '../charts/fixtures.ts';

// 17 figures of 8 pixels and 5 commas of 4, as the interface draws them, inside a padding of 12 on both sides
const NEEDED = 17 * 8 + 5 * 4 + 24;
const actions = { isOpen: () => false, toggle: () => {}, records: () => {} };

describe('the amounts of the ranked table', () => {
  it('have room for the widest of them to its last digit', () => {
    const view = viewOf([{ key: 'a', share: 1 }]);
    const [first] = view.top;
    if (!first) throw new Error('a view without a group');
    const widthOf = (result: ViewResult) => tableColumns(result, () => [1], actions).find(({ id }) => id === 'value')?.width ?? 0;
    expect(widthOf({ ...view, top: [{ ...first, value: '16880677660035076' }] })).toBeGreaterThanOrEqual(NEEDED);
    expect(widthOf({ ...view, top: [{ ...first, value: 12 }] })).toBeLessThan(NEEDED);
  });
});
