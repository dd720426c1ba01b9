// Cards of a view. The worked example is domain.md 4: known 40, 25, 10, unknown 25, unit 1.
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../shared/bounds/allocation.ts';
import { metricCards, nakamotoMeasures, type ViewWeights } from '../../shared/cards/index.ts';
import type { CardLine, MetricCard } from '../../shared/case/measures.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { rank } from '../../shared/metrics/ranking.ts';

const NAMES = ['Borealis', 'Tundra', 'Cirrus', 'Delta', 'Ebb'];

function view(known: bigint[], unknown = 0n, unit: bigint | null = 1n, scale = 0): ViewWeights {
  return {
    profile: concentrationProfile({ known, unknownMass: unknown, unknownUnit: unit }),
    allocation: allocationOf(rank(known), unknown, unit),
    names: NAMES,
    scale,
    outer: [],
    bounded: false,
    constrained: false,
    weight: 'gpu_count',
    by: 'operator',
  };
}

const line = (metric: CardLine['metric'], value: string): CardLine => ({ metric, op: '>', value, label: 'test line' });
const cardOf = (cards: readonly MetricCard[], id: string): MetricCard => {
  const card = cards.find((each) => each.id === id);
  if (!card) throw new Error(`no card ${id}`);
  return card;
};

describe('cards of the worked example of domain 4', () => {
  const cards = metricCards(view([40n, 25n, 10n], 25n), {
    thresholds: ['4/5'],
    lines: [line('hhi_points', '1800'), line('hhi_points', '3000')],
  });

  it('HHI shows its terms, its value between its ends, and how much unknown weight decides at a line', () => {
    const card = cardOf(cards, 'hhi');
    expect(card.filled).toBe('(40² + 25² + 10²) / 75² × 10,000 = 4,133');
    expect(card.text).toBe('4,133 (2,325 to 4,950)');
    // (40 + u)^2 + 25^2 + 10^2 > 3000 for u = 8: 2304 + 725 = 3029; for u = 7: 2209 + 725 = 2934
    expect(card.change).toEqual([
      'Above 1,800 (test line) whoever holds the unknown 25 GPUs.',
      'Undetermined at 3,000 (test line): 8 of the 25 GPUs unattributed with Borealis put it above the line; spread over many holders it stays below.',
      'Borealis and Tundra under one owner: 7,689, higher by 2 × p₁ × p₂ = 3,556 points.',
    ]);
    expect(card.notes).toContain('HHI cannot fall below 1/n = 3,333.');
  });

  it('Nakamoto coefficients show range, both margins in shares and in weight, members and what decides', () => {
    expect(cardOf(cards, 'nakamoto.1/2').text).toBe('1 (1 to 2)');
    expect(cardOf(cards, 'nakamoto.4/5').text).toBe('2 (2 to 9)');
    const half = cardOf(cards, 'nakamoto.1/2');
    expect(half.filled).toBe('40 (53.3 %) is: k = 1');
    // 51 of 100 are needed, Borealis has 40
    expect(half.change).toEqual(['1 when at least 11 of the 25 GPUs unattributed belong to Borealis; up to 2 when they are spread.']);
    expect(half.notes[0]).toBe(
      'Over the threshold by 3.3 points (2.50 GPUs); without the smallest of them short by 50.0 points (37.5 GPUs).',
    );
  });

  it('Gini has no range while weight is unknown, and says so beside n and effective number', () => {
    const card = cardOf(cards, 'gini');
    expect(card.value).toEqual({ low: null, stated: expect.closeTo(4 / 15, 12), high: null });
    expect(card.notes.join(' ')).toContain('no range');
    expect(card.notes.join(' ')).toContain('n = 3, effective number 2.4');
  });

  it('every card has name, formula, convention and source, and no two the same id', () => {
    expect(new Set(cards.map(({ id }) => id)).size).toBe(cards.length);
    for (const card of cards)
      for (const text of [card.name, card.formula, card.convention, card.source, card.unit]) expect(text).not.toBe('');
  });
});

