import type { ClaimResult } from '../../../../shared/case/claims.ts';
import { notTodayWords } from '../../../../shared/claims/not-today.ts';
import { neededWords, unmappedWords } from '../../../../shared/claims/unmapped.ts';
import { SIDE_BY_SIDE, scorecardTable } from '../claims-places.ts';
import type { Block, DataTable } from '../document.ts';
import type { ReportInput, ReportScorecard } from '../input.ts';
import type { Page } from '../page.ts';

const STATE_WORDS: Readonly<Record<ClaimResult['status'], string>> = {
  computed: 'computed',
  bounded: 'bounded',
  'not-disclosed': 'not disclosed',
  'not-mapped': 'not mapped',
  'not-applicable': 'not applicable',
};

/** What stands beside a claim that has no number: columns to ask for, or the reason. */
function besideWords({ status, missing, unmapped = [], notApplicable, lines }: ClaimResult): string {
  if (status === 'not-mapped') return unmappedWords(unmapped);
  if (status === 'not-disclosed') return missing.length === 0 ? 'the data hold none' : `needs ${neededWords({ missing, unmapped })}`;
  if (status === 'not-applicable') return notApplicable === null ? '' : `${notApplicable.reason} (${notApplicable.name})`;
  return lines
    .filter(({ position }) => position !== null)
    .map(({ label, position }) => `${label}: ${position}`)
    .join('; ');
}

/** What stands below the table, where its cells have no room: reference levels, columns to ask for, reasons. */
function notesOf(cards: readonly ReportScorecard[]): Block[] {
  const notes = cards.flatMap(({ label, name, card }) => [
    ...card.claims.flatMap((claim) =>
      besideWords(claim) === '' ? [] : [`D${label}.${claim.id}: ${besideWords(claim).replace(/\.$/, '')}.`],
    ),
    ...(card.notToday ? [`The scorecard of ${name} ${notTodayWords(card.notToday)}.`] : []),
  ]);
  return notes.length === 0 ? [] : [{ type: 'small', text: notes.join(' ') }];
}

/** The eight claims of each dataset, none left out, two datasets side by side: value, state and standing; reference levels and what is missing below. */
export function scorecardBlocks({ input, claims, csv }: Page): Block[] {
  const all = input.scorecards;
  const pairs = all.flatMap((_, at) => (at % SIDE_BY_SIDE === 0 ? [all.slice(at, at + SIDE_BY_SIDE)] : []));
  return pairs.flatMap((pair): Block[] => {
    const [first] = pair as [ReportScorecard];
    const stateOf = (claim: ClaimResult, label: string) =>
      [STATE_WORDS[claim.status], claims.find(({ id }) => id === `D${label}.${claim.id}`)?.standing?.word].filter(Boolean).join(', ');
    return [
      {
        type: 'table',
        id: scorecardTable(all, first.label),
        caption: `Scorecard of ${pair.map(({ name, label }) => `${name} (D${label})`).join(' and ')}: eight claims, each with its state and standing`,
        columns: [
          { label: 'Claim', align: 'left', width: 'auto' },
          { label: 'Measure', align: 'left', width: 'wide' },
          ...(pair.length === 1
            ? [
                { label: 'Value', align: 'right' as const, width: 'auto' as const },
                { label: 'State', align: 'left' as const, width: 'auto' as const },
              ]
            : pair.map(({ name }) => ({ label: name, align: 'right' as const, width: 'auto' as const }))),
        ],
        rows: first.card.claims.map((claim, position) => [
          claim.id,
          measureOf(pair, position),
          ...pair.flatMap(({ card, label }) => {
            const own = card.claims[position] as ClaimResult;
            const state = stateOf(own, label);
            return pair.length === 1 ? [own.display, state] : [`${own.display}\n${state}`];
          }),
        ]),
        source: pair.map(({ label }) => csv(`scorecard-${label}`)).join(', '),
      },
      ...notesOf(pair),
    ];
  });
}

/** What a row measures, which two datasets may do in different ways; its title alone where none of them has it. */
function measureOf(pair: readonly ReportScorecard[], position: number): string {
  const own = pair.map(({ card }) => card.claims[position] as ClaimResult);
  const told = own.filter(({ status }) => status === 'computed' || status === 'bounded');
  const measures = [...new Set(told.map(({ measure }) => measure))];
  return measures.length === 0 ? (own[0] as ClaimResult).title : measures.join('; ');
}

/** The scorecards as data. */
export function scorecardTables({ scorecards }: ReportInput): DataTable[] {
  return scorecards.map(({ name, label, card }) => ({
    name: `scorecard-${label}`,
    title: `Scorecard of ${name}`,
    columns: [
      { name: 'claim', description: 'C1 to C8' },
      { name: 'key', description: 'headline, or the key of a further number of the claim' },
      { name: 'class', description: 'class or series that the number is of; empty = of the whole claim' },
      { name: 'measure', description: 'what is measured' },
      { name: 'unit', description: 'unit of the three values' },
      { name: 'value_stated', description: 'of the known part alone; empty = not known' },
      { name: 'value_low', description: 'lower end; empty = none' },
      { name: 'value_high', description: 'upper end; empty = none' },
      { name: 'state', description: 'computed, bounded, not-disclosed, not-mapped or not-applicable' },
      { name: 'missing', description: 'fields that the claim needs, with columns of the file that may be them' },
    ],
    rows: card.claims.flatMap((claim) => {
      const line = (
        key: string,
        of: string | null,
        measure: string,
        unit: string,
        { value, low, high }: Pick<ClaimResult, 'value' | 'low' | 'high'>,
      ) => [claim.id, key, of, measure, unit, value, low, high, claim.status, neededWords(claim) || null];
      return [
        line('headline', null, claim.measure, claim.unit, claim),
        ...claim.numbers.map((number) => line(number.key, null, number.label, number.unit, number)),
        ...claim.classes.flatMap(({ name: of, numbers }) =>
          numbers.map((number) => line(number.key, of, number.label, number.unit, number)),
        ),
      ];
    }),
  }));
}
