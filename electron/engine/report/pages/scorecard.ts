import type { ClaimResult } from '../../../../shared/case/claims.ts';
import { notTodayWords } from '../../../../shared/claims/not-today.ts';
import { neededWords, unmappedWords } from '../../../../shared/claims/unmapped.ts';
import type { Block, DataTable } from '../document.ts';
import type { ReportInput } from '../input.ts';
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

/** The eight claims of each dataset, none left out: value, state, standing, reference levels or what is missing. */
export function scorecardBlocks({ input, claims, csv }: Page): Block[] {
  return input.scorecards.map(({ name, label, card }): Block => {
    const standings = card.claims.map(({ id }) => claims.find((claim) => claim.id === `D${label}.${id}`)?.standing?.word ?? null);
    const withBeside = card.claims.some((claim) => besideWords(claim) !== '');
    return {
      type: 'table',
      id: `Table D${label}`,
      caption: `Scorecard of ${name}: eight claims, each with its state${standings.some((word) => word !== null) ? ' and standing' : ''}${card.notToday ? `; it ${notTodayWords(card.notToday)}` : ''}`,
      columns: [
        { label: 'Claim', align: 'left', width: 'auto' },
        { label: 'Measure', align: 'left', width: 'wide' },
        { label: 'Value', align: 'right', width: 'half' },
        { label: 'State', align: 'left', width: 'half' },
        ...(withBeside ? [{ label: 'Reference levels, or what is missing', align: 'left' as const, width: 'half' as const }] : []),
      ],
      rows: card.claims.map((claim, position) => [
        `D${label}.${claim.id}`,
        claim.status !== 'computed' && claim.status !== 'bounded' ? claim.title : `${claim.title}: ${claim.measure}`,
        claim.display,
        [STATE_WORDS[claim.status], standings[position]].filter(Boolean).join(', '),
        ...(withBeside ? [besideWords(claim)] : []),
      ]),
      source: csv(`scorecard-${label}`),
    };
  });
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
