import { describe, expect, it } from 'vitest';
import us2010 from '../../resources/reference/packs/us-hmg-2010.json' with { type: 'json' };
import { layoutOf, type ReportLayout } from '../../shared/case/report.ts';
import { lintClaim, lintReport, packProblems } from '../../shared/claims/lint.ts';
import { lintFinding } from '../../shared/claims/lint-finding.ts';
import { hasUnit, numbersOf, withoutNames } from '../../shared/claims/lint-numbers.ts';
import { lintNote } from '../../shared/claims/lint-text.ts';
import { readPack } from '../../shared/claims/pack.ts';
import type { Claim } from '../../shared/evidence/claims-file.ts';
import { breakingPoint, hhi, largest, removal, stamp } from './lint-examples.ts';

const rules = (text: string, claim: Claim = hhi) => lintFinding(text, claim).map(({ rule }) => rule);
const GOOD = 'HHI of GPUs by operator is 620 (510 to 830) points.';

describe('the statements of the program', () => {
  it.each([hhi, largest, removal])('$id passes as it is printed', (claim) => {
    expect(lintFinding(claim.statement, claim)).toEqual([]);
    expect(lintClaim(claim)).toEqual([]);
  });
});

describe('a breaking point', () => {
  it('is not one less than its lower end, whatever stands behind it', () => {
    const wrong = [
      'The k* is between 10 and 16 operators. k* between 11 and 16.',
      'A loss of 10 operators is enough. k* between 11 and 16.',
    ];
    for (const text of wrong) expect(rules(text, breakingPoint)).toContain('value');
  });
  it('stands in a sentence of the author: "k*" says what the numbers count', () => {
    for (const text of [
      'Tests leave k* between 11 and 16',
      'Tests leave k* between 11 and 16.',
      'In these tests k* lies between 11 and 16.',
    ])
      expect(rules(text, breakingPoint), text).toEqual([]);
  });
  it('may be said with the number that is not enough', () => {
    expect(rules('k* is between 11 and 16; no set of 10 operators breaks the test.', breakingPoint)).toEqual([]);
    expect(rules(breakingPoint.statement, breakingPoint)).toEqual([]);
  });
});

describe('a number', () => {
  it('needs a unit behind it', () => {
    expect(rules('The index of GPUs by operator is 620 (510 to 830).')).toEqual(['unit', 'unit', 'unit']);
    expect(rules(GOOD)).toEqual([]);
    expect(rules('The index is 620 points, with a range of 510 to 830 points.')).toEqual([]);
  });

  it.each([
    'HHI 620 (510 to 830) for 41 operators',
    'k* = 2, proven',
    '88 of 120 instances',
    '70.0 to 76.7 % of the demand',
    'more than 1/3 of the GPUs',
    'Figure 2 and table 4',
    'Uneven: Gini of GPUs by operator is 0.532',
    'USD 2 per hour and $3',
  ])('has one in "%s"', (text) => {
    const masked = withoutNames(text);
    expect(
      numbersOf(masked)
        .filter((each) => !hasUnit(masked, each))
        .map(({ words }) => words),
    ).toEqual(text.startsWith('USD') ? ['2'] : []);
  });

  it('is not what stands in names, ids and days', () => {
    expect(numbersOf(withoutNames('H100, V1.hhi, M-07, us-mg-2023, 2026-11-20, 20 November 2026, Net 7', ['Net 7']))).toEqual([]);
  });

  it('needs base and date: of its claim in a finding, in the same text in a note', () => {
    expect(rules(GOOD, { ...hhi, stamp: { ...stamp, base: null } })).toEqual(['base']);
    expect(rules(GOOD, { ...hhi, stamp: { ...stamp, asOf: null } })).toEqual(['date']);
    expect(lintNote('We counted 41 operators.').map(({ rule }) => rule)).toEqual(['base', 'date']);
    expect(lintNote('We counted 41 online operators as of 2026-11-20.')).toEqual([]);
    expect(lintNote('Thanks to nobody.').map(({ rule }) => rule)).toEqual(['causal']);
    expect(lintNote('The network was asked for its list.')).toEqual([]);
  });

  it('has at most three significant figures, counts exempt', () => {
    const gini: Claim = {
      ...hhi,
      unit: 'population Gini',
      value: { low: null, stated: 0.68237, high: null },
      display: '0.682',
      statement: 'Gini is 0.682.',
    };
    expect(lintFinding('Gini is 0.68237.', gini)).toMatchObject([{ rule: 'figures', words: '0.68237', instead: '0.682' }]);
    expect(rules('Gini is 0.682.', gini)).toEqual([]);
    expect(rules('HHI is 620 (510 to 830) points over 1,204 GPUs.')).toEqual([]);
  });
});

