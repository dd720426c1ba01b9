import { dissentNotes, type ReportLayout } from '../case/report.ts';
import { plural } from '../format/index.ts';
import type { CaseDecisions, DecidedDataset } from './decisions.ts';

/** Headers of the file that a dataset was made from: without columns that steps of its recipe add. */
export function headersOf({ dataset, recipe }: DecidedDataset): string[] {
  const made = new Set((recipe.steps ?? []).flatMap((step) => ('as' in step ? [step.as] : [])));
  return dataset.columns.map(({ header }) => header).filter((header) => !made.has(header));
}

/** A command of the case (electron/engine/store/commands) with its input; `old` = id in the bundle of the view or scenario that it saves. */
export type ReplayCommand = { command: string; input: unknown; old?: string };

/** Dataset of the bundle -> dataset of the new case. */
export type DatasetIds = ReadonlyMap<string, string>;

/**
 * The claims of a bundle as the new case numbers them, by the parts that they speak of.
 *
 * @param saved view, scenario or comparison of the bundle -> the same in the new case
 * @returns the id in the new case; `null` = its view, test, comparison or dataset was not taken over
 */
export function replayedClaims(ids: DatasetIds, saved: ReadonlyMap<string, string>): (claim: string) => string | null {
  const partOf = (part: string): string | null => {
    const usual = /^([VRX])(D\d+)(?:-(D\d+))?$/.exec(part);
    if (usual === null) return saved.get(part) ?? ids.get(part) ?? null;
    const [, letter, first = '', second] = usual;
    const [one, other] = [ids.get(first), second === undefined ? '' : ids.get(second)];
    return one === undefined || other === undefined ? null : `${letter}${one}${other === '' ? '' : `-${other}`}`;
  };
  return (claim) => {
    const end = claim.indexOf('.');
    const part = partOf(claim.slice(0, end));
    return part === null ? null : `${part}${claim.slice(end)}`;
  };
}

/** Comparisons of a layout that are taken over, by their numbers before and now: a new case counts from 1. */
export function replayedComparisons({ comparisons }: ReportLayout, ids: DatasetIds): Map<string, string> {
  const kept = comparisons.filter(({ spec }) => spec.sides.every(({ dataset }) => ids.has(dataset)));
  return new Map(kept.map(({ id }, index) => [id ?? '', `X${index + 1}`]));
}

/**
 * The layout of a bundle for a case with new files; what was said of the old numbers is left out.
 *
 * @param saved view, scenario or comparison of the bundle -> the same in the new case
 */
export function replayLayout(layout: ReportLayout, ids: DatasetIds, saved: ReadonlyMap<string, string>): ReportLayout {
  const nameOf = replayedClaims(ids, saved);
  const having = (list: string[] | null) => list?.flatMap((id) => saved.get(id) ?? []) ?? null;
  return {
    ...layout,
    status: 'draft',
    views: having(layout.views),
    scenarios: having(layout.scenarios),
    pins: [],
    // they get numbers of the new case
    comparisons: layout.comparisons.flatMap(({ name, spec }) => {
      const sides = spec.sides.flatMap((one) => (ids.has(one.dataset) ? [{ ...one, dataset: ids.get(one.dataset) as string }] : []));
      return sides.length === spec.sides.length ? [{ name, spec: { ...spec, sides } }] : [];
    }),
    scorecards: layout.scorecards?.flatMap((id) => ids.get(id) ?? []) ?? null,
    findings: layout.findings?.flatMap(({ claim }) => nameOf(claim) ?? []).map((claim) => ({ claim, text: null })) ?? null,
    sections: layout.sections.map((section) => ({ ...section, note: '' })),
    dissent: [],
  };
}

/**
 * Commands that bring the decisions of a bundle into a case with new files, in their order, and what of them is left behind, in words.
 *
 * Decisions on names, owners, questions and tests hold on; what was decided about single records or findings of the old files does not.
 */
export function replayCommands(decisions: CaseDecisions, ids: DatasetIds): { commands: ReplayCommand[]; left: string[] } {
  const { aliases, entities, joins, quality, packs, views, scenarios, declarations, pins } = decisions;
  const left: string[] = [];
  const leave = (count: number, noun: string, reason: string, nouns?: string) => {
    if (count > 0) left.push(`${plural(count, noun, nouns)} ${count === 1 ? 'was' : 'were'} not taken over: ${reason}`);
  };
  const here = <Of>(list: readonly Of[], datasets: (one: Of) => readonly string[], noun: string): Of[] => {
    const kept = list.filter((one) => datasets(one).every((id) => ids.has(id)));
    leave(list.length - kept.length, noun, 'a dataset that it speaks of has no new file.');
    return kept;
  };
  const to = (id: string) => ids.get(id) as string;
  const commands: ReplayCommand[] = [
    ...(aliases.length === 0
      ? []
      : [{ command: 'values.alias', input: { changes: aliases.map((alias) => ({ ...alias, decided: true })), source: 'a bundle' } }]),
    ...here(joins, (join) => [join.dataset, join.with], 'join').map(({ id: _, ...join }) => ({
      command: 'join.add',
      input: { ...join, dataset: to(join.dataset), with: to(join.with) },
    })),
    ...(entities.links.length === 0
      ? []
      : [
          {
            command: 'entities.restore',
            input: {
              rows: entities.links.map((row) => ({ id: row.link.id, row })),
              label: `Take over ${plural(entities.links.length, 'link')} of a bundle`,
            },
          },
        ]),
    ...here(quality.notApplicable, ({ dataset }) => [dataset], 'claim said not to apply').map((claim) => ({
      command: 'claim.setNotApplicable',
      input: { ...claim, dataset: to(claim.dataset) },
    })),
    ...packs.imported.map((pack) => ({ command: 'pack.import', input: pack })),
    ...packs.chosen.map((id) => ({ command: 'pack.choose', input: { id, chosen: true } })),
    ...here(views, ({ spec }) => [spec.dataset], 'view').map(({ id, name, spec }) => ({
      command: 'view.save',
      input: { name, spec: { ...spec, dataset: to(spec.dataset) } },
      old: id,
    })),
    ...here(scenarios, ({ spec }) => [spec.dataset], 'removal scenario').map(({ id, name, spec, removed }) => ({
      command: 'scenario.save',
      input: { name, spec: { ...spec, dataset: to(spec.dataset) }, removed },
      old: id,
    })),
    ...here(declarations, ({ declared }) => [declared.dataset], 'declared test').map(({ declared }) => ({
      command: 'removal.declare',
      input: { test: { ...declared, dataset: to(declared.dataset) }, reason: 'as declared for the report before' },
    })),
  ];
  leave(quality.waivers.length, 'waived check', 'the new files are checked anew.');
  leave(quality.corrections.length, 'corrected record', 'it is a record of the old file.');
  leave(quality.statedSupply.length, 'stated supply', 'it was stated for the date before.');
  leave(pins.length, 'pin', 'it holds values of the old files.');
  const { layout } = decisions;
  if (layout !== null) {
    leave(
      layout.sections.filter(({ note }) => note.trim() !== '').length,
      'note of a section',
      'it was written of the old numbers.',
      'notes of sections',
    );
    const worded = layout.findings?.filter(({ text }) => text !== null).length ?? 0;
    leave(worded, 'finding in words of the author', 'it stands in the words of the program now.', 'findings in words of the author');
    const names = dissentNotes(layout).map(({ name }) => name.trim() || 'a reviewer');
    leave(names.length, 'dissent', `${names.join(', ')} answered the old report.`);
  }
  return { commands, left };
}
