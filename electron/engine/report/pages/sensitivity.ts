import type { Flip } from '../../../../shared/case/contingencies.ts';
import { tornado, tornadoHeight } from '../../../../shared/charts/index.ts';
import { countOf, formatCount, formatStamp, plural } from '../../../../shared/format/index.ts';
import { answeringTests } from '../answers.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportInput, ReportRemoval } from '../input.ts';
import { DRAWN_IN_BODY, type Page, type PageKind } from '../page.ts';

const MOST_BARS = 10;
const LISTED_FLIPS = 12;
/** Of one kind: a case may have dozens of decisions on entities that each turn a test. */
const MOST_OF_A_KIND = 3;

const moved = ({ before, after }: Pick<Flip, 'before' | 'after'>): boolean => before.low !== after.low || before.high !== after.high;

/** The first ones of each kind, in their order. */
function firstOfKind(flips: readonly Flip[]): Flip[] {
  const met = new Map<string, number>();
  return flips.filter(({ kind }) => {
    met.set(kind, (met.get(kind) ?? 0) + 1);
    return (met.get(kind) as number) <= MOST_OF_A_KIND;
  });
}

function tornadoOf({ flips, result }: ReportRemoval) {
  const all = flips?.flips ?? [];
  const turning = firstOfKind(all.filter(moved)).slice(0, MOST_BARS);
  return {
    height: tornadoHeight(turning.length),
    chart: (frame: ReturnType<typeof figureFrame>) =>
      tornado(
        {
          context: {
            dataset: result.stamp.dataset,
            measure: `Breaking point by ${result.by}`,
            unit: '',
            base: result.stamp.base,
            asOf: result.stamp.asOf,
            n: countOf(result.units, result.by),
            sample: result.stamp.sample,
          },
          measure: 'breaking point',
          baseline: { low: result.breakingPoint.low, high: result.breakingPoint.high },
          rows: turning.map(({ change, after }, index) => ({ id: `${index}`, label: change, low: after.low, high: after.high })),
          unchanged: all.filter((flip) => !moved(flip)).map(({ change }) => change),
        },
        frame,
      ),
  };
}

const KIND_WORDS: Readonly<Record<Flip['kind'], string>> = {
  capacity: 'capacity',
  undisclosed: 'undisclosed capacity',
  merge: 'entities',
  weight: 'order',
  demand: 'demand',
  threshold: 'threshold',
  unknowns: 'unknown values',
};

const pointWords = ({ low, high }: Flip['before']): string => {
  const end = (value: number | null) => (value === null ? 'none' : String(value));
  return low === high ? end(low) : `${end(low)} to ${end(high)}`;
};

const headOf = ({ label, name }: ReportRemoval): Block => ({ type: 'heading', text: `R${label}: ${name}` });

/** Why nothing was worked out, or the smallest changes as a figure. */
function tornadoBlocks({ figures, csv }: Page, removal: ReportRemoval): Block[] {
  if (removal.flips === null) return removal.flipsReason === '' ? [] : [headOf(removal), { type: 'paragraph', text: removal.flipsReason }];
  return [
    headOf(removal),
    figures.add({
      id: `Figure T${removal.label}`,
      ...tornadoOf(removal),
      subtitle: `Breaking point under the smallest change of each kind that turns it. ${formatStamp(removal.result.stamp)}`,
      source: csv(`flips-${removal.label}`),
    }),
  ];
}

function flipsTable({ csv }: Page, { flips, label }: ReportRemoval): Block[] {
  if (flips === null) return [];
  return [
    {
      type: 'table',
      id: `Table T${label}`,
      caption: `Smallest changes that turn the breaking point, and what leaves it as it is`,
      columns: [
        { label: 'Kind', align: 'left', width: 'auto' },
        { label: 'Change', align: 'left', width: 'wide' },
        { label: 'Turns at', align: 'left', width: 'half' },
        { label: 'k* before', align: 'right', width: 'auto' },
        { label: 'k* after', align: 'right', width: 'auto' },
        { label: 'Proven', align: 'left', width: 'auto' },
      ],
      rows: firstOfKind(flips.flips)
        .slice(0, LISTED_FLIPS)
        .map((flip) => [
          KIND_WORDS[flip.kind],
          flip.change,
          flip.turnsAt ?? (flip.proven ? 'does not turn' : 'not found to turn'),
          pointWords(flip.before),
          pointWords(flip.after),
          flip.proven ? 'yes' : 'no',
        ]),
      source: csv(`flips-${label}`),
    },
  ];
}

