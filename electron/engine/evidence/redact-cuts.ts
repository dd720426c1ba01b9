import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { LeftColumn, PlannedColumn, Redaction } from '../../../shared/case/report.ts';
import { otherCountryColumns, partnerColumn, seriesColumn } from '../../../shared/claims/columns.ts';
import { FORMULA, tokensOf } from '../../../shared/columns/tokens.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { listOf } from '../../../shared/format/index.ts';
import { findColumn } from '../analysis/columns.ts';
import type { CaseFacts } from '../analysis/facts.ts';
import { decisionsOf } from './memory-facts.ts';
import type { ChosenColumns } from './redact-names.ts';

/** Columns that an export leaves out or empty, by dataset and name. */
export type Cuts = ReadonlyMap<string, ReadonlyMap<string, 'drop' | 'blank'>>;

/**
 * Columns of free text that were asked to be left out or emptied: those of no field that no decision and no claim reads, so that no share moves.
 *
 * @throws ChokepointError `redaction-column-unknown`, `redaction-column-used`
 */
export function cutColumns(facts: CaseFacts, { drop, blank }: Redaction, chosen: ChosenColumns): Cuts {
  const asked = [...blank.map((name) => [name, 'blank'] as const), ...drop.map((name) => [name, 'drop'] as const)];
  if (asked.length === 0) return new Map();
  const datasets = facts.datasets();
  const reasonsOf = cutReasons(facts, chosen);
  const cuts = new Map<string, Map<string, 'drop' | 'blank'>>();
  for (const [wanted, how] of asked) {
    const found = datasets.flatMap((dataset) =>
      dataset.columns.filter(({ name, header }) => name === wanted || header === wanted).map((column) => ({ dataset, column })),
    );
    if (found.length === 0) throw unknown(wanted, datasets);
    for (const { dataset, column } of found) {
      const reasons = reasonsOf(dataset, column);
      if (reasons.length > 0) throw inUse(wanted, dataset, reasons);
      cuts.set(dataset.id, (cuts.get(dataset.id) ?? new Map<string, 'drop' | 'blank'>()).set(column.name, how));
    }
  }
  return cuts;
}

/** Tells why a column of a dataset cannot be left out; empty = it can. */
export function cutReasons(facts: CaseFacts, chosen: ChosenColumns): (dataset: Dataset, column: ColumnInfo) => string[] {
  const used = usedColumns(facts);
  return (dataset, column) => {
    const reasons = [...reasonsFor(dataset, column), ...(used.get(dataset.id)?.get(column.name) ?? [])];
    if (chosen.get(dataset.id)?.has(column.name)) reasons.push('its names are to be written as pseudonyms');
    return [...new Set(reasons)];
  };
}

/** Columns left in clear under the names of the case, with why each cannot be left out; a name is cut in every dataset that has it. */
export function plannedColumns(facts: CaseFacts, chosen: ChosenColumns, left: readonly LeftColumn[]): PlannedColumn[] {
  const reasonsOf = cutReasons(facts, chosen);
  const datasets = facts.datasets();
  return left.map((each) => {
    if (chosen.get(each.dataset)?.has(each.column))
      return { ...each, held: 'its names are hidden, and lines of sums have to be found again' };
    const reasons = datasets.flatMap((dataset) =>
      dataset.columns.filter(({ name, header }) => [name, header].includes(each.column)).flatMap((column) => reasonsOf(dataset, column)),
    );
    return { ...each, held: reasons.length === 0 ? null : listOf([...new Set(reasons)]) };
  });
}

function unknown(wanted: string, datasets: readonly Dataset[]): ChokepointError {
  const suitable = datasets.flatMap((dataset) =>
    dataset.columns.filter((column) => reasonsFor(dataset, column).length === 0).map(({ name }) => name),
  );
  return new ChokepointError(
    'redaction-column-unknown',
    `No dataset has a column "${wanted}" to leave out.`,
    suitable.length === 0 ? 'Take it out of the request.' : `Columns of free text: ${[...new Set(suitable)].slice(0, 40).join(', ')}.`,
    { column: wanted },
  );
}