describe('a percentage', () => {
  it('says what it is of', () => {
    const text = 'Secure Compute has 25.1 % (24.1 to 28.2 %)';
    expect(rules(`${text}.`, largest)).toEqual(['denominator', 'denominator']);
    expect(rules(`${text} of the online GPUs.`, largest)).toEqual([]);
  });

  it('that is a tolerance is of the demand', () => expect(lintNote('Tolerance 80 %, verified, as of 2026-11-20.')).toEqual([]));
});

describe('words', () => {
  it.each([
    ['The network is safe.', 'safe', null],
    ['A trustless design.', 'trustless', null],
    ['It is decentralized.', 'decentralized', null],
    ['This proves it.', 'proves', 'shows, under the stated conditions,'],
    ['A certified count.', 'certified', 'shows, under the stated conditions,'],
    ['That is illegal.', 'illegal', null],
    ['It violates the rule.', 'violates', null],
    ['A fake node.', 'fake', 'not verified'],
    ['Owners are hidden.', 'hidden', 'not disclosed'],
    ['The legal limit.', 'legal limit', 'reference level'],
    ['The service survives.', 'survives', 'would remain servable'],
    ['It collapses.', 'collapses', 'falls below the tolerance'],
    ['A monopoly.', 'monopoly', 'largest share'],
    ['It never fails.', 'never', null],
    ['It serves all of them.', 'all', null],
    ['Good!', '!', '.'],
  ])('"%s" is refused for %s', (text, words, instead) => {
    expect(lintNote(text)).toMatchObject([{ rule: 'word', words, instead }]);
  });

  it.each([
    'k* = 2, proven',
    'decentralization of supply',
    'Limitations of the data',
    'all 41 operators online as of 2026-11-20',
    'overall',
  ])('"%s" stays', (text) => expect(lintNote(text).filter(({ rule }) => rule === 'word')).toEqual([]));

  it("in the name of an entity are not the author's", () => {
    expect(rules('Secure Compute has 25.1 % (24.1 to 28.2 %) of the online GPUs.', largest)).toEqual([]);
    expect(rules('The secure operator has 25.1 % (24.1 to 28.2 %) of the online GPUs.', largest)).toEqual(['word']);
  });

  it('are found where they stand', () => {
    const text = 'As of 2026-11-20, H100 nodes survive.';
    const [found] = lintNote(text);
    expect(text.slice(found?.at as number)).toMatch(/^survive\./);
  });

  it('that say why need a removal result', () => {
    expect(rules(`${GOOD} This leads to higher prices.`)).toEqual(['causal']);
    expect(rules(`${removal.statement} Their loss leads to a shortfall.`, removal)).toEqual([]);
  });
});

describe('a verdict', () => {
  it('is refused where the range has both sides of the line', () => {
    expect(rules(`${GOOD} It is above 600 points.`)).toContain('verdict');
    expect(rules(`${GOOD} It may be above 600 points.`)).not.toContain('verdict');
    expect(rules(`${largest.statement} This is above the reference level.`, largest)).toEqual(['verdict']);
    expect(rules(`${removal.statement} The tolerance is met.`, removal)).toEqual(['verdict']);
  });

  it('stands where the whole range lies on its side, and is refused where it lies on the other', () => {
    expect(rules(`${GOOD} It is below the 1,800 line.`)).toEqual([]);
    expect(rules(`${GOOD} It is below 1,800 points.`)).toEqual([]);
    expect(rules(`${GOOD} It is above 1,800 points.`)).toEqual(['value']);
  });

  it('of proof needs a closed search', () => {
    expect(rules(`${removal.statement} Proven.`, removal)).toEqual(['value']);
    expect(rules(`${removal.statement} Proven.`, { ...removal, parameters: { ...removal.parameters, proven: true } })).toEqual([]);
  });
});

