import packageJson from '../../../package.json' with { type: 'json' };
import type { Dataset } from '../../../shared/case/dataset.ts';
import { layoutOf, type ReportLayout } from '../../../shared/case/report.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import { usualRemovals, usualViews } from '../analysis/usual.ts';
import { shownSections } from './claims-places.ts';
import { type ComparisonToShow, reportComparison, usualComparisons } from './gather/comparisons.ts';
import { aboutDataset, reportScorecard } from './gather/datasets.ts';
import { withNotToday } from './gather/not-today.ts';
import { reportRemoval } from './gather/removals.ts';
import { reportView, type ViewsContext } from './gather/views.ts';
import { type ReportDecisions, type ReportInput, reportDate } from './input.ts';

/** Datasets that sections speak of one by one; the source register has all of them. */
const MOST_ABOUT = 4;
/** Views, tests and scorecards that are asked under other choices too. */
const MOST_WEIGHED_VIEWS = 12;
const MOST_WEIGHED_TESTS = 4;
const MOST_LINKS = 5000;
const MOST_ALIASES = 2000;

type Report = (phase: string, done: number, total: number | null) => void;

/** Those that the layout names, in its order; all where it names none. */
function chosen<Each extends { id: string }>(list: readonly Each[], ids: readonly string[] | null): Each[] {
  return ids === null ? [...list] : ids.flatMap((id) => list.find((each) => each.id === id) ?? []);
}

/** Comparisons with their numbers; those of a time before they had any by their places. */
const numbered = (list: ReportLayout['comparisons']): ComparisonToShow[] =>
  list.map(({ id, ...comparison }, index) => ({ id: id ?? `X${index + 1}`, ...comparison }));

async function decisionsOf(session: AnalysisSession, datasets: readonly Dataset[], signal: AbortSignal): Promise<ReportDecisions> {
  const window = { start: 0, end: MOST_LINKS };
  const [decided, open, aliases, declarations, notApplicable] = await Promise.all([
    session.reader.call('entities.links', { window, states: ['confirmed', 'rejected'], search: '' }, { signal }),
    session.reader.call('entities.links', { window: { start: 0, end: 0 }, states: ['proposed', 'deferred'], search: '' }, { signal }),
    session.reader.call('values.aliases', null, { signal }),
    session.reader.call('removal.declarations', null, { signal }),
    session.reader.call('claims.decisions', null, { signal }),
  ]);
  const current = new Set(datasets.map(({ id }) => id));
  const values = Object.entries(aliases).flatMap(([kind, texts]) =>
    [...(texts ?? [])].map(([raw, value]) => ({ kind, raw, value: value ?? 'no value' })),
  );
  return {
    links: decided.rows.map(({ link }) => link),
    openLinks: open.total,
    aliases: values.slice(0, MOST_ALIASES),
    aliasTotal: values.length,
    declarations: declarations.filter(({ declared }) => current.has(declared.dataset)),
    notApplicable: notApplicable.filter(({ dataset }) => current.has(dataset)),
  };
}

/** Datasets that sections speak of: those of the views and tests of the report first, in the order of the case. */
function inFocus(datasets: readonly Dataset[], used: ReadonlySet<string>): Dataset[] {
  const first = datasets.filter(({ id }) => used.has(id));
  return [...first, ...datasets.filter(({ id }) => !used.has(id))].slice(0, MOST_ABOUT);
}

/**
 * Everything that the report of the open case says, by its layout: saved views and scenarios, or the usual ones of each dataset where none is
 * saved; scorecards, comparisons, and what the sections that are shown need.
 *
 * @throws ChokepointError `no-case-open`, and what the views and removal tests throw
 */
