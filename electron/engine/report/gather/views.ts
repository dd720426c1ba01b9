import type { Dataset } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { CasePack } from '../../../../shared/case/packs.ts';
import { type Group, type ViewResult, type ViewSpec, wholeSpec } from '../../../../shared/case/view.ts';
import { subjectsOf } from '../../../../shared/claims/chart-lines.ts';
import type { MetricLine } from '../../../../shared/claims/line.ts';
import { linesBeside } from '../../../../shared/claims/lines-beside.ts';
import { type NearEqual, nearEqualNames } from '../../../../shared/entities/near-equal.ts';
import { isPartyColumn } from '../../../../shared/entities/parties.ts';
import { linksForColumn, type ScopedLink } from '../../../../shared/entities/scope.ts';
import { entityWords, formatCount, formatQuantity, weightNoun } from '../../../../shared/format/index.ts';
import type { AnalysisSession } from '../../analysis/session.ts';
import type { ViewToShow } from '../../analysis/usual.ts';
import { labelOf } from '../claims-places.ts';
import type { ReportView } from '../input.ts';
import { type Alternative, type Held, onePercentAlternatives, resultConclusions, unknownAlternatives, withoutRecord } from '../standing.ts';

const WINDOW = 2000;
/** Names that are compared with each other: those that a reader sees. */
const MOST_NAMES = 60;

/** What views of a report are gathered with. */
export type ViewsContext = {
  session: AnalysisSession;
  datasets: readonly Dataset[];
  packs: readonly CasePack[];
  /** whether the case has decided or open links between accounts */
  linked: boolean;
  /** decided and open links of the case */
  links: readonly ScopedLink[];
  signal: AbortSignal;
};

/** All groups of an opened view. */
async function groupsOf({ session, signal }: ViewsContext, { handle }: ViewResult): Promise<Group[]> {
  const groups: Group[] = [];
  for (let total = 1; groups.length < total; ) {
    const window = { start: groups.length, end: groups.length + WINDOW };
    const { total: all, rows } = await session.reader.call('view.rows', { handle, window, search: '' }, { signal });
    total = all;
    groups.push(...rows.filter(({ level = 0 }) => level === 0));
    if (rows.length === 0) break;
  }
  return groups;
}

const heldOf = ({ unknown }: ViewResult, groups: readonly Group[]): Held => ({
  keys: groups.map(({ key }) => key),
  values: groups.map(({ value }) => Number(value)),
  unknown: Number(unknown.value),
});

/** Other weights that a dataset has for the same question, in words. */
function otherWeights({ columns }: Dataset, weight: string): { weight: string; words: string }[] {
  const counted = columns.find(({ field, filled }) => field === 'gpu_count' && filled > 0)?.name;
  const model = columns.some(({ field, filled }) => field === 'gpu_model' && filled > 0);
  const found = [
    { weight: counted ?? '', words: 'Weight by GPUs' },
    { weight: 'count', words: 'Weight by records' },
    { weight: counted !== undefined && model && weight === counted ? 'vram_gb' : '', words: 'Weight by GPU memory' },
  ];
  return found.filter((each) => each.weight !== '' && each.weight !== weight);
}

/** The same view under other entity policies and weights, its known part alone; what cannot be computed is no alternative. */
async function choices(context: ViewsContext, spec: ViewSpec, result: ViewResult, lines: readonly MetricLine[]): Promise<Alternative[]> {
  const { session, datasets, linked, signal } = context;
  const dataset = datasets.find(({ id }) => id === spec.dataset);
  const policies = result.stamp.entities === null || !linked ? [] : (['none', 'confirmed', 'all-plausible'] as const);
  const asked = [
    ...policies
      .filter((policy) => policy !== result.stamp.entities)
      .map((entities) => ({ spec: { ...spec, entities }, words: entityWords(entities, 0) })),
    ...(dataset ? otherWeights(dataset, spec.weight) : []).map(({ weight, words }) => ({ spec: { ...spec, weight }, words })),
  ];
  const alternatives: Alternative[] = [];
  for (const { spec: other, words } of asked) {
    try {
      const opened = await session.reader.call('view.open', { ...other, split: '', columns: '', unknown: 'known-only' }, { signal });
      const conclusions = resultConclusions(opened, lines);
      if (Object.keys(conclusions).length > 0)
        alternatives.push({ size: 'choice', words: words.charAt(0).toUpperCase() + words.slice(1), conclusions });
    } catch (error) {
      // a weight that the data do not allow, such as GPU memory of models that the table of reference does not know, is no alternative
      if (signal.aborted || !(error instanceof ChokepointError)) throw error;
    }
  }
  return alternatives;
}

