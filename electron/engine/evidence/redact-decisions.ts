import type { ColumnInfo, Dataset, Recipe } from '../../../shared/case/dataset.ts';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { dissentNotes, type ReportLayout } from '../../../shared/case/report.ts';
import type { DeclaredTest } from '../../../shared/case/scenarios.ts';
import type { Step } from '../../../shared/case/steps.ts';
import type { Stamp, ViewSpec } from '../../../shared/case/view.ts';
import { type Link, linkId } from '../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import type { CaseDecisions, DecidedDataset } from '../../../shared/evidence/decisions.ts';
import type { Cuts } from './redact-cuts.ts';
import type { ChosenColumns } from './redact-names.ts';
import { hiddenInfo } from './redact-values.ts';

/** How texts of decisions are rewritten. */
export type Rewriting = {
  chosen: ChosenColumns;
  /** a value of a column or a unit: its pseudonym where it has one */
  named(value: string): string;
  /** words of a person: names in them are replaced where they stand */
  worded(text: string): string;
  /** a column as it is described under the names that are told */
  info(column: ColumnInfo): ColumnInfo;
  /** a column by name or header, and a weight or formula over columns */
  column(name: string): string;
  weight(text: string): string;
  /** whether a text holds what stood in a column that is left out */
  isCut(text: string): boolean;
  /** columns that are left out or empty, by dataset */
  cuts: Cuts;
  /** filter of a dataset; `null` = of any */
  filtered(text: string, dataset: string): string;
  /** whether a name is hidden */
  isHidden(value: string): boolean;
  /** pseudonym of something that is no name but tells one, such as a wallet */
  coded(text: string): string;
};

/** Every text in a value, rewritten. */
export function deep<T>(value: T, rewrite: (text: string) => string): T {
  if (typeof value === 'string') return rewrite(value) as T;
  if (Array.isArray(value)) return value.map((each) => deep(each, rewrite)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, rewrite)])) as T;
}

function linkOf({ madeFor, link }: ScopedLink, { named, worded, isHidden, coded, column }: Rewriting): ScopedLink {
  const hides = isHidden(link.from) || isHidden(link.to);
  const [from, to] = [named(link.from), named(link.to)];
  const id = link.id === linkId(link.kind, link.from, link.to) ? linkId(link.kind, from, to) : worded(link.id);
  const evidence: Link['evidence'] = link.evidence.map(({ type, value, source, dateSeen }) => ({
    type,
    // a shared wallet, mailbox or register entry tells who is behind a pseudonym
    value: hides ? coded(value) : worded(value),
    source: source === null ? null : hides ? coded(source) : worded(source),
    dateSeen,
  }));
  const { decided } = link;
  const told = decided && { ...decided, why: worded(decided.why), members: decided.members?.map(named) ?? null };
  return { madeFor: column(madeFor), link: { ...link, id, from, to, evidence, decided: told } };
}

/** Names that stay different once they are rewritten. */
function apart(texts: readonly string[], worded: (text: string) => string): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const told = worded(text);
    let free = told;
    for (let number = 2; taken.has(free); number++) free = `${told} ${number}`;
    taken.add(free);
    return free;
  });
}

function portfolioOf(portfolio: Portfolio, worded: (text: string) => string): Portfolio {
  const { id, title, note, classes } = portfolio;
  const names = apart(
    classes.map(({ name }) => name),
    worded,
  );
  return {
    ...portfolio,
    ...(id === undefined ? {} : { id: worded(id) }),
    ...(title === undefined ? {} : { title: worded(title) }),
    ...(note === undefined ? {} : { note: worded(note) }),
    classes: classes.map((each, at) => ({ ...each, name: names[at] as string })),
  };
}

type Units = Pick<RemovalSpec, 'dataset' | 'by' | 'where' | 'order' | 'portfolio' | 'combinations' | 'costs'>;

function unitsOf<T extends Partial<Units> & Pick<Units, 'dataset' | 'by' | 'portfolio'>>(spec: T, rewriting: Rewriting): T {
  const { dataset, by, where, order, portfolio, combinations, costs } = spec;
  const { named, worded, filtered, column, weight } = rewriting;
  const own = new Set((combinations ?? []).map(({ name }) => name));
  return {
    ...spec,
    by: column(by),
    portfolio: portfolioOf(portfolio, worded),
    ...(where === undefined ? {} : { where: filtered(where, dataset) }),
    ...(order === undefined ? {} : { order: weight(order) }),
    ...(combinations === undefined
      ? {}
      : { combinations: combinations.map(({ name, members }) => ({ name: worded(name), members: members.map(named) })) }),
    ...(costs === undefined
      ? {}
      : { costs: Object.fromEntries(Object.entries(costs).map(([name, cost]) => [own.has(name) ? worded(name) : named(name), cost])) }),
  };
}

