import type { ComparabilityRow, Compared } from '../case/compare.ts';
import type { Base, Dataset } from '../case/dataset.ts';
import type { SumsAmong, UnknownPolicy, WholeViewSpec } from '../case/view.ts';
import { IF_NO_SUMS, sumsWords } from '../claims/sums.ts';
import { baseWords, dimensionNoun, entityWords, formatAsOf, formatCount, listOf, plural, weightNoun } from '../format/index.ts';
import { spreadWords } from '../joins/words.ts';
import { areOneSeries } from './series.ts';

/** What is looked at of one side before anything is computed. */
export type SideFacts = {
  readonly letter: string;
  readonly spec: WholeViewSpec;
  readonly dataset: Pick<Dataset, 'id' | 'name' | 'grain' | 'base' | 'asOf' | 'sample' | 'importedAt'>;
  /** header of the file behind the dimension; `null` = the dataset has no such column */
  readonly dimension: string | null;
  /** header of the file behind the weight, or what it is counted in; `null` = the dataset has no such column */
  readonly weight: string | null;
  /** what amounts of the weight are in; absent = not known, or told by its name */
  readonly weightUnit?: string;
  /** lines of sums among its records, which are left out; `null` = none */
  readonly sums: SumsAmong | null;
  /** whether links between accounts can change who counts as one */
  readonly parties: boolean;
};

type Answer = Pick<ComparabilityRow, 'verdict' | 'words'> & { canAlign?: boolean };

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Days between two dates of facts, negative where the second is earlier; `null` where one is not stated. */
export function daysBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  return Number.isFinite(days) ? days : null;
}

const alike = (values: readonly unknown[]): boolean => new Set(values.map((value) => JSON.stringify(value))).size === 1;
const sides = (letters: readonly string[]): string => (letters.length === 1 ? `side ${letters[0]}` : `sides ${letters.join(', ')}`);

/** `side A (solana 2025-03-04)`. */
const namedSides = (facts: readonly SideFacts[]): string =>
  `${facts.length === 1 ? 'side' : 'sides'} ${facts.map(({ letter, dataset }) => `${letter} (${dataset.name})`).join(', ')}`;

function row(id: Compared, label: string, values: string[], { verdict, words, canAlign = false }: Answer): ComparabilityRow {
  return { id, label, verdict, values, words, canAlign: canAlign && verdict !== 'same' };
}

function presence(facts: readonly SideFacts[], what: 'dimension' | 'weight', noun: string): Answer | null {
  const without = facts.filter((side) => side[what] === null);
  if (without.length === 0) return null;
  const spare = facts.length - without.length >= 2 ? `, or leave ${without.length === 1 ? 'that side' : 'those sides'} out` : '';
  return { verdict: 'differs', words: `There is no such column on ${namedSides(without)}: choose a ${noun} that every side has${spare}.` };
}

function networkRow(facts: readonly SideFacts[]): ComparabilityRow {
  const names = facts.map(({ dataset }) => dataset.name);
  const words =
    'Different networks by their names: entities are matched by name alone, so two that share a name count as one and one with two names as two.';
  return row('network', 'Network', names, areOneSeries(names) ? { verdict: 'same', words: '' } : { verdict: 'note', words });
}

function dimensionRow(facts: readonly SideFacts[]): ComparabilityRow {
  const values = facts.map(({ spec, dimension }) => (dimension === null ? `${spec.by} (not there)` : spec.by));
  const answer: Answer =
    presence(facts, 'dimension', 'dimension') ??
    (alike(facts.map(({ spec }) => spec.by))
      ? { verdict: 'same', words: '' }
      : { verdict: 'differs', words: 'Entities of different kinds are counted; none of them is matched with the other.', canAlign: true });
  return row('dimension', 'Dimension', values, answer);
}

function weightRow(facts: readonly SideFacts[]): ComparabilityRow {
  const values = facts.map(({ spec, weight, weightUnit }) =>
    weight === null ? `${spec.weight} (not there)` : weightNoun({ weight: spec.weight, weightUnit }),
  );
  const units = facts.flatMap(({ weightUnit }) => weightUnit ?? []);
  const answer: Answer =
    presence(facts, 'weight', 'weight') ??
    (alike(facts.map(({ spec }) => spec.weight))
      ? units.length === 0 || (alike(units) && units.length === facts.length)
        ? { verdict: 'same', words: '' }
        : alike(units)
          ? {
              verdict: 'note',
              words: 'Some sides do not say what unit it is in: shares are comparable, amounts only where the unit is the same.',
            }
          : { verdict: 'note', words: 'Amounts are in different units: shares are comparable, amounts are not.' }
      : {
          verdict: 'differs',
          words: 'The shares are of different things, so growth in the one is not growth in the other.',
          canAlign: true,
        });
  return row('weight', 'Weight and unit', values, answer);
}