describe('the number of a finding', () => {
  it('is that of its claim', () => {
    expect(lintFinding('HHI of GPUs by operator is 630 (510 to 830) points.', hhi)).toMatchObject([
      { rule: 'value', words: '630', message: '"630" is no number of V1.hhi, which states 620 (510 to 830).' },
      { rule: 'range', instead: '620 (510 to 830)' },
    ]);
    expect(rules('Three operators: HHI 620 (510 to 830) points.')).toEqual(['value']);
  });

  it.each([
    ['holders of another measure', 'HHI of GPUs by operator is 16 (510 to 830) points. 620 (510 to 830).', hhi],
    ['n', 'HHI of GPUs by operator is 41 points. 620 (510 to 830).', hhi],
    ['the base', 'HHI of GPUs by operator is 1,204 points. 620 (510 to 830).', hhi],
    ['the line of a pack', 'HHI of GPUs by operator is 1,800 points. 620 (510 to 830).', hhi],
    ['the value as a count', '620 operators are online. 620 (510 to 830).', hhi],
    ['unknown weight', 'Secure Compute has 9 % of the weight. 25.1 % (24.1 to 28.2 %).', largest],
    ['n of a count', '41 operators break it. k* between 11 and 16.', breakingPoint],
    ['n as a loss', 'A loss of 41 operators is enough. k* between 11 and 16.', breakingPoint],
    [
      'another choice',
      'k* is 9 by records. k* between 11 and 16.',
      { ...breakingPoint, standing: { word: 'conditional' as const, because: ['Weight by GPU memory: k* = 9'] } },
    ],
  ])('is not %s, though the claim names that too', (_, text, claim) => expect(rules(text, claim)).toContain('value'));

  it.each([
    ['holders', 'HHI is 620 (510 to 830) points, which is as concentrated as 16 equal holders.', hhi],
    ['n and base', 'Over 41 operators with 1,204 GPUs, HHI is 620 (510 to 830) points.', hhi],
    ['n of a count', 'Of the 41 online operators, k* is between 11 and 16.', breakingPoint],
    ['unknown weight', 'Secure Compute has 25.1 % (24.1 to 28.2 %) of the GPUs; the unknown operators have 9 % of the weight.', largest],
    ['the line of a pack', 'HHI is 620 (510 to 830) points, below the 1,800 line.', hhi],
    [
      'another choice',
      'k* is between 11 and 16. With a weight by GPU memory it would be k* = 9.',
      { ...breakingPoint, standing: { word: 'conditional' as const, because: ['Weight by GPU memory: k* = 9'] } },
    ],
  ])('may stand beside %s, said as what it is', (_, text, claim) => expect(rules(text, claim), text).toEqual([]));

  it('stands with its whole range', () => {
    expect(lintFinding('HHI of GPUs by operator is 620 points.', hhi)).toMatchObject([
      { rule: 'range', message: 'The text leaves out 510 and 830: V1.hhi is 620 (510 to 830).' },
    ]);
  });

  it('has to be stated', () => expect(rules('The supply is spread widely.')).toEqual(['value']));

  it('may be rounded to two figures or more, and written in words', () => {
    expect(rules('Secure Compute has 25 % (24 to 28 %) of the online GPUs.', largest)).toEqual([]);
    const count: Claim = {
      ...hhi,
      unit: 'operator',
      value: { low: 3, stated: 3, high: 3 },
      display: '3 operators',
      statement: 'More than 1/2 is held by 3 operators.',
      lines: [],
    };
    expect(rules('Three operators hold more than half of the GPUs.', count)).toEqual([]);
    expect(rules('Two operators hold more than half of the GPUs.', count)).toEqual(['value', 'value']);
  });
});

