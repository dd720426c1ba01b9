import { describe, expect, it } from 'vitest';
import { countOf, dimensionTitle, recognisedWords, weightNoun } from '../../shared/format/index.ts';

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

describe('columns that stand beside the one of a field', () => {
  it('have words, not the names that filters know them by', () => {
    expect([countOf(1, 'country.raw'), countOf(3, 'gpu_model.raw')]).toEqual(['1 text for country', '3 texts for GPU model']);
    expect(dimensionTitle('country.raw')).toBe('Country, text of the file');
    expect([weightNoun('gpu_count.low'), weightNoun('price_usd_per_gpu_hour.high')]).toEqual(['GPUs at least', 'USD per GPU-hour at most']);
  });

  it('keep their names where no field stands behind them', () => {
    expect([countOf(2, 'x.raw'), weightNoun('x.low'), dimensionTitle('.raw')]).toEqual(['2 values of x.raw', 'x.low', '.raw']);
  });
});