describe('the smallest change, without unknown weight', () => {
  it('names the weight at which HHI crosses a line in both directions', () => {
    // 40, 25, 10 of 75: (40+d)^2 + 25^2 + (10-d)^2 > 0.45 x 5625 = 2531.25 for d = 4 (2597; d = 3 gives 2523)
    const below = cardOf(metricCards(view([40n, 25n, 10n]), { lines: [line('hhi_points', '4500')] }), 'hhi');
    expect(below.change[0]).toBe('Not above 4,500 (test line): passes it when Borealis takes over 4 GPUs from the smallest.');
    // cutting 40 to 37: 1369 + 625 + 100 = 2094 <= 0.38 x 5625 = 2137.5; 38 gives 2169
    const above = cardOf(metricCards(view([40n, 25n, 10n]), { lines: [line('hhi_points', '3800')] }), 'hhi');
    expect(above.change[0]).toBe('Above 3,800 (test line): falls to the line when 3 GPUs of the largest go to many new holders.');
  });

  it('names the transfer that lowers and the one that raises a Nakamoto coefficient', () => {
    const card = cardOf(metricCards(view([40n, 25n, 20n, 10n, 5n])), 'nakamoto.1/2');
    // 65 > 50 by 15; Borealis alone lacks 11 for 51
    expect(card.filled).toBe('40 of 100 (40.0 %) is not more than 50 %; 65 (65.0 %) is: k = 2');
    expect(card.change).toEqual([
      '1 when Borealis gains 11 GPUs from others.',
      '3 or more when the 2 largest lose 15 GPUs to many new holders.',
    ]);
  });

  it('a tie at the cut is named, and what is in every set', () => {
    const card = cardOf(metricCards(view([30n, 20n, 20n, 20n, 10n])), 'nakamoto.2/3');
    expect(card.notes).toContain('Not unique: Tundra, Cirrus and Delta hold the same at the cut, so the list of members is arbitrary.');
    expect(card.notes).toContain('In every set of this size that passes: Borealis.');
    const [, , measure] = nakamotoMeasures(view([30n, 20n, 20n, 20n, 10n]), []);
    expect(measure?.detail).toMatchObject({
      tie: true,
      tied: ['Tundra', 'Cirrus', 'Delta'],
      essential: ['Borealis'],
      over: '1/30',
      short: '1/6',
    });
  });

  it('decimals are read at their scale, and a share line counts what is missing to it', () => {
    // 4.0, 2.5 and 1.0: a share of one half needs strictly more than 3.75
    const cards = metricCards(view([40n, 25n, 10n], 0n, null, 1), { lines: [line('cr1', '3/5')] });
    expect(cardOf(cards, 'hhi').filled).toBe('(4² + 2.50² + 1²) / 7.50² × 10,000 = 4,133');
    expect(cardOf(cards, 'cr1').change[0]).toBe('Not above 60.0 % (test line): reached when Borealis takes over 0.6 GPUs.');
  });
});

describe('edges', () => {
  it('one entity: normalised HHI is 1 with a flag, evenness is not defined, Gini is 0 by convention', () => {
    const cards = metricCards(view([7n]));
    expect(cardOf(cards, 'hhiNormalised')).toMatchObject({
      text: '1.000',
      notes: expect.arrayContaining([expect.stringContaining('n = 1')]),
    });
    expect(cardOf(cards, 'evenness')).toMatchObject({ text: '—', undefinedBecause: 'It takes at least two entities.', change: [] });
    expect(cardOf(cards, 'theilNormalised').undefinedBecause).toBe('It takes at least two entities.');
    expect(cardOf(cards, 'gini').notes).toContain('n = 1: 0 by convention.');
  });

  it('no weight: every card says so and none shows 0', () => {
    for (const card of metricCards(view([0n, 0n]), {
      ks: [5],
      thresholds: ['9/10'],
      lines: [line('hhi_points', '1800'), line('cr1', '3/10')],
    })) {
      expect(card).toMatchObject({ text: '—', undefinedBecause: 'No entity has a weight above 0.', filled: null, change: [] });
    }
  });

  it('only unknown weight: nothing is stated, HHI can be anything', () => {
    const cards = metricCards(view([], 10n));
    expect(cardOf(cards, 'hhi')).toMatchObject({ value: { low: 0, stated: null, high: 10_000 }, filled: null });
    expect(cardOf(cards, 'nakamoto.1/2').value).toEqual({ low: 1, stated: null, high: 6 });
  });

  it('CR_k beyond n says that k is larger than n', () => {
    const card = cardOf(metricCards(view([3n, 1n]), { ks: [5] }), 'cr.5');
    expect(card).toMatchObject({ text: '100.0 %' });
    expect(card.notes).toContain('k is larger than n: all 2 operators hold everything.');
  });

  it('zeros: both population rules of Gini are given ([1,1,3,0,0]: 0.267 and 0.56, domain 3.4)', () => {
    const card = cardOf(metricCards(view([1n, 1n, 3n, 0n, 0n])), 'gini');
    expect(card.text).toBe('0.267');
    expect(card.change).toEqual(['With zeros kept (5 registered, 2 of them without weight): 0.560.']);
  });
});