export async function gatherReport(
  session: AnalysisSession,
  paper: ReportInput['paper'],
  report: Report,
  signal: AbortSignal,
): Promise<ReportInput> {
  const [info, datasets, sources, saved, scenarios, decided, layoutOfCase, allPins] = await Promise.all([
    session.reader.call('case.info', null, { signal }),
    session.reader.call('datasets.list', null, { signal }),
    session.reader.call('sources.list', null, { signal }),
    session.reader.call('views.list', null, { signal }),
    session.reader.call('removal.scenarios', null, { signal }),
    session.reader.call('quality.decisions', null, { signal }),
    session.reader.call('report.layout', null, { signal }),
    session.reader.call('pins.list', null, { signal }),
  ]);
  const layout: ReportLayout = layoutOfCase ?? layoutOf('full');
  const shown = shownSections(layout.sections);
  const current = new Set(datasets.map(({ id }) => id));
  const isCurrent = ({ spec }: { spec: { dataset: string } }) => current.has(spec.dataset);
  const keptViews = chosen(saved, layout.views).filter(isCurrent);
  const keptTests = chosen(scenarios, layout.scenarios).filter(isCurrent);
  const viewList = keptViews.length > 0 || layout.views !== null ? keptViews : usualViews(datasets);
  // a network's own disclosure speaks of no test unless the author asks for one
  const isWithoutTests = layout.template === 'self-disclosure' && layout.scenarios === null && !shown.has('removal');
  const tests = isWithoutTests ? [] : keptTests.length > 0 || layout.scenarios !== null ? keptTests : usualRemovals(datasets);
  const { title, question, createdAt } = info;
  // a sample in any part marks the whole
  const sample = info.sample || datasets.some((dataset) => dataset.sample);
  const now = `${reportDate({ datasets, case: { createdAt } })}T23:59:59.999Z`;
  const packs = (await session.reader.call('packs.list', { now }, { signal })).filter((pack) => pack.chosen);
  const decisions = await decisionsOf(session, datasets, signal);
  const linked = decisions.links.some(({ state }) => state === 'confirmed') || decisions.openLinks > 0;
  const { rows: links } = await session.reader.call('entities.links', { window: { start: 0, end: MOST_LINKS }, search: '' }, { signal });
  const context: ViewsContext = { session, datasets, packs, linked, links, signal };

  const used = new Set([...viewList, ...tests].map(({ spec }) => spec.dataset));
  const focus = inFocus(datasets, used);
  const cards = chosen(datasets, layout.scorecards).slice(0, layout.scorecards === null ? MOST_ABOUT : undefined);
  const scored = layout.scorecards === null ? focus : cards;
  const comparing = shown.has('comparison')
    ? layout.comparisons.length > 0
      ? numbered(layout.comparisons)
      : usualComparisons(datasets)
    : [];
  const steps = viewList.length + tests.length + scored.length + comparing.length + focus.length;
  let done = 0;
  const each = async <Of, Made>(list: readonly Of[], make: (one: Of, index: number) => Promise<Made>): Promise<Made[]> => {
    const made: Made[] = [];
    for (const [index, one] of list.entries()) {
      report('gather', done, steps);
      made.push(await make(one, index));
      done += 1;
    }
    return made;
  };
  // the compute lane searches the tests while the reader lane works out everything else
  const testing = each(tests, (test, index) => {
    const made = reportRemoval({ session, declarations: decisions.declarations, linked, signal }, test, index < MOST_WEIGHED_TESTS);
    return withNotToday(session, test.spec, signal, made);
  });
  const reading = async () => {
    const views = await each(viewList, (view, index) =>
      withNotToday(session, view.spec, signal, reportView(context, view, index < MOST_WEIGHED_VIEWS)),
    );
    const scorecards = await each(scored, (dataset) => reportScorecard(context, dataset, views.slice(0, MOST_WEIGHED_VIEWS)));
    const comparisons = await each(
      comparing.filter(({ spec }) => spec.sides.every(({ dataset }) => current.has(dataset))),
      (comparison) => reportComparison(context, comparison),
    );
    const about = await each(focus, async (dataset) => {
      const kept = scorecards.find(({ card }) => card.dataset === dataset.id)?.card;
      const card =
        kept ?? (await session.reader.call('claims.scorecard', { dataset: dataset.id, where: '', entities: 'confirmed' }, { signal }));
      return aboutDataset(context, dataset, shown, now, { weight: card.weight, where: card.where });
    });
    return { views, scorecards, comparisons, about };
  };
  const [removals, { views, scorecards, comparisons, about }] = await Promise.all([testing, reading()]);
  const ofCase = <T extends { dataset: string }>(list: readonly T[]) => list.filter(({ dataset }) => current.has(dataset));
  return {
    case: { title, question, createdAt, sample },
    sources,
    datasets,
    waivers: ofCase(decided.waivers),
    corrections: ofCase(decided.corrections),
    views,
    removals,
    scorecards,
    comparisons,
    about,
    decisions,
    packs,
    pins: chosen(allPins, layout.pins),
    layout,
    version: packageJson.version,
    paper,
  };
}