describe('a pack that is not in force', () => {
  const pack = readPack(us2010);
  it('is named with its footnote', () => {
    const [found] = packProblems(['Pack us-hmg-2010: above the 2,500 line.'], [pack], '2026-11-20');
    expect(found).toMatchObject({ rule: 'pack', words: 'us-hmg-2010' });
    expect(packProblems([`Pack us-hmg-2010: above the 2,500 line. ${found?.instead}`], [pack], '2026-11-20')).toEqual([]);
    expect(packProblems(['Pack us-mg-2023: below.'], [pack], '2026-11-20')).toEqual([]);
  });
});

describe('a report', () => {
  const layout = (change: Partial<ReportLayout>): ReportLayout => ({ ...layoutOf('full'), ...change });
  const lint = (change: Partial<ReportLayout>, claims: readonly Claim[] = [hhi, largest, removal]) =>
    lintReport({ layout: layout(change), claims, packs: [], day: '2026-11-20' }).map(({ rule, severity, place }) => [
      rule,
      severity,
      place.kind,
      place.id,
    ]);

  it('in the words of the program has nothing to mend', () => {
    expect(lint({})).toEqual([]);
    expect(lint({ findings: [{ claim: 'V1.hhi', text: null }] })).toEqual([]);
  });

  it('is not written with a finding in refused words, or of a claim that is gone', () => {
    expect(
      lint({
        findings: [
          { claim: 'V1.hhi', text: 'It is safe: 620 (510 to 830) points.' },
          { claim: 'V9.hhi', text: null },
        ],
      }),
    ).toEqual([
      ['word', 'error', 'finding', 'V1.hhi'],
      ['claim', 'error', 'finding', 'V9.hhi'],
    ]);
  });

  it('warns of notes without base and date, and refuses banned words in them', () => {
    const sections = layoutOf('full').sections.map((each) =>
      each.kind === 'data' ? { ...each, note: 'The 41 operators survive.' } : each,
    );
    expect(lint({ sections })).toEqual([
      ['word', 'error', 'note', 'data'],
      ['base', 'warning', 'note', 'data'],
      ['date', 'warning', 'note', 'data'],
    ]);
  });

  it('warns of a number in a note or title that no claim states', () => {
    const note = (text: string) =>
      lint({ sections: layoutOf('full').sections.map((each) => (each.kind === 'data' ? { ...each, note: text } : each)) });
    const about = 'of the verified GPUs as of 2026-11-20';
    expect(note(`HHI ${about} is 620 points.`)).toEqual([]);
    expect(note(`HHI ${about} is 999 points.`)).toEqual([['value', 'warning', 'note', 'data']]);
    expect(lint({ title: `HHI ${about}: 999 points` })).toEqual([['value', 'warning', 'title', 'title']]);
  });

  it('leaves the note of a reviewer as it is', () => {
    expect(lint({ dissent: { name: 'A. Reviewer', text: 'All fake!' } })).toEqual([]);
  });

  it('says once a dataset that nobody has stated its base', () => {
    const undated = { ...stamp, base: null };
    expect(
      lint({}, [
        { ...hhi, stamp: undated },
        { ...largest, stamp: undated },
      ]),
    ).toEqual([['base', 'warning', 'claim', 'V1.hhi']]);
  });

  it('refuses a finding without figure or table', () => {
    const bare: Claim = { ...hhi, evidence: { figures: [], tables: [], sources: ['S1'] } };
    expect(lint({ findings: [{ claim: 'V1.hhi', text: null }] }, [bare])).toEqual([
      ['evidence', 'error', 'finding', 'V1.hhi'],
      ['evidence', 'warning', 'claim', 'V1.hhi'],
    ]);
    expect(
      lint({ findings: [{ claim: 'V1.hhi', text: null }] }, [{ ...hhi, evidence: { figures: ['fig-1'], tables: [], sources: [] } }]),
    ).toEqual([]);
  });
});