function baseRow(facts: readonly SideFacts[]): ComparabilityRow {
  const bases = facts.map(({ dataset, spec }) => baseOf(spec, dataset));
  const canAlign = alignableBase(bases) !== null;
  const stated = bases.filter((base) => base !== null);
  const answer: Answer =
    stated.length === 0
      ? { verdict: 'note', words: 'No side states its supply base: whether the same supply is counted is not known.' }
      : alike(bases)
        ? { verdict: 'same', words: '' }
        : stated.length < bases.length
          ? {
              verdict: 'differs',
              words: 'Some sides state their supply base and others do not: the difference may be one of definition.',
              canAlign,
            }
          : {
              verdict: 'differs',
              words: 'Different rungs of the supply ladder: the difference would mix definition and supply.',
              canAlign,
            };
  return row('base', 'Supply base', bases.map(baseWords), answer);
}

/** The rung that a view counts: that of its own choice, where it has one, else that of its dataset. */
function baseOf(spec: WholeViewSpec, dataset: SideFacts['dataset']): Base | null {
  return spec.base === '' ? dataset.base : spec.base;
}

/** Rungs by which records can be kept, the narrowest first. */
const KEPT: readonly Base[] = ['online+verified', 'verified', 'online'];

/** The narrowest rung of the sides by which records of the others may be kept; `null` where none of them is such a rung. */
function alignableBase(bases: readonly (Base | null)[]): Base | null {
  return KEPT.find((base) => bases.includes(base)) ?? null;
}

function asOfRow(facts: readonly SideFacts[]): ComparabilityRow {
  const values = facts.map(({ dataset }) => formatAsOf(dataset.asOf));
  return row('as-of', 'As-of date', values, asOfAnswer(facts));
}

function asOfAnswer(facts: readonly SideFacts[]): Answer {
  if (alike(facts.map(({ dataset }) => dataset.id))) return { verdict: 'same', words: 'One snapshot, under different choices.' };
  const without = facts.filter(({ dataset }) => dataset.asOf === null).map(({ letter }) => letter);
  if (without.length > 0)
    return { verdict: 'differs', words: `No as-of date on ${sides(without)}: state it on Sources, or the distance in time stays unknown.` };
  const times = facts.map(({ dataset }) => Date.parse(dataset.asOf as string));
  const hours = (Math.max(...times) - Math.min(...times)) / HOUR;
  const future = facts.filter(({ dataset }) => Date.parse(dataset.asOf as string) > Date.parse(dataset.importedAt) + DAY);
  if (future.length > 0)
    return {
      // dates that are alike leave nothing between the sides, whatever the clock says
      verdict: hours === 0 ? 'note' : 'differs',
      words: `The as-of date of ${sides(future.map(({ letter }) => letter))} lies after the day of its import.`,
    };
  if (hours === 0) return { verdict: 'same', words: '' };
  const backwards = times.some((time, index) => index > 0 && time < (times[index - 1] as number));
  return {
    verdict: 'note',
    words: `${spreadWords(hours)} apart${backwards ? '; a later date stands before an earlier one, so the change runs backwards in time' : ''}.`,
  };
}

function grainRow(facts: readonly SideFacts[]): ComparabilityRow {
  const grains = facts.map(({ dataset }) => dataset.grain);
  return row(
    'grain',
    'Record grain',
    grains.map((grain) => `one ${grain} a record`),
    alike(grains)
      ? { verdict: 'same', words: '' }
      : { verdict: 'differs', words: 'A record is a different thing on each side: counts of records and unknown weight do not compare.' },
  );
}

function filterRow(facts: readonly SideFacts[]): ComparabilityRow {
  const filters = facts.map(({ spec }) => spec.where.trim());
  return row(
    'filter',
    'Filter',
    facts.map(({ sums }, side) => {
      const asked = filters[side] === '' ? 'all records' : `${filters[side]}`;
      return sums === null ? asked : `${asked}, without ${plural(sums.records, 'line of sums', 'lines of sums')}`;
    }),
    alike(filters)
      ? { verdict: 'same', words: '' }
      : { verdict: 'differs', words: 'Different records are taken on each side.', canAlign: true },
  );
}

function sumsRow(facts: readonly SideFacts[]): ComparabilityRow[] {
  const told = facts.flatMap(({ letter, sums }) => (sums === null ? [] : [{ letter, words: sumsWords(sums, 'left out') }]));
  if (told.length === 0) return [];
  const values = facts.map(({ sums }) => (sums === null ? 'none' : `${formatCount(sums.records)} left out`));
  const notes = [...new Set(told.map(({ words }) => words))].map((words) => {
    const letters = told.filter((each) => each.words === words).map(({ letter }) => letter);
    return `${listOf(letters, letters.length)}: ${words}.`;
  });
  return [row('sums', 'Lines of sums', values, { verdict: 'note', words: `${notes.join(' ')} ${IF_NO_SUMS}` })];
}

