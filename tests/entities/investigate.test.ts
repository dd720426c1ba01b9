import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMetricLine } from '../../shared/claims/line.ts';
import { groupEntities } from '../../shared/entities/groups.ts';
import { whatToInvestigate } from '../../shared/entities/investigate.ts';
import { compare, fraction } from '../../shared/metrics/exact.ts';
import { linkOf, linksArbitrary, NAMES, unitsArbitrary } from './support.ts';

const entities = ['a', 'b', 'c', 'd', 'e'];
const input = (units: bigint[], links: ReturnType<typeof linkOf>[]) => ({
  grouping: groupEntities(entities, links, 'confirmed', null),
  units,
  links,
  thresholds: {},
});

describe('what to investigate next', () => {
  it('ranks pairs by 2 p_a p_b and unknown records by 2 p_1 p_r + p_r^2', () => {
    // By hand, T = 100: 2 x 40 x 20 = 1,600; record of 10: 2 x 40 x 10 + 100 = 900; 2 x 15 x 10 = 300; record of 2: 164; per 10,000.
    const links = [linkOf('a', 'b', 'proposed', 'weak'), linkOf('c', 'd', 'deferred', 'strong')];
    const questions = whatToInvestigate({
      ...input([40n, 20n, 15n, 10n, 3n], links),
      unknownRecords: [
        { id: 'row 9', units: 10n },
        { id: 'row 7', units: 2n },
      ],
    });
    expect(questions.map(({ kind, groups, id, deltaHhi }) => [kind === 'pair' ? groups.join('') : id, deltaHhi])).toEqual([
      ['ab', fraction(1600, 10000)],
      ['row 9', fraction(900, 10000)],
      ['cd', fraction(300, 10000)],
      ['row 7', fraction(164, 10000)],
    ]);
  });

  it('puts first what would change a stated conclusion, however small', () => {
    // By hand, T = 100, above 4/5: 60 + 11 + 11 = 82 needs 3. b and c one: 60 + 22 = 82 needs 2, rise 2 x 11 x 11 = 242.
    // a and e one: 69 + 11 = 80 is not above 80, still 3, rise 2 x 60 x 9 = 1,080.
    const links = [linkOf('a', 'e', 'proposed', 'strong'), linkOf('b', 'c', 'proposed', 'weak')];
    const base = { ...input([60n, 11n, 11n, 9n, 9n], links), thresholds: { '4/5': fraction(4, 5) } };
    expect(whatToInvestigate(base).map(({ groups }) => groups.join(''))).toEqual(['bc', 'ae']);
    expect(whatToInvestigate(base)[0]?.wouldSettle).toContain('payout address');
  });

  it('names a stated line that would change its state', () => {
    // By hand, T = 100: HHI = 40^2 + 20^2 + 20^2 + 10^2 + 10^2 = 2,600; with d and e one 2,800; CR1 stays 40 %.
    const lines = [parseMetricLine('hhi_points > 2750'), parseMetricLine('cr1 > 1/2'), parseMetricLine('entities < 5')];
    const [question] = whatToInvestigate({ ...input([40n, 20n, 20n, 10n, 10n], [linkOf('d', 'e', 'proposed', 'weak')]), lines });
    expect(question?.flips).toEqual([
      { conclusion: 'hhi_points > 2750', before: 'does not hold', after: 'holds' },
      { conclusion: 'entities < 5', before: 'does not hold', after: 'holds' },
    ]);
  });

  it('names a Nakamoto coefficient that would change', () => {
    // By hand: 30, 20, 20, 20, 10 of 100: more than one half needs 3; with a and b one (50) it still needs 2.
    const [question] = whatToInvestigate({
      ...input([30n, 20n, 20n, 20n, 10n], [linkOf('a', 'b', 'proposed', 'strong')]),
      thresholds: { '1/2': fraction(1, 2) },
    });
    expect(question?.flips).toEqual([{ conclusion: 'NC(1/2)', before: '3', after: '2' }]);
  });

  it('asks the breaking point for the most valuable pairs only, and says for which', () => {
    const links = [linkOf('a', 'b', 'proposed', 'strong'), linkOf('c', 'd', 'proposed', 'strong')];
    const asked: unknown[] = [];
    const questions = whatToInvestigate({
      ...input([40n, 20n, 15n, 10n, 15n], links),
      breakingPointLimit: 1,
      breakingPoint: (merged) => {
        asked.push(merged);
        return merged ? { kLow: 1, k: 1, proven: true } : { kLow: 2, k: 3, proven: false };
      },
    });
    expect(asked).toEqual([null, ['a', 'b']]);
    expect(questions.map(({ breakingPointKnown }) => breakingPointKnown)).toEqual([true, false]);
    expect(questions[0]?.flips).toEqual([{ conclusion: 'breaking point', before: '2 to 3', after: '1' }]);
  });

  it('leaves out decided pairs, pairs that are one already, dependencies, and links of another time', () => {
    const links = [
      linkOf('a', 'b', 'confirmed', 'strong'),
      linkOf('a', 'b', 'proposed', 'weak', { kind: 'white-label' }),
      linkOf('c', 'd', 'rejected', 'weak'),
      linkOf('d', 'e', 'proposed', 'strong', { kind: 'hosted-by' }),
      linkOf('b', 'e', 'proposed', 'strong', { validTo: '2020-01-01' }),
    ];
    expect(whatToInvestigate(input([1n, 1n, 1n, 1n, 1n], links))).toEqual([]);
  });

  it('asks once about two groups that several links would join, with the strongest evidence', () => {
    const links = [linkOf('a', 'b', 'confirmed', 'strong'), linkOf('a', 'c', 'proposed', 'weak'), linkOf('b', 'c', 'proposed', 'strong')];
    const questions = whatToInvestigate(input([1n, 1n, 1n, 1n, 1n], links));
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ strength: 'strong', links: [links[1]?.id, links[2]?.id], deltaHhi: fraction(4, 25) });
  });

  it('never puts a question without a flip before one with, nor a smaller effect before a larger', () => {
    fc.assert(
      fc.property(linksArbitrary, unitsArbitrary, fc.array(fc.bigInt({ min: 0n, max: 20n }), { maxLength: 4 }), (links, units, records) => {
        const unknownRecords = records.map((each, index) => ({ id: `row ${index}`, units: each }));
        const grouping = groupEntities(NAMES, links, 'confirmed', null);
        const questions = whatToInvestigate({ grouping, units, links, unknownRecords });
        questions.slice(1).forEach((question, index) => {
          const previous = questions[index] as typeof question;
          const flips = [previous, question].map((each) => Number(each.flips.length > 0)) as [number, number];
          expect(flips[0]).toBeGreaterThanOrEqual(flips[1]);
          if (flips[0] === flips[1]) expect(compare(previous.deltaHhi, question.deltaHhi)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });
});
