import type { ColumnInfo, Dataset, Field } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { Combination } from '../../../shared/case/removal.ts';
import { filledColumn } from '../../../shared/claims/columns.ts';
import { textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { listOf, plural } from '../../../shared/format/index.ts';
import { normaliseAsn } from '../../../shared/normalise/cloud.ts';
import type { CodedColumn } from '../../../shared/resilience/inventory.ts';
import { findColumn, requireColumn } from './columns.ts';
import { reference } from './reference.ts';

/** A dimension that follows from a column by a reference table; a column of the same name goes before it. */
type DerivedUnit = { from: Field; of(text: string): string | null; words(): string };

const NAMED = 5;

/** Dimensions that units can be derived by, beside the columns of the dataset. */
export const DERIVED_UNITS: Readonly<Record<string, DerivedUnit>> = {
  bloc: {
    from: 'country',
    of: (country) => (reference.countries.codes.has(country) ? (reference.blocs.of.get(country) ?? country) : null),
    words: () =>
      `Blocs are memberships as of ${reference.blocs.asOf} (${[...new Set(reference.blocs.of.values())].join(', ')}); a country in none of them stands for itself.`,
  },
  continent: {
    from: 'country',
    of: (country) => reference.countries.continentOf.get(country) ?? null,
    words: () => 'Continents are those of the table of countries.',
  },
  cloud: {
    from: 'asn',
    of: (asn) => {
      const read = normaliseAsn(asn, reference.clouds);
      return read.known ? read.value.cloud : null;
    },
    words: () =>
      'Clouds follow from the number of the autonomous system; a number that the table does not know says nothing about the cloud.',
  },
};

/** How the removal units of a test are read: a column of the dataset, or one that is derived from it. */
export type UnitPlan = { by: string; column: ColumnInfo; derived: DerivedUnit | null };

/**
 * Column behind the removal unit of a spec.
 *
 * @throws ChokepointError `unknown-column` listing columns and what can be derived
 */
export function planUnit(dataset: Dataset, by: string): UnitPlan {
  const found = findColumn(dataset, by);
  if (found) return { by: found.name, column: found, derived: null };
  const derived = Object.hasOwn(DERIVED_UNITS, by) ? (DERIVED_UNITS[by] as DerivedUnit) : null;
  const column = derived && filledColumn(dataset, derived.from);
  if (derived && column) return { by, column, derived };
  return { by, column: requireColumn(dataset, by, derivedUnits(dataset)), derived: null };
}

/** Names of the dimensions that this dataset can be cut by beside its columns. */
export function derivedUnits(dataset: Dataset): string[] {
  return Object.entries(DERIVED_UNITS).flatMap(([name, { from }]) =>
    findColumn(dataset, name) === null && filledColumn(dataset, from) ? [name] : [],
  );
}

/** The column with derived names in place of its texts; the same column where nothing is derived. */
export function derivedColumn(column: Column, { by, derived }: UnitPlan): Column {
  if (derived === null) return column;
  const { codes, dictionary } = codesOf(column);
  return textColumnOf(by, codes, dictionary.map(derived.of));
}

/** What a person must know about derived units. */
export const derivedNotes = ({ derived, column }: UnitPlan): string[] =>
  derived === null ? [] : [`${derived.words()} They are worked out from "${column.name}".`];

/**
 * Units with those of a combination under one name.
 *
 * @returns the units, and notes on members that the data do not hold
 * @throws ChokepointError `combination-invalid` where two have a member or a name in common, or one bears the name of another unit
 */
export function combined(unit: CodedColumn, combinations: readonly Combination[]): { unit: CodedColumn; notes: string[] } {
  if (combinations.length === 0) return { unit, notes: [] };
  const codeOf = new Map(unit.labels.map((label, code) => [label, code]));
  const nameOf = new Map<string, string>();
  const names = new Set<string>();
  const notes: string[] = [];
  for (const { name, members } of combinations) {
    if (names.has(name)) throw invalid(`Two combinations are called "${name}".`, 'Give each a name of its own.', name);
    names.add(name);
    for (const member of members) {
      const other = nameOf.get(member);
      if (other !== undefined && other !== name)
        throw invalid(
          `"${member}" belongs to the combinations "${other}" and "${name}", but a unit is lost with one of them at most.`,
          `Put all members of "${other}" and "${name}" into one combination, or take "${member}" out of one.`,
          member,
        );
      nameOf.set(member, name);
    }
    const absent = members.filter((member) => !codeOf.has(member));
    if (absent.length === members.length) notes.push(`The combination "${name}" holds no unit of these data.`);
    else if (absent.length > 0)
      notes.push(
        `${plural(absent.length, 'member')} of the combination "${name}" ${absent.length === 1 ? 'is' : 'are'} not in these data: ${listOf(absent, NAMED)}.`,
      );
  }
  for (const name of names)
    if (codeOf.has(name) && nameOf.get(name) !== name)
      throw invalid(
        `The combination "${name}" bears the name of another unit.`,
        `Call it something else, or make "${name}" a member.`,
        name,
      );
  const labels = unit.labels.map((label) => nameOf.get(label) ?? label);
  const { codes, dictionary } = textColumnOf('unit', unit.codes, labels);
  return { unit: { codes, labels: dictionary }, notes };
}

function invalid(problem: string, advice: string, name: string): ChokepointError {
  return new ChokepointError('combination-invalid', `The test cannot be run: ${problem}`, advice, { name });
}
