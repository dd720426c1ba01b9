import { describe, expect, it } from 'vitest';
import { weightNoun } from '../../shared/format/index.ts';

describe('the word for a weight', () => {
  it('is the name for what is shared, and has the unit behind the digits of an amount', () => {
    expect(weightNoun('stake')).toBe('stake');
    expect(weightNoun({ weight: 'stake', weightUnit: 'lamports' })).toBe('lamports of stake');
    expect(weightNoun({ weight: 'stake' })).toBe('stake');
    expect(weightNoun({ weight: 'gpu_count' })).toBe('GPUs');
  });
});
