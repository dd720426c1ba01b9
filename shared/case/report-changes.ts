import { ChokepointError } from './error.ts';
import { type DissentNote, dissentNotes, type ReportLayout, type ReportSection, type SectionKind } from './report.ts';

/** Sections as screens, history and messages call them. */
export const SECTION_NAMES: Record<SectionKind, string> = {
  answer: 'Answer',
  findings: 'Findings',
  removal: 'Removal result',
  data: 'Supply base and data',
  concentration: 'Concentration',
  hardware: 'Hardware and dependency',
  geography: 'Geography',
  'uptime-and-price': 'Uptime and price',
  comparison: 'Comparison',
  sensitivity: 'Sensitivity',
  notes: 'Notes and pins',
  limitations: 'Limitations and dissent',
  method: 'Method',
  decisions: 'Decisions by effect',
  quality: 'Quality checks and waivers',
  tables: 'Full tables',
  verify: 'How to verify',
};

const twice = (ids: readonly string[]): string | undefined => ids.find((id, index) => ids.indexOf(id) !== index);

/**
 * Refuses a layout that no report can be made of.
 *
 * @throws ChokepointError `limitations-left-out`, `section-twice`, `finding-twice`, `comparison-twice`
 */
export function requireWholeLayout({ sections, findings, comparisons }: Pick<ReportLayout, 'sections' | 'findings' | 'comparisons'>): void {
  if (!sections.some(({ kind, shown }) => kind === 'limitations' && shown))
    throw new ChokepointError(
      'limitations-left-out',
      'The layout leaves out the section "Limitations and dissent"; it was not saved.',
      'Keep that section, at any place: a report always states what its numbers do not say.',
    );
  const section = twice(sections.map(({ kind }) => kind));
  if (section !== undefined)
    throw new ChokepointError(
      'section-twice',
      `The layout holds the section "${SECTION_NAMES[section as SectionKind]}" twice; it was not saved.`,
      'Keep each section once.',
      { section },
    );
  const comparison = twice(comparisons.flatMap(({ id }) => id ?? []));
  if (comparison !== undefined)
    throw new ChokepointError(
      'comparison-twice',
      `The layout holds the comparison ${comparison} twice; it was not saved.`,
      'Keep each comparison once; a further one gets its number when it is saved.',
      { comparison },
    );
  const finding = twice((findings ?? []).map(({ claim }) => claim));
  if (finding !== undefined)
    throw new ChokepointError(
      'finding-twice',
      `The layout holds the finding ${finding} twice; it was not saved.`,
      'Keep each finding once.',
      {
        finding,
      },
    );
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

function sectionChanges(before: readonly ReportSection[], after: readonly ReportSection[]): string[] {
  const shown = (list: readonly ReportSection[]) => list.filter((section) => section.shown).map(({ kind }) => kind);
  const [was, is] = [shown(before), shown(after)];
  const names = (kinds: readonly SectionKind[]) => quoted(kinds.map((kind) => SECTION_NAMES[kind]));
  const added = is.filter((kind) => !was.includes(kind));
  const left = was.filter((kind) => !is.includes(kind));
  const moved = !same(
    was.filter((kind) => is.includes(kind)),
    is.filter((kind) => was.includes(kind)),
  );
  const noteOf = (list: readonly ReportSection[], kind: SectionKind) => list.find((section) => section.kind === kind)?.note ?? '';
  const noted = [...new Set([...before, ...after].map(({ kind }) => kind))].filter((kind) => noteOf(before, kind) !== noteOf(after, kind));
  return [
    ...(added.length > 0 ? [`add ${names(added)}`] : []),
    ...(left.length > 0 ? [`leave out ${names(left)}`] : []),
    ...(moved ? ['order of the sections'] : []),
    ...(noted.length > 0 ? [`note of ${names(noted)}`] : []),
  ];
}

function findingChanges(before: ReportLayout['findings'], after: ReportLayout['findings']): string[] {
  if (same(before, after)) return [];
  if (after === null) return ['findings chosen by rule'];
  const was = before ?? [];
  const ids = (list: readonly { claim: string }[]) => list.map(({ claim }) => claim);
  const added = before === null ? [] : ids(after).filter((claim) => !ids(was).includes(claim));
  const left = before === null ? [] : ids(was).filter((claim) => !ids(after).includes(claim));
  const worded = after.filter(({ claim, text }) => (was.find((each) => each.claim === claim)?.text ?? null) !== text);
  const words = [
    ...(before === null ? ['findings chosen by hand'] : []),
    ...(added.length > 0 ? [`add the finding ${added.join(', ')}`] : []),
    ...(left.length > 0 ? [`leave out the finding ${left.join(', ')}`] : []),
    ...(worded.length > 0 ? [`words of the finding ${ids(worded).join(', ')}`] : []),
  ];
  return words.length > 0 ? words : ['order of the findings'];
}

const chosen = (name: string, before: readonly string[] | null, after: readonly string[] | null) =>
  same(before, after) ? [] : [after === null ? `${name}: all` : `${name}: ${after.join(', ') || 'none'}`];

function dissentChanges(before: readonly DissentNote[], after: readonly DissentNote[]): string[] {
  if (same(before, after)) return [];
  const names = (notes: readonly DissentNote[]) => notes.map(({ name }) => name || 'a reviewer').join(', ');
  const told = after.filter((note) => before.every((other) => !same(note, other)));
  const gone = before.filter(({ name }) => after.every((other) => other.name !== name));
  if (after.length === 0) return ['no dissent note'];
  return [
    ...(told.length > 0 ? [`dissent note of ${names(told)}`] : []),
    ...(gone.length > 0 ? [`without the dissent note of ${names(gone)}`] : []),
    ...(told.length + gone.length === 0 ? ['order of the dissent notes'] : []),
  ];
}

/**
 * What a change of the report's layout is, for the history: `add "Geography", order of the findings`.
 *
 * @returns `no change` where both are alike
 */
export function layoutChangeWords(before: ReportLayout, after: ReportLayout): string {
  const words = [
    ...(before.template === after.template ? [] : [`template "${after.template}"`]),
    ...(before.title === after.title ? [] : [after.title === '' ? 'title of the case' : `title "${after.title}"`]),
    ...(before.author === after.author ? [] : [after.author === '' ? 'no author' : `author ${after.author}`]),
    ...(before.organisation === after.organisation
      ? []
      : [after.organisation === '' ? 'no organisation' : `organisation ${after.organisation}`]),
    ...(before.status === after.status ? [] : [`status ${after.status}`]),
    ...sectionChanges(before.sections, after.sections),
    ...findingChanges(before.findings, after.findings),
    ...chosen('views', before.views, after.views),
    ...chosen('scenarios', before.scenarios, after.scenarios),
    ...chosen('pins', before.pins, after.pins),
    ...(same(before.comparisons, after.comparisons) ? [] : [`comparisons: ${quoted(after.comparisons.map(({ name }) => name)) || 'none'}`]),
    ...chosen('scorecards', before.scorecards, after.scorecards),
    ...dissentChanges(dissentNotes(before), dissentNotes(after)),
  ];
  return words.length === 0 ? 'no change' : words.join(', ');
}
