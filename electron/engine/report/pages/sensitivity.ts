import type { Flip } from '../../../../shared/case/contingencies.ts';
import { tornado, tornadoHeight } from '../../../../shared/charts/index.ts';
import { countOf, formatStamp } from '../../../../shared/format/index.ts';
import type { Block, DataTable } from '../document.ts';
import type { figureFrame } from '../figure-frame.ts';
import type { ReportInput, ReportRemoval } from '../input.ts';
import type { Page, PageKind } from '../page.ts';

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

function removalBlocks({ figures, csv }: Page, removal: ReportRemoval): Block[] {
  const { label } = removal;
  const head: Block = { type: 'heading', text: `R${label}: ${removal.name}` };
  const { flips } = removal;
  if (flips === null) return removal.flipsReason === '' ? [] : [head, { type: 'paragraph', text: removal.flipsReason }];
  return [
    head,
    figures.add({
      id: `Figure T${label}`,
      ...tornadoOf(removal),
      subtitle: `Breaking point under the smallest change of each kind that turns it. ${formatStamp(removal.result.stamp)}`,
      source: csv(`flips-${label}`),
    }),
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
          flip.turnsAt ?? 'does not turn',
          pointWords(flip.before),
          pointWords(flip.after),
          flip.proven ? 'yes' : 'no',
        ]),
      source: csv(`flips-${label}`),
    },
  ];
}

function standingTable({ claims, csv }: Page): Block[] {
  const stood = claims.filter(({ standing }) => standing !== undefined);
  if (stood.length === 0) return [];
  const robust = stood.filter(({ standing }) => standing?.word === 'robust');
  const turned = stood.filter(({ standing }) => standing?.word !== 'robust');
  return [
    { type: 'heading', text: 'Standing of each claim' },
    {
      type: 'paragraph',
      text: 'Alternatives that were asked: no links, and all plausible links between accounts; other weights that the data hold; unknown weight held in the least and in the most concentrated way; the largest record left out; 1 % of the weight held otherwise; decisions on entities turned round one by one. A claim without a standing states a number and concludes nothing.',
    },
    ...(robust.length === 0
      ? []
      : [{ type: 'paragraph' as const, text: `Robust, turned by nothing that was asked: ${robust.map(({ id }) => id).join(', ')}.` }]),
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

/** What would turn each conclusion: tornado and list of flips a removal test, then the standing of every claim. */
export const sensitivityPage: PageKind = {
  title: 'Sensitivity',
  blocks: (page) => {
    const removals = page.input.removals.flatMap((removal) => removalBlocks(page, removal));
    return [...removals, ...standingTable(page)];
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
            { name: 'turns_at', description: 'value at which the conclusion turns; empty = no change of this kind turns it' },
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
