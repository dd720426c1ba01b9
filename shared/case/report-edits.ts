import type { ReportLayout, SectionKind } from './report.ts';

/** A list with the item at `from` at the place `to`; both are kept inside the list. */
export function movedTo<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const [item] = list.slice(from, from + 1);
  if (item === undefined) return [...list];
  const rest = list.filter((_, at) => at !== from);
  const place = Math.min(rest.length, Math.max(0, to));
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

/** The layout with a section shown or left out; one that was not listed comes last. */
export function withSection(layout: ReportLayout, kind: SectionKind, shown: boolean): ReportLayout {
  const listed = layout.sections.some((section) => section.kind === kind);
  const sections = listed
    ? layout.sections.map((section) => (section.kind === kind ? { ...section, shown } : section))
    : [...layout.sections, { kind, shown, note: '' }];
  return { ...layout, sections };
}

/** The layout with the note of a section. */
export function withNote(layout: ReportLayout, kind: SectionKind, note: string): ReportLayout {
  return { ...layout, sections: layout.sections.map((section) => (section.kind === kind ? { ...section, note } : section)) };
}

const added = (ids: readonly string[] | null, id: string): string[] | null =>
  ids === null || ids.includes(id) ? ids && [...ids] : [...ids, id];

/** The layout with a saved view in it, and the section that shows views; with all views in it already only the section changes. */
export function withView(layout: ReportLayout, id: string): ReportLayout {
  return withSection({ ...layout, views: added(layout.views, id) }, 'concentration', true);
}

/** The layout with a saved scenario in it, and the section of removal results. */
export function withScenario(layout: ReportLayout, id: string): ReportLayout {
  return withSection({ ...layout, scenarios: added(layout.scenarios, id) }, 'removal', true);
}

/** The layout with a pinned result in it, and the section of notes and pins. */
export function withPin(layout: ReportLayout, id: string): ReportLayout {
  return withSection({ ...layout, pins: added(layout.pins, id) as string[] }, 'notes', true);
}

type NamedComparison = ReportLayout['comparisons'][number];

/** The layout with a comparison in it, and its section; one of the same name is replaced. */
export function withComparison(layout: ReportLayout, comparison: NamedComparison): ReportLayout {
  const others = layout.comparisons.filter(({ name }) => name !== comparison.name);
  const before = layout.comparisons.find(({ name }) => name === comparison.name);
  const kept = before?.id === undefined ? comparison : { ...comparison, id: before.id };
  return withSection({ ...layout, comparisons: [...others, kept] }, 'comparison', true);
}

/**
 * The layout after parts were left out: findings of theirs in the words of the program go with them, since they can be taken in again. What an author
 * wrote stays, and waits for its claim.
 *
 * @param left ids of the parts that are left out; claims bear the id of their part (`V2.hhi`)
 */
export function withoutPartsLeft(layout: ReportLayout, left: readonly string[]): ReportLayout {
  if (layout.findings === null) return layout;
  const findings = layout.findings.filter(({ claim, text }) => text !== null || !left.includes(claim.slice(0, claim.indexOf('.'))));
  return findings.length === layout.findings.length ? layout : { ...layout, findings };
}
