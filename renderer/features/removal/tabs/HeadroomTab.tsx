import { useCallback } from 'react';
import type { Economy, PriceRange } from '../../../../shared/case/contingencies.ts';
import type { RemovalSpec } from '../../../../shared/case/removal.ts';
import { type ChartContext, type ChartFrame, lossCurve } from '../../../../shared/charts/index.ts';
import type { RemovalModel } from '../../../../shared/contract/removal.ts';
import { countOf, formatQuantity, formatRange } from '../../../../shared/format/index.ts';
import { DataTable } from '../../../app/controls/index.ts';
import { Chart } from '../../../chart/index.ts';
import { useClient } from '../../../state/client.tsx';
import { Notes } from './Notes.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; model: RemovalModel; removed: readonly string[] };

/** How much the demand may grow, and what the cheapest placement costs, as units are lost: each on an axis of its own. */
export function HeadroomTab({ spec, model, removed }: Props) {
  const client = useClient();
  return (
    <div className={styles.study}>
      <Study
        title="Work out headroom and price"
        question={['economy', spec, removed]}
        start={(signal) => client.removal.economy({ ...spec, removed: [...removed] }, { signal })}
      >
        {(economy) => <Answer economy={economy} by={spec.by} model={model} removed={removed} />}
      </Study>
    </div>
  );
}

type Factor = Economy['headroom']['start'];

const isWhole = (factor: string): boolean => /^\d+(\/1)?$/.test(factor);

const factorWords = (headroom: Factor): string =>
  headroom === null
    ? 'without limit'
    : `to ${formatQuantity(headroom.value)} ×${isWhole(headroom.factor) ? '' : ` (exactly ${headroom.factor})`}`;
const usd = (value: number | null): string => (value === null ? '—' : `$${value.toFixed(4).replace(/0{1,2}$/, '')}`);

/** `$1.20 to $1.50 per GPU-hour on average for 40 GPUs`; without an upper bound `at least $1.20`. */
function rangeWords({ averageUsd, gpus }: PriceRange): string {
  if (averageUsd === null) return 'nothing, since nothing is served for certain,';
  const { low, high } = averageUsd;
  const price = high === null ? `at least ${usd(low)}` : low === high ? usd(low) : `${usd(low)} to ${usd(high)}`;
  return `${price} per GPU-hour on average for ${formatRange(gpus.low, gpus.high, formatQuantity)} GPUs`;
}

function Answer({ economy, by, model, removed }: { economy: Economy; by: string; model: RemovalModel; removed: readonly string[] }) {
  const { stamp, headroom, headroomCurve, price, priceRange, priceCurve, notes } = economy;
  const contextFor = useCallback(
    (measure: string, unit: string): ChartContext => ({
      dataset: stamp.dataset,
      measure,
      unit,
      base: stamp.base,
      asOf: stamp.asOf,
      n: countOf(model.units.length, by),
      sample: stamp.sample,
    }),
    [stamp, model, by],
  );
  const headroomChart = useCallback(
    (frame: ChartFrame) =>
      lossCurve(
        {
          context: contextFor('Factor by which the demand may grow, after the worst removal', ''),
          measure: 'headroom',
          format: 'quantity',
          by,
          lines: [{ id: 'headroom', label: 'worst case', points: headroomCurve.map(({ k, worst }) => ({ k, value: worst })) }],
          reference: { at: 1, label: 'demand met' },
        },
        frame,
      ),
    [contextFor, by, headroomCurve],
  );
  const priceChart = useCallback(
    (frame: ChartFrame) =>
      lossCurve(
        {
          context: contextFor('Price of the cheapest placement, largest removed first', 'USD per GPU-hour'),
          measure: 'average price',
          format: 'quantity',
          by,
          lines: [
            { id: 'average', label: 'average', points: priceCurve.map(({ k, averageUsd }) => ({ k, value: averageUsd })) },
            { id: 'marginal', label: 'dearest', points: priceCurve.map(({ k, marginalUsd }) => ({ k, value: marginalUsd })) },
          ],
        },
        frame,
      ),
    [contextFor, by, priceCurve],
  );
  return (
    <>
      <p className={styles.finding}>
        The demand may grow {factorWords(headroom.start)} with nothing removed
        {removed.length > 0 ? `, ${factorWords(headroom.removed)} with the ${countOf(removed.length, by)} removed now` : ''}
        {headroom.start ? `; “${headroom.start.class}” sets the limit` : ''}, in the adverse reading of unknown values
      </p>
      <div className={styles.two}>
        <Chart build={headroomChart} height={240} titled />
        {priceCurve.length > 0 && <Chart build={priceChart} height={240} titled />}
      </div>
      {priceRange !== null && (
        <p className={styles.part}>
          {`The cheapest placement of all classes at once costs ${rangeWords(priceRange.start)} with nothing removed`}
          {removed.length > 0 ? `, ${rangeWords(priceRange.removed)} for what stays servable now.` : '.'}
        </p>
      )}
      {economy.priceMissing !== null && <p className={styles.quiet}>{economy.priceMissing}</p>}
      {price !== null && (
        <>
          <p className={styles.part}>
            {`The cheapest placement costs ${usd(price.start.averageUsd)} per GPU-hour on average with nothing removed`}
            {removed.length > 0
              ? `, ${usd(price.removed.averageUsd)} for what stays servable now; as much as that cost ${usd(price.startForRemovedQuantity.averageUsd)} before.`
              : '.'}
          </p>
          <DataTable
            label="Cheapest placement"
            scrolls
            caption={`USD per GPU-hour; ${formatQuantity(price.removed.unpriced)} GPUs are placed without a stated price and stand outside of the averages`}
            rows={price.classes}
            rowKey={({ name }) => name}
            columns={[
              { id: 'name', header: 'Workload class', rowHeader: true, wrap: true, cell: ({ name }) => name },
              { id: 'n0', header: 'GPUs, all', align: 'right', cell: ({ start }) => formatQuantity(start.gpus) },
              { id: 'a0', header: 'Average, all', align: 'right', cell: ({ start }) => usd(start.averageUsd) },
              { id: 'm0', header: 'Dearest, all', align: 'right', cell: ({ start }) => usd(start.marginalUsd) },
              { id: 'n1', header: 'GPUs, now', align: 'right', cell: ({ removed: now }) => formatQuantity(now.gpus) },
              { id: 'a1', header: 'Average, now', align: 'right', cell: ({ removed: now }) => usd(now.averageUsd) },
              { id: 'm1', header: 'Dearest, now', align: 'right', cell: ({ removed: now }) => usd(now.marginalUsd) },
            ]}
          />
        </>
      )}
      <Notes notes={notes} />
    </>
  );
}