/** A view or a side of a comparison with its columns and its filter. */
function viewOf<T extends ViewSpec>(spec: T, { filtered, column, weight }: Rewriting): T {
  const { split, columns } = spec;
  return {
    ...spec,
    by: column(spec.by),
    weight: weight(spec.weight),
    where: filtered(spec.where, spec.dataset),
    ...(split === undefined ? {} : { split: column(split) }),
    ...(columns === undefined ? {} : { columns: column(columns) }),
  };
}

function stampOf(stamp: Stamp, dataset: string, { worded, filtered, column, weight }: Rewriting): Stamp {
  const { split, columns, weightIs, joined } = stamp;
  return {
    ...stamp,
    dataset: worded(stamp.dataset),
    by: column(stamp.by),
    weight: weight(stamp.weight),
    where: filtered(stamp.where, dataset),
    ...(split === undefined ? {} : { split: column(split) }),
    ...(columns === undefined ? {} : { columns: column(columns) }),
    ...(weightIs === undefined ? {} : { weightIs: worded(weightIs) }),
    ...(joined === undefined
      ? {}
      : {
          joined: joined.map((each) => ({ ...each, column: column(each.column), made: worded(each.made), dataset: worded(each.dataset) })),
        }),
  };
}

function layoutOf(layout: ReportLayout, rewriting: Rewriting): ReportLayout {
  const { worded } = rewriting;
  return {
    ...layout,
    title: worded(layout.title),
    author: worded(layout.author),
    organisation: worded(layout.organisation),
    sections: layout.sections.map((section) => ({ ...section, note: worded(section.note) })),
    comparisons: layout.comparisons.map(({ name, spec, ...rest }) => ({
      ...rest,
      name: worded(name),
      spec: { ...spec, sides: spec.sides.map((side) => viewOf(side, rewriting)) },
    })),
    findings: layout.findings?.map(({ claim, text }) => ({ claim, text: text === null ? null : worded(text) })) ?? null,
    dissent: dissentNotes(layout).map(({ name, text }) => ({ name: worded(name), text: worded(text) })),
  };
}

const NOT_TOLD = '(redacted)';

/** A corrected record as text: names in its cells, and nothing of the record as it stood in the file. */
function cellsOf(text: string, { named, worded }: Rewriting): string {
  try {
    return JSON.stringify(deep(JSON.parse(text), (cell) => worded(named(cell))));
  } catch {
    return NOT_TOLD;
  }
}

/** Findings of an import, but those that quote a column which is left out. */
function findingsOf(dataset: Dataset, { worded, column, isCut, cuts }: Rewriting): Dataset['findings'] {
  const own = cuts.get(dataset.id);
  return dataset.findings.flatMap((finding) => {
    const { code, message, advice, details } = finding;
    const about = typeof details.column === 'string' ? details.column : null;
    if ((about !== null && own?.has(about)) || isCut(JSON.stringify(finding))) return [];
    const told = { code, ...deep({ message, advice, details }, worded) };
    const exact = {
      ...(about === null ? {} : { column: column(about) }),
      // lines of sums are found by their text
      ...(code === 'total-row-suspected' ? { text: details.text } : {}),
    };
    return [{ ...told, details: { ...told.details, ...exact } }];
  });
}

function datasetOf({ dataset, recipe, columns, rejects }: DecidedDataset, rewriting: Rewriting): DecidedDataset {
  const { chosen, worded, column, cuts } = rewriting;
  const { id } = dataset;
  const isChosen = (name: string) => chosen.get(id)?.has(name) ?? false;
  const own = cuts.get(id);
  const isLeft = ({ name }: { name: string }) => own?.get(name) !== 'drop';
  const infoOf = (info: ColumnInfo): ColumnInfo => {
    if (own?.get(info.name) === 'blank') return { ...info, filled: 0, distinct: 0, sum: null };
    return isChosen(info.name) ? hiddenInfo(info) : info;
  };
  return {
    dataset: {
      ...dataset,
      name: worded(dataset.name),
      columns: dataset.columns.filter(isLeft).map((info) => rewriting.info(infoOf(info))),
      findings: findingsOf(dataset, rewriting),
    },
    recipe: recipeOf(recipe, rewriting),
    columns: columns.filter(isLeft).map((stored) => ({
      ...stored,
      name: column(stored.name),
      written: column(stored.written),
      ...(isChosen(stored.name) ? { type: 'text' as const, scale: 0 } : {}),
    })),
    rejects: rejects.map((reject) => ({ ...reject, column: reject.column === null ? null : column(worded(reject.column)) })),
  };
}

