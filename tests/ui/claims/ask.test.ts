import { describe, expect, it } from 'vitest';
import { askOf } from '../../../renderer/features/claims/ask.ts';

describe('what the scorecard is asked with', () => {
  it('is the weight and filter that were chosen for this dataset, and the usual weight of all records otherwise', () => {
    const choice = { dataset: 'D1', where: "country = 'DE'", weight: 'count' };
    expect(askOf('D1', 'none', choice)).toEqual({ dataset: 'D1', entities: 'none', where: "country = 'DE'", weight: 'count' });
    expect(askOf('D1', 'none', { ...choice, weight: '' })).toEqual({ dataset: 'D1', entities: 'none', where: "country = 'DE'" });
    expect(askOf('D2', 'confirmed', choice)).toEqual({ dataset: 'D2', entities: 'confirmed', where: '' });
    expect(askOf('D1', 'confirmed', null)).toEqual({ dataset: 'D1', entities: 'confirmed', where: '' });
  });
});
