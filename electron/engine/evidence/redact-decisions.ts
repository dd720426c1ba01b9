import type { RemovalSpec } from '../../../shared/case/removal.ts';
import type { ReportLayout } from '../../../shared/case/report.ts';
import type { DeclaredTest } from '../../../shared/case/scenarios.ts';
import type { Step } from '../../../shared/case/steps.ts';
import { type Link, linkId } from '../../../shared/entities/link.ts';
import type { ScopedLink } from '../../../shared/entities/scope.ts';
import type { CaseDecisions } from '../../../shared/evidence/decisions.ts';
import type { ChosenColumns } from './redact-names.ts';
import { hiddenInfo } from './redact-values.ts';

/** How texts of decisions are rewritten. */
export type Rewriting = {
  chosen: ChosenColumns;
  /** a value of a column or a unit: its pseudonym where it has one */
  named(value: string): string;
  /** words of a person: names in them are replaced where they stand */
  worded(text: string): string;
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

function linkOf({ madeFor, link }: ScopedLink, { named, worded, isHidden, coded }: Rewriting): ScopedLink {
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
  return { madeFor, link: { ...link, id, from, to, evidence, decided: told } };
}

type Units = Pick<RemovalSpec, 'dataset' | 'where' | 'combinations' | 'costs'>;

function unitsOf<T extends Partial<Units> & { dataset: string }>(spec: T, { named, worded, filtered }: Rewriting): T {
  const { dataset, where, combinations, costs } = spec;
  const own = new Set((combinations ?? []).map(({ name }) => name));
  return {
    ...spec,
    ...(where === undefined ? {} : { where: filtered(where, dataset) }),
    ...(combinations === undefined
      ? {}
      : { combinations: combinations.map(({ name, members }) => ({ name: worded(name), members: members.map(named) })) }),
    ...(costs === undefined
      ? {}
      : { costs: Object.fromEntries(Object.entries(costs).map(([name, cost]) => [own.has(name) ? worded(name) : named(name), cost])) }),
  };
}

/** Specs inside a value: every object with a filter, whose dataset is its own or that of the object around it. */
function withFilters<T>(value: T, filtered: Rewriting['filtered'], dataset = ''): T {
  if (Array.isArray(value)) return value.map((each) => withFilters(each, filtered, dataset)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const around = 'dataset' in value && typeof value.dataset === 'string' ? value.dataset : dataset;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'where' && typeof each === 'string' ? filtered(each, around) : withFilters(each, filtered, around),
    ]),
  ) as T;
}

function layoutOf(layout: ReportLayout, { worded, filtered }: Rewriting): ReportLayout {
  return {
    ...layout,
    title: worded(layout.title),
    author: worded(layout.author),
    organisation: worded(layout.organisation),
    sections: layout.sections.map((section) => ({ ...section, note: worded(section.note) })),
    comparisons: layout.comparisons.map(({ name, spec, ...rest }) => ({ ...rest, name: worded(name), spec: withFilters(spec, filtered) })),
    findings: layout.findings?.map(({ claim, text }) => ({ claim, text: text === null ? null : worded(text) })) ?? null,
    dissent: { ...layout.dissent, text: worded(layout.dissent.text) },
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

/** Decisions of a case with pseudonyms in place of names; numbers follow from them as before. */
export function hiddenDecisions(decisions: CaseDecisions, rewriting: Rewriting): CaseDecisions {
  const { chosen, named, worded, filtered } = rewriting;
  const { case: info, datasets, sources, entities, quality, views, scenarios, pins, declarations, layout } = decisions;
  const isChosen = (dataset: string, column: string) => chosen.get(dataset)?.has(column) ?? false;
  const testOf = (test: DeclaredTest): DeclaredTest => unitsOf(test, rewriting);
  return {
    ...decisions,
    case: { ...info, title: worded(info.title), question: worded(info.question) },
    datasets: datasets.map(({ dataset, recipe, columns, rejects }) => ({
      dataset: {
        ...dataset,
        name: worded(dataset.name),
        columns: dataset.columns.map((column) => (isChosen(dataset.id, column.name) ? hiddenInfo(column) : column)),
        findings: dataset.findings.map(({ code, message, advice, details }) =>
          code === 'total-row-suspected' ? { code, message, advice, details } : { code, ...deep({ message, advice, details }, worded) },
        ),
      },
      recipe: recipe.steps === undefined ? recipe : { ...recipe, steps: recipe.steps.map((step) => stepOf(step, worded)) },
      columns: columns.map((column) => (isChosen(dataset.id, column.name) ? { ...column, type: 'text' as const, scale: 0 } : column)),
      rejects,
    })),
    sources: sources.map((source) => ({ ...source, fileName: worded(source.fileName) })),
    entities: { ...entities, links: entities.links.map((link) => linkOf(link, rewriting)) },
    quality: {
      waivers: quality.waivers.map((waiver) => ({ ...waiver, reason: worded(waiver.reason) })),
      corrections: quality.corrections.map((correction) => ({
        ...correction,
        problem: worded(correction.problem),
        raw: NOT_TOLD,
        cells: cellsOf(correction.cells, rewriting),
        reason: worded(correction.reason),
      })),
      statedSupply: quality.statedSupply.map((stated) => ({ ...stated, source: worded(stated.source) })),
      notApplicable: quality.notApplicable.map((claim) => ({ ...claim, reason: worded(claim.reason) })),
    },
    views: views.map(({ id, name, spec }) => ({ id, name: worded(name), spec: { ...spec, where: filtered(spec.where, spec.dataset) } })),
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
      spec: { ...pin.spec, where: filtered(pin.spec.where, pin.spec.dataset) },
      stamp: { ...pin.stamp, dataset: worded(pin.stamp.dataset), where: filtered(pin.stamp.where, pin.spec.dataset) },
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

/** A step with its reason and its filter in words that may be told. */
function stepOf(step: Step, worded: (text: string) => string): Step {
  if (step.step === 'keep') return { ...step, where: worded(step.where), reason: worded(step.reason) };
  return step.step === 'largest' ? { ...step, reason: worded(step.reason) } : step;
}