/** Lines of the chosen packs beside HHI and the largest share, in words. */
function linesOf({ packs, datasets }: ViewsContext, { stamp, metrics, exact }: ViewResult, spec: ViewSpec): ReportView['lines'] {
  if (!exact || packs.length === 0) return {};
  const dataset = datasets.find(({ id }) => id === spec.dataset);
  const field = dataset?.columns.find(({ name }) => name === spec.by)?.field ?? null;
  const subjects = subjectsOf(field);
  const day = stamp.asOf?.slice(0, 10) ?? null;
  const chosen = packs.map(({ pack }) => pack);
  const told = (placed: Parameters<typeof linesBeside>[1]) =>
    linesBeside(chosen, placed, day).flatMap(({ position, words, footnotes }) =>
      position === null ? [] : [[words, ...footnotes].join(' ')],
    );
  return {
    hhi: told([{ metric: 'hhi_points', subjects, bound: metrics.hhi, exact: exact.hhi }]),
    cr1: told((['cr1', 'share'] as const).map((metric) => ({ metric, subjects, bound: metrics.cr1, exact: exact.cr1 }))),
  };
}

/** Names of parties that findings and the table of a view print, in pairs that may be one holder. */
function nearEqualIn({ datasets, links }: ViewsContext, { leaders, nakamotoDetail, top }: ViewResult, spec: ViewSpec): NearEqual[] {
  const column = datasets.find(({ id }) => id === spec.dataset)?.columns.find(({ name }) => name === spec.by);
  if (column === undefined || !isPartyColumn(column)) return [];
  const members = Object.values(nakamotoDetail).flatMap((detail) => detail?.members ?? []);
  const names = [...new Set([...leaders, ...members, ...top.map(({ key }) => key)])].slice(0, MOST_NAMES);
  return nearEqualNames(names, linksForColumn(links, column));
}

/** Without anything asked in another way: for views that are drawn and make no claims. */
export async function plainView(context: ViewsContext, { id, name, spec }: ViewToShow): Promise<ReportView> {
  const { session, signal } = context;
  const result = await session.reader.call('view.open', spec, { signal });
  return { name, label: labelOf(id), result, groups: await groupsOf(context, result), conclusions: {}, lines: {}, alternatives: [] };
}

/**
 * A view with all its groups, and what its claims would conclude under the alternatives that the case declares.
 *
 * @param isWeighed whether alternatives are asked: a report asks them of its first views only
 */
export async function reportView(context: ViewsContext, shown: ViewToShow, isWeighed: boolean): Promise<ReportView> {
  const { session, signal } = context;
  const { spec } = shown;
  const made = await plainView(context, shown);
  const view = { ...made, nearEqual: nearEqualIn(context, made.result, spec) };
  const { result, groups } = view;
  const lines = linesOf(context, result, spec);
  // records that state bounds leave the order of the holders open: the ranges say so, and nothing is moved between them
  if (!isWeighed || result.weightBounds) return { ...view, lines };
  const { lines: stated } = await session.reader.call('packs.stated', { dataset: spec.dataset, by: spec.by }, { signal });
  const conclusions = resultConclusions(result, stated);
  const held = heldOf(result, groups);
  const whole = wholeSpec(spec);
  const largest = await session.reader.call('view.largestRecord', whole, { signal });
  const words =
    largest === null ? '' : `record ${formatCount(largest.record)}, ${formatQuantity(largest.value)} ${weightNoun(result.stamp)}`;
  return {
    ...view,
    lines,
    conclusions,
    alternatives: [
      ...(await choices(context, spec, result, stated)),
      ...(whole.unknown === 'bounds' ? unknownAlternatives(result, held, conclusions, stated) : []),
      ...(largest === null ? [] : withoutRecord(held, { ...largest, words }, conclusions, stated)),
      ...onePercentAlternatives(held, conclusions, stated),
    ],
  };
}