function inUse(wanted: string, { id }: Dataset, reasons: readonly string[]): ChokepointError {
  return new ChokepointError(
    'redaction-column-used',
    `The column "${wanted}" of ${id} cannot be left out, since numbers would change: ${listOf([...new Set(reasons)])}.`,
    'Write its names as pseudonyms instead, or take out what reads it.',
    { column: wanted, dataset: id },
  );
}

/** Why claims read a column, whatever was decided. */
function reasonsFor(dataset: Dataset, { name, field, type, distinct }: ColumnInfo): string[] {
  if (field !== null) return [`it serves the field ${field}`];
  if (type !== 'text') return ['it holds numbers'];
  const served = [partnerColumn(dataset), seriesColumn(dataset), ...otherCountryColumns(dataset)];
  if (served.some((column) => column?.name === name)) return ['claims read it'];
  // short lists of words may tell a status, which quality checks read
  return distinct <= 1 || distinct > 3 || !/stat(e|us)|verif|active/i.test(name) ? [] : ['quality checks may read it as a status'];
}

/** Columns that decisions read, with what reads them, by dataset. */
function usedColumns(facts: CaseFacts): Map<string, Map<string, string[]>> {
  const { datasets, joins, views, pins, scenarios, declarations, layout, entities } = decisionsOf(facts);
  const byId = new Map(datasets.map(({ dataset }) => [dataset.id, dataset]));
  const used = new Map<string, Map<string, string[]>>();
  const take = (id: string, name: string, reader: string) => {
    const dataset = byId.get(id);
    const column = dataset === undefined ? null : findColumn(dataset, name.replace(/\.group$/, ''));
    if (column === null) return;
    const own = used.get(id) ?? new Map<string, string[]>();
    own.set(column.name, [...(own.get(column.name) ?? []), reader]);
    used.set(id, own);
  };
  const takeSpec = (spec: Record<string, unknown> & { dataset: string }, reader: string) => {
    for (const key of ['by', 'split', 'columns']) if (typeof spec[key] === 'string') take(spec.dataset, spec[key], reader);
    for (const key of ['weight', 'order'])
      if (typeof spec[key] === 'string') for (const name of namesIn(spec[key])) take(spec.dataset, name, reader);
    if (typeof spec.where === 'string') for (const name of filtered(spec.where)) take(spec.dataset, name, reader);
  };
  for (const { dataset } of datasets)
    for (const { code, details } of dataset.findings)
      if (code === 'total-row-suspected' && typeof details.column === 'string')
        take(dataset.id, details.column, 'lines of sums are told by it');
  for (const join of joins) {
    for (const { column, matches } of join.on) {
      take(join.dataset, column, 'a join');
      take(join.with, matches, 'a join');
    }
    if (join.take !== null) take(join.with, join.take, 'a join');
  }
  for (const { name, spec } of views) takeSpec(spec, `the view "${name}"`);
  for (const { spec } of pins) takeSpec(spec, 'a pin');
  for (const { name, spec } of scenarios) takeSpec(spec, `the scenario "${name}"`);
  for (const { declared, deviations } of declarations)
    for (const test of [declared, ...deviations.map((each) => each.test)]) takeSpec(test, 'a declared test');
  for (const { name, spec } of layout?.comparisons ?? []) for (const side of spec.sides) takeSpec(side, `the comparison "${name}"`);
  for (const { madeFor } of entities.links) for (const id of byId.keys()) take(id, madeFor, 'links between names');
  return used;
}

function namesIn(weight: string): string[] {
  try {
    const tokens = tokensOf(
      weight,
      FORMULA,
      () => {
        throw new Error('no formula');
      },
      '',
    );
    return [weight, ...tokens.map(({ value }) => value)];
  } catch {
    return [weight];
  }
}

function filtered(where: string): string[] {
  try {
    return columnsOfWhere(parseWhere(where));
  } catch {
    return [];
  }
}
