import { describe, expect, it } from 'vitest';
import { recognisedWords } from '../../shared/format/index.ts';

describe('how many columns of a file are recognised', () => {
  it('counts the columns of the file alone, as its preview did', () => {
    // four columns of a file: provider, country (read by a rule), gpu_model (read, with a family made of it) and notes; stake is joined
    const columns = [
      { name: 'provider', field: 'provider' },
      { name: 'country', field: 'country', derived: { from: 'country.raw' } },
      { name: 'country.raw', field: null, rawOf: 'country' },
      { name: 'gpu_model', field: 'gpu_model', derived: { from: 'gpu_model' } },
      { name: 'gpu_family', field: null, derived: { from: 'gpu_model' } },
      { name: 'notes', field: null },
      { name: 'stake', field: 'stake', joined: {} },
    ];
    expect(recognisedWords(columns)).toBe('3 of 4');
  });
});
