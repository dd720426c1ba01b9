import { describe, expect, it } from 'vitest';
import { recipeSchema } from '../../shared/case/dataset.ts';
import { isMoment } from '../../shared/case/moment.ts';

describe('dates of facts', () => {
  it.each(['2026-11-20', '2024-02-29', '2000-02-29', '2026-11-20T12:00Z', '2026-11-20T12:00:00.5+05:30'])('%s is a date', (text) => {
    expect(isMoment(text)).toBe(true);
  });

  it.each([
    '2026-02-31',
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-11-20T25:00Z',
    '2026-11-20T12:00',
    '20.11.2026',
    '',
  ])('%s is none', (text) => {
    expect(isMoment(text)).toBe(false);
  });

  it('are refused at the contract, so that no host can store one', () => {
    expect(recipeSchema.shape.asOf.safeParse('2026-02-31').success).toBe(false);
    expect(recipeSchema.shape.asOf.safeParse(null).success).toBe(true);
  });
});
