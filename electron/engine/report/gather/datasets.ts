import type { Dataset } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { SectionKind } from '../../../../shared/case/report.ts';
import type { SpreadKind, SpreadResult } from '../../../../shared/case/spread.ts';
import type { Stamp } from '../../../../shared/case/view.ts';
import { formatFraction } from '../../../../shared/metrics/exact.ts';
import { USUAL_SERVICE_LEVEL } from '../../../../shared/metrics/uptime.ts';
import { controllingColumn } from '../../analysis/usual.ts';
import { labelOf } from '../claims-places.ts';
import { VIEWED } from '../conclusions.ts';
import type { ReportDataset, ReportScorecard, ReportView } from '../input.ts';
import { plainView, reportView, type ViewsContext } from './views.ts';

const USUAL_SLO = formatFraction(USUAL_SERVICE_LEVEL);
const TOP_PARTIES = 10;
const MOST_FACTORS = 2;
const MOST_DEPENDENCIES = 200;
/** Groups of a view that is drawn: all countries, all models. */
const MOST_GROUPS = 300;

/** Fields that are factors of dependency, in the order in which they are drawn. */
const FACTORS = ['host_org', 'cloud', 'asn', 'site', 'gpu_vendor', 'country'] as const;

const columnOf = ({ columns }: Dataset, field: string): string | undefined =>
  columns.find((column) => column.field === field && column.filled > 0)?.name;

/** What the scorecard of a dataset is asked with: its weight, and the filter that leaves lines of sums out. */
export type Settled = { weight: string; where: string };

/** What is asked, or `null` where the data do not allow it. */
async function unlessRefused<Value>(signal: AbortSignal, ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted || !(error instanceof ChokepointError)) throw error;
    return null;
  }
}

function viewBy(context: ViewsContext, dataset: Dataset, field: string, settled: Settled): Promise<ReportView | null> {
  const by = columnOf(dataset, field);
  if (by === undefined) return Promise.resolve(null);
  const spec = { dataset: dataset.id, by, ...settled, entities: 'confirmed' as const, top: MOST_GROUPS };
  return unlessRefused(context.signal, () => plainView(context, { id: dataset.id, name: `${dataset.name} by ${by}`, spec }));
}

/** The largest parties of a dataset against each factor that its records state. */
async function factorsOf(context: ViewsContext, dataset: Dataset, settled: Settled): Promise<ReportDataset['factors']> {
  const { session, signal } = context;
  const by = controllingColumn(dataset);
  if (by === undefined) return [];
  const fields = FACTORS.filter((field) => columnOf(dataset, field) !== undefined && columnOf(dataset, field) !== by).slice(
    0,
    MOST_FACTORS,
  );
  const found: ReportDataset['factors'][number][] = [];
  for (const kind of fields) {
    const factor = columnOf(dataset, kind) as string;
    const spec = {
      dataset: dataset.id,
      by,
      columns: factor,
      ...settled,
      entities: 'confirmed' as const,
      top: TOP_PARTIES,
    };
    const made = await unlessRefused(signal, async () => {
      const view = await session.reader.call('view.open', spec, { signal });
      const { rows } = await session.reader.call(
        'view.rows',
        { handle: view.handle, window: { start: 0, end: TOP_PARTIES }, search: '' },
        { signal },
      );
      return { factor, kind, view, rows: rows.map(({ key, value, cells = [] }) => ({ key, value, cells })) };
    });
    if (made !== null && made.rows.length > 0 && (made.view.pivot?.columns.length ?? 0) > 0) found.push(made);
  }
  return found;
}

const spreadOf = (context: ViewsContext, dataset: Dataset, kind: SpreadKind, where: string): Promise<SpreadResult | null> =>
  unlessRefused(context.signal, () =>
    context.session.reader.call(
      'view.spread',
      { dataset: dataset.id, kind, column: '', by: '', where, entities: 'confirmed', base: '', weight: '', slo: USUAL_SLO },
      { signal: context.signal },
    ),
  );

/**
 * What sections say of a dataset beside its views; parts of sections that are not shown are not asked.
 *
 * @param now ISO instant of the report: what lies after it is in the future
 * @param settled weight and filter of its scorecard
 */
