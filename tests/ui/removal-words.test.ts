import { describe, expect, it } from 'vitest';
import { otherSets, sentenceSetLeaves } from '../../renderer/features/removal/cardWords.ts';
import { draftOf, portfolioOf } from '../../renderer/features/removal/portfolioDraft.ts';
import { servableHeader, servedAmounts } from '../../renderer/features/removal/served.ts';
import { outcomeWidths } from '../../renderer/features/removal/tabs/outcome-widths.ts';
import type { RemovalModel } from '../../shared/contract/removal.ts';

const model = {
  classes: [{ name: 'any GPU', quantity: 1_598_792, value: 1, capacityLow: 0, capacityHigh: null }],
  demand: 1_598_792,
  below: 1_438_913,
  metric: 'value',
  threshold: '9/10',
} as unknown as RemovalModel;

describe('sets beside the one that is named', () => {
  const breakingPoint = { low: 15, high: 15, proven: true, members: Array.from({ length: 15 }, (_, at) => `u${at}`) };
  const alternatives = [['a'], ['b']];
  const of = (certificate: Record<string, unknown>) => otherSets({ alternatives, certificate, breakingPoint });

  it('are counted, or at least so many where the search stopped at its cap', () => {
    expect(of({ status: 'proven', alternatives: { count: 3, complete: true } })).toEqual({ label: 'Other smallest sets', value: '2' });
    expect(of({ status: 'proven', alternatives: { count: 3, complete: false } })?.value).toBe('at least 2');
  });
  it('are not called smallest where the breaking point is a bracket', () => {
    expect(of({ status: 'bracket', alternatives: { count: 3, complete: false } })).toEqual({
      label: 'Other sets of 15 found',
      value: 'at least 2',
    });
  });
  it('may leave more than the worst set of their size, which the card then says', () => {
    expect(sentenceSetLeaves({ certificate: { k: 15, served: 601 } }, 15, 593)).toBe(601);
    expect(sentenceSetLeaves({ certificate: { k: 15, served: 593 } }, 15, 593)).toBeNull();
    expect(sentenceSetLeaves({ certificate: { k: 14, served: 601 } }, 15, 593)).toBeNull();
    expect(sentenceSetLeaves({ certificate: { k: 15, served: null } }, 15, 593)).toBeNull();
  });
});

describe('a table of losses', () => {
  it('gives the demand once, in the heading', () => {
    expect(servableHeader(model)).toBe('Servable of 1,598,792');
    expect(servedAmounts(model, { low: 470_286, high: 1_213_059 })).toBe('470,286 to 1,213,059');
  });
  it('is as wide as the widest amount of any row, at 8 pixels a figure', () => {
    const narrow = outcomeWidths([{ gpus: 7, served: { low: 1, high: 1 } }], model);
    const wide = outcomeWidths(
      [
        { gpus: 7, served: { low: 1, high: 1 } },
        { gpus: 1_787_549, served: { low: 470_286, high: 1_213_059 } },
      ],
      model,
    );
    expect(wide.gpus).toBeGreaterThan(7 * 8);
    expect(wide.served).toBeGreaterThan(14 * 8);
    expect(wide.gpus).toBeGreaterThan(narrow.gpus);
  });
});

describe('a least uptime as it is typed', () => {
  const uptimeOf = (typed: string) =>
    portfolioOf([{ ...draftOf({ name: 'card', gpus_per_node: 1, nodes: 1, quantity: 1 }), min_uptime: typed }], {}).classes[0]?.min_uptime;
  it('is a percentage, or a fraction as in files', () => {
    expect(uptimeOf('99.5')).toBe(0.995);
    expect(uptimeOf('0.995')).toBe(0.995);
    expect(uptimeOf('100')).toBe(1);
  });
});