const UNKNOWN: Record<UnknownPolicy, string> = {
  bounds: 'as bounds',
  'known-only': 'known only',
  'own-entity': 'each its own entity',
  'one-entity': 'one entity',
};

function unknownRow(facts: readonly SideFacts[]): ComparabilityRow {
  const policies = facts.map(({ spec }) => spec.unknown);
  return row(
    'unknown-policy',
    'Unknown weight',
    policies.map((policy) => UNKNOWN[policy]),
    alike(policies)
      ? { verdict: 'same', words: '' }
      : { verdict: 'differs', words: 'Unknown weight is counted in different ways: the difference would be one of rule.', canAlign: true },
  );
}

function entitiesRow(facts: readonly SideFacts[]): ComparabilityRow {
  const apply = facts.some(({ parties }) => parties);
  const policies = facts.map(({ spec }) => spec.entities);
  return row(
    'entities',
    'Entities',
    policies.map((policy) => (apply ? entityWords(policy, 0) : `no parties by ${dimensionNoun(facts[0]?.spec.by ?? '', 1)}`)),
    alike(policies) || !apply
      ? { verdict: 'same', words: '' }
      : { verdict: 'note', words: 'What the policies do stands in the change as re-attribution, and in no other part.', canAlign: true },
  );
}

function columnsRow(facts: readonly SideFacts[]): ComparabilityRow[] {
  const headers = facts.map(({ dimension, weight }) => [dimension, weight].filter((header) => header !== null).join(', '));
  if (alike(headers) || facts.some(({ dimension, weight }) => dimension === null || weight === null)) return [];
  const note = 'The columns have other headers in the files: make sure that they mean the same.';
  return [row('columns', 'Columns of the files', headers, { verdict: 'note', words: note })];
}

function sampleRow(facts: readonly SideFacts[]): ComparabilityRow[] {
  const samples = facts.map(({ dataset }) => dataset.sample);
  if (samples.every((sample) => !sample)) return [];
  return [
    row(
      'sample',
      'Sample data',
      samples.map((sample) => (sample ? 'SAMPLE' : 'real')),
      alike(samples) ? { verdict: 'same', words: '' } : { verdict: 'differs', words: 'Fictional data stand beside real ones.' },
    ),
  ];
}

/**
 * What is alike and what is not, before any number: network, dimension, weight and unit, supply base, date, grain, filter, unknown and entity policy.
 *
 * @returns one row a thing; the sides are comparable when no row says `differs`
 * Source: domain 3.7 and 7.
 */
export function comparability(facts: readonly SideFacts[]): ComparabilityRow[] {
  return [
    networkRow(facts),
    dimensionRow(facts),
    weightRow(facts),
    baseRow(facts),
    asOfRow(facts),
    grainRow(facts),
    filterRow(facts),
    ...sumsRow(facts),
    unknownRow(facts),
    entitiesRow(facts),
    ...columnsRow(facts),
    ...sampleRow(facts),
  ];
}

/** Words that stand beside every number of sides that are not comparable: `Not comparable: supply base, as-of date`; `null` where they are. */
export function notComparableMark(rows: readonly ComparabilityRow[]): string | null {
  const labels = rows.filter(({ verdict }) => verdict === 'differs').map(({ label }) => label.toLowerCase());
  return labels.length === 0 ? null : `Not comparable: ${labels.join(', ')}`;
}

/** What of a view each row is about, where the first side can lend it to the others. */
const FIELDS: Partial<Record<Compared, keyof WholeViewSpec>> = {
  dimension: 'by',
  weight: 'weight',
  filter: 'where',
  'unknown-policy': 'unknown',
  entities: 'entities',
};

/**
 * The views with what a row is about taken from the first, or for the supply base the narrowest rung on all sides; rows that no choice can align
 * change nothing.
 *
 * @param bases rung of each dataset, in the order of the views
 */
export function alignedSpecs(specs: readonly WholeViewSpec[], id: Compared, bases: readonly (Base | null)[]): WholeViewSpec[] {
  if (id === 'base') {
    const base = alignableBase(specs.map((spec, index) => (spec.base === '' ? (bases[index] ?? null) : spec.base)));
    return specs.map((spec) => ({ ...spec, base: base ?? spec.base }));
  }
  const [first] = specs;
  const field = FIELDS[id];
  return first === undefined || field === undefined ? [...specs] : specs.map((spec) => ({ ...spec, [field]: first[field] }));
}