/** How a file was read, in words that may be told: it reads nothing in a bundle, whose records are read already. */
function recipeOf(recipe: Recipe, { worded, column }: Rewriting): Recipe {
  const told = (text: string) => worded(column(text));
  const keys = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [told(key), value]));
  const { dialect, mapping, types, units, unknownTokens, steps, preset } = recipe;
  const { members, records, arrays, opened, sheet } = dialect;
  return {
    ...recipe,
    dialect: {
      ...dialect,
      ...(members === undefined ? {} : { members: members.map(worded) }),
      ...(records === undefined ? {} : { records: records.map(worded) }),
      ...(arrays === undefined ? {} : { arrays: keys(arrays) }),
      ...(opened === undefined ? {} : { opened: opened.map(told) }),
      ...(sheet === undefined ? {} : { sheet: worded(sheet) }),
    },
    mapping: keys(mapping),
    types: keys(types),
    ...(units === undefined ? {} : { units: keys(units) }),
    unknownTokens: unknownTokens.map(worded),
    ...(preset === undefined ? {} : { preset: worded(preset) }),
    ...(steps === undefined ? {} : { steps: steps.map((step) => stepOf(step, told)) }),
  };
}

/** A step with its columns, filter and reason in words that may be told. */
function stepOf(step: Step, told: (text: string) => string): Step {
  switch (step.step) {
    case 'keep':
      return { ...step, where: told(step.where), reason: told(step.reason) };
    case 'largest':
      return { ...step, per: told(step.per), of: told(step.of), reason: told(step.reason) };
    case 'names':
      return {
        ...step,
        from: told(step.from),
        as: told(step.as),
        members: step.members.map(told),
        ...(step.within === undefined ? {} : { within: told(step.within) }),
      };
    case 'member':
      return { ...step, from: told(step.from), as: told(step.as), key: told(step.key) };
    default:
      return { ...step, from: told(step.from), as: told(step.as) };
  }
}

/** Decisions of a case with pseudonyms in place of names; numbers follow from them as before. */
export function hiddenDecisions(decisions: CaseDecisions, rewriting: Rewriting): CaseDecisions {
  const { named, worded, column, cuts } = rewriting;
  const { case: info, datasets, sources, entities, joins, quality, views, scenarios, pins, declarations, layout } = decisions;
  const testOf = (test: DeclaredTest): DeclaredTest => unitsOf(test, rewriting);
  return {
    ...decisions,
    case: { ...info, title: worded(info.title), question: worded(info.question) },
    datasets: datasets.map((decided) => datasetOf(decided, rewriting)),
    sources: sources.map((source) => ({
      ...source,
      fileName: worded(source.fileName),
      ...(source.licence ? { licence: worded(source.licence) } : {}),
    })),
    entities: { ...entities, links: entities.links.map((link) => linkOf(link, rewriting)) },
    joins: joins.map((join) => ({
      ...join,
      name: column(join.name),
      on: join.on.map((key) => ({ column: column(key.column), matches: column(key.matches) })),
      take: join.take === null ? null : column(join.take),
    })),
    quality: {
      waivers: quality.waivers.map((waiver) => ({ ...waiver, reason: worded(waiver.reason), name: worded(waiver.name) })),
      corrections: quality.corrections.map((correction) => ({
        ...correction,
        problem: worded(correction.problem),
        raw: NOT_TOLD,
        cells: cuts.has(correction.dataset) ? NOT_TOLD : cellsOf(correction.cells, rewriting),
        reason: worded(correction.reason),
      })),
      statedSupply: quality.statedSupply.map((stated) => ({ ...stated, source: worded(stated.source) })),
      notApplicable: quality.notApplicable.map((claim) => ({ ...claim, reason: worded(claim.reason), name: worded(claim.name) })),
    },
    views: views.map(({ id, name, spec }) => ({ id, name: worded(name), spec: viewOf(spec, rewriting) })),
    scenarios: scenarios.map(({ id, name, spec, removed }) => {
      const own = new Set((spec.combinations ?? []).map((combination) => combination.name));
      return {
        id,
        name: worded(name),
        spec: unitsOf(spec, rewriting),
        removed: removed.map((unit) => (own.has(unit) ? worded(unit) : named(unit))),
      };
    }),
    pins: pins.map((pin) => ({
      ...pin,
      spec: viewOf(pin.spec, rewriting),
      stamp: stampOf(pin.stamp, pin.spec.dataset, rewriting),
      finding: worded(pin.finding),
      largest: pin.largest.map(({ key, share }) => ({ key: worded(named(key)), share })),
    })),
    declarations: declarations.map(({ id, declared, deviations }) => ({
      id,
      declared: testOf(declared),
      deviations: deviations.map(({ test, changes, reason }) => ({
        test: testOf(test),
        changes: deep(changes, worded),
        reason: worded(reason),
      })),
    })),
    // certificates name units and rows of the data as they are, and hold for no others
    brackets: [],
    layout: layout && layoutOf(layout, rewriting),
  };
}