/** How many claims stand how, with the ways in which they were asked. */
function standingBlocks({ claims }: Page): Block[] {
  const stood = claims.filter(({ standing }) => standing !== undefined);
  if (stood.length === 0) return [];
  const robust = stood.filter(({ standing }) => standing?.word === 'robust');
  const count = (word: string) => formatCount(stood.filter(({ standing }) => standing?.word === word).length);
  return [
    { type: 'heading', text: 'Standing of each claim' },
    {
      type: 'paragraph',
      text: `Of ${plural(claims.length, 'claim')}, ${count('fragile')} are fragile, ${count('conditional')} conditional and ${count('robust')} robust; ${formatCount(claims.length - stood.length)} state a number and conclude nothing.`,
    },
    {
      type: 'paragraph',
      text: 'Alternatives that were asked: no links, and all plausible links between accounts; other weights that the data hold; unknown weight held in the least and in the most concentrated way; the largest record left out; 1 % of the weight held otherwise; decisions on entities turned round one by one. A claim without a standing states a number and concludes nothing.',
    },
    ...(robust.length === 0
      ? []
      : [{ type: 'paragraph' as const, text: `Robust, turned by nothing that was asked: ${robust.map(({ id }) => id).join(', ')}.` }]),
  ];
}

/** Conclusions that an alternative turns, with the first reasons. */
function standingTable({ claims, csv }: Page): Block[] {
  const turned = claims.filter(({ standing }) => standing !== undefined && standing.word !== 'robust');
  return [
    ...(turned.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            id: 'Table Z',
            caption: 'Conclusions that an alternative turns',
            columns: [
              { label: 'Claim', align: 'left' as const, width: 'auto' as const },
              { label: 'Value', align: 'right' as const, width: 'half' as const },
              { label: 'Standing', align: 'left' as const, width: 'auto' as const },
              { label: 'Turned by', align: 'left' as const, width: 'wide' as const },
            ],
            rows: turned.map(({ id, display, standing }) => [
              id,
              display,
              standing?.word ?? '',
              (standing?.because ?? []).slice(0, 2).join('; '),
            ]),
            source: csv('standing'),
          },
        ]),
  ];
}

/** What would turn each conclusion: tornado of the first removal tests and how the claims stand; lists of flips and of turned claims in full. */
export const sensitivityPage: PageKind = {
  title: 'Sensitivity',
  blocks: (page) => {
    const drawn = answeringTests(page.input, DRAWN_IN_BODY);
    const removals = page.input.removals.flatMap((removal, index) => (drawn.has(index) ? tornadoBlocks(page, removal) : []));
    return [...removals, ...standingBlocks(page)];
  },
  more: (page) => {
    const drawn = answeringTests(page.input, DRAWN_IN_BODY);
    return [
      ...page.input.removals.flatMap((removal, index) => [
        ...(drawn.has(index) ? (removal.flips === null ? [] : [headOf(removal)]) : tornadoBlocks(page, removal)),
        ...flipsTable(page, removal),
      ]),
      ...standingTable(page),
    ];
  },
  tables: ({ removals }: ReportInput): DataTable[] =>
    removals.flatMap((removal): DataTable[] => {
      const { flips, name } = removal;
      if (flips === null) return [];
      return [
        {
          name: `flips-${removal.label}`,
          title: `${name}: smallest changes that turn the breaking point`,
          columns: [
            { name: 'kind', description: 'kind of the change' },
            { name: 'change', description: 'the change in words' },
            { name: 'size', description: 'size of the change; empty = no number' },
            { name: 'unit', description: 'unit of the size' },
            { name: 'turns_at', description: 'value at which the conclusion turns; empty = no change of this kind was found to turn it' },
            { name: 'k_before_low', description: 'breaking point before, adverse reading; empty = none' },
            { name: 'k_before_high', description: 'the same, favourable reading' },
            { name: 'k_after_low', description: 'breaking point after, adverse reading; empty = none' },
            { name: 'k_after_high', description: 'the same, favourable reading' },
            { name: 'proven', description: '1 = proven to be the smallest, 0 = not' },
          ],
          rows: flips.flips.map(({ kind, change, size, unit, turnsAt, before, after, proven }) => [
            kind,
            change,
            size,
            unit,
            turnsAt,
            before.low,
            before.high,
            after.low,
            after.high,
            proven ? 1 : 0,
          ]),
        },
      ];
    }),
};