export async function aboutDataset(
  context: ViewsContext,
  dataset: Dataset,
  shown: ReadonlySet<SectionKind>,
  now: string,
  settled: Settled,
): Promise<ReportDataset> {
  const { session, signal } = context;
  const asks = (kind: SectionKind) => shown.has(kind);
  return {
    dataset: dataset.id,
    name: dataset.name,
    label: labelOf(dataset.id),
    ladder: asks('data')
      ? await session.reader.call('quality.ladder', { dataset: dataset.id, now }, { signal })
      : { dataset: dataset.id, rungs: [], findings: [] },
    quality: asks('quality') ? await session.reader.call('quality.checks', { dataset: dataset.id, now }, { signal }) : null,
    models: asks('hardware') ? await viewBy(context, dataset, 'gpu_model', settled) : null,
    countries: asks('geography') ? await viewBy(context, dataset, 'country', settled) : null,
    factors: asks('hardware') ? await factorsOf(context, dataset, settled) : [],
    dependencies: asks('hardware')
      ? await unlessRefused(signal, () =>
          session.reader.call(
            'claims.dependencies',
            { dataset: dataset.id, where: settled.where, entities: 'confirmed', least: 2, most: MOST_DEPENDENCIES },
            { signal },
          ),
        )
      : null,
    prices:
      asks('uptime-and-price') && columnOf(dataset, 'price_usd_per_gpu_hour')
        ? await spreadOf(context, dataset, 'price', settled.where)
        : null,
    uptime: asks('uptime-and-price') && columnOf(dataset, 'uptime') ? await spreadOf(context, dataset, 'uptime', settled.where) : null,
  };
}

/** A view that shows what another spec asks for: of the same records, entities and unknown weight. */
const isSame = (a: Stamp, b: Stamp): boolean =>
  a.dataset === b.dataset &&
  a.by === b.by &&
  a.weight === b.weight &&
  a.where === b.where &&
  a.entities === b.entities &&
  a.unknownPolicy === b.unknownPolicy;

/**
 * The scorecard of a dataset, with those under other entity policies and another weight, and with the views that its numbers come from.
 *
 * @param weighed views of the report that were asked in other ways: those that a claim comes from are not asked again
 */
export async function reportScorecard(context: ViewsContext, dataset: Dataset, weighed: readonly ReportView[]): Promise<ReportScorecard> {
  const { session, linked, signal } = context;
  const spec = { dataset: dataset.id, where: '', entities: 'confirmed' as const };
  const card = await session.reader.call('claims.scorecard', spec, { signal });
  const policies = [
    { spec: { ...spec, entities: 'none' as const }, words: 'Accounts as given' },
    { spec: { ...spec, entities: 'all-plausible' as const }, words: 'Entities all plausible' },
  ];
  const asked = [
    ...(linked ? policies : []),
    ...(card.weight === 'count' ? [] : [{ spec: { ...spec, weight: 'count' }, words: 'Weight by records' }]),
  ];
  const alternatives: { words: string; card: ReportScorecard['card'] }[] = [];
  for (const { spec: other, words } of asked) {
    const found = await unlessRefused(signal, () => session.reader.call('claims.scorecard', other, { signal }));
    if (found !== null) alternatives.push({ words, card: found });
  }
  const views: Record<string, ReportView> = {};
  for (const { id, status, stamp, view, low, high } of card.claims) {
    const measure = VIEWED[id];
    if (measure === undefined || view === null || stamp === null || (status !== 'computed' && status !== 'bounded')) continue;
    const known = [...weighed, ...Object.values(views)].find(
      ({ result: { stamp: shown, metrics } }) => isSame(shown, stamp) && metrics[measure].low === low && metrics[measure].high === high,
    );
    const found =
      known ??
      (await unlessRefused(signal, () => reportView(context, { id: dataset.id, name: `${dataset.name}, ${id}`, spec: view }, true)));
    if (found !== null) views[id] = found;
  }
  const kept = Object.entries(views).map(([id, { conclusions, alternatives }]) => [id, { conclusions, alternatives }] as const);
  return { name: dataset.name, label: labelOf(dataset.id), card, alternatives, views: Object.fromEntries(kept) };
}
