import { type ReactNode, useEffect } from 'react';
import type { RemovalSpec, Scenario } from '../../../../shared/case/removal.ts';
import { wholeRemovalSpec } from '../../../../shared/case/removal.ts';
import type { AcrossDatasets } from '../../../../shared/case/scenarios.ts';
import { formatAsOf, formatCount, formatServedShare, listOf, plural } from '../../../../shared/format/index.ts';
import { parseThreshold } from '../../../../shared/resilience/fraction.ts';
import { breakingPointFigure } from '../../../../shared/resilience/readings.ts';
import { Button, type DataColumn, DataTable } from '../../../app/controls/index.ts';
import { useClient } from '../../../state/client.tsx';
import { useNotices } from '../../../state/notices.ts';
import { useCase, useCommand, useDatasets } from '../../../state/queries.ts';
import { useUi } from '../../../state/ui.ts';
import { testKey, useSeen } from '../seen.ts';
import { VerdictWord } from './OutcomeGrid.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = { spec: RemovalSpec; removed: readonly string[] };

type Line = AcrossDatasets['rows'][number];

/** What the units removed by hand leave in each dataset. */
const REMOVED_COLUMN: DataColumn<Line> = {
  id: 'removed',
  header: 'Without them',
  wrap: true,
  cell: ({ outcome, absent }) =>
    outcome?.removed ? (
      <>
        <VerdictWord verdict={outcome.removed.verdict} />
        {absent.length > 0 ? `; ${plural(absent.length, 'unit')} not there` : ''}
      </>
    ) : (
      '—'
    ),
};

/** Rows on the screen are results that were shown, also those of other datasets. */
function Rows({ rows, children }: { rows: readonly Line[]; children: ReactNode }) {
  const caseId = useCase().data?.id ?? null;
  useEffect(() => {
    if (caseId) for (const { dataset, outcome } of rows) if (outcome) useSeen.getState().see(testKey(caseId, dataset, outcome.by));
  }, [caseId, rows]);
  return children;
}

/** The test on show asked of every dataset of the case, e.g. of next quarter's. */
export function DatasetsTab({ spec, removed }: Props) {
  const client = useClient();
  const datasets = useDatasets().data ?? [];
  const { tell } = useNotices.getState();
  const { setRemoval, setDataset } = useUi.getState();
  const save = useCommand(
    async (dataset: string) => {
      const replayed = await client.removal.replay({ spec: wholeRemovalSpec(spec), removed: [...removed], dataset });
      const name = `${spec.by} on ${datasets.find(({ id }) => id === dataset)?.name ?? dataset}`;
      const kept: Scenario = await client.removal.saveScenario({ name, spec: replayed.spec, removed: replayed.removed });
      return { kept, replayed };
    },
    { title: 'Replay the test' },
  );
  const replay = async (dataset: string) => {
    const { kept, replayed } = await save.mutateAsync(dataset);
    setDataset(dataset);
    setRemoval({ spec: kept.spec, removed: kept.removed, k: kept.removed.length });
    tell(`Saved as “${kept.name}”${replayed.absent.length > 0 ? `; not there: ${listOf(replayed.absent, 4)}` : ''}`);
  };
  const order = [spec.dataset, ...datasets.map(({ id }) => id).filter((id) => id !== spec.dataset)];
  return (
    <div className={styles.study}>
      <Study
        title={`Run the test on ${plural(order.length, 'dataset')}`}
        question={['across', spec, removed, order]}
        start={(signal) => client.removal.across({ spec: wholeRemovalSpec(spec), removed: [...removed], datasets: order }, { signal })}
      >
        {({ rows }) => (
          <Rows rows={rows}>
            <DataTable
              label="The same test on every dataset"
              scrolls
              caption="Demands given as a share of capacity are resolved for each dataset; compare k* only where the demand is the same."
              rows={rows}
              rowKey={({ dataset }) => dataset}
              columns={[
                { id: 'name', header: 'Dataset', rowHeader: true, wrap: true, width: '20%', cell: ({ name }) => name },
                { id: 'date', header: 'As of', wrap: true, cell: ({ asOf }) => formatAsOf(asOf) },
                { id: 'units', header: 'Units', align: 'right', cell: ({ outcome }) => (outcome ? formatCount(outcome.units) : '—') },
                { id: 'demand', header: 'Demand', align: 'right', cell: ({ outcome }) => (outcome ? formatCount(outcome.demand) : '—') },
                {
                  id: 'served',
                  header: 'Servable with all',
                  align: 'right',
                  cell: ({ outcome }) =>
                    outcome ? formatServedShare(outcome.served0, outcome.demand, parseThreshold(spec.threshold)) : '—',
                },
                {
                  id: 'point',
                  header: 'Breaking point',
                  width: '24%',
                  cell: ({ outcome, reason }) => (outcome ? breakingPointFigure(outcome.breakingPoint, outcome.units) : reason),
                  wrap: true,
                },
                ...(removed.length > 0 ? [REMOVED_COLUMN] : []),
                {
                  id: 'replay',
                  header: 'Action',
                  align: 'right',
                  cell: ({ dataset, outcome, name }) =>
                    dataset === spec.dataset || !outcome ? null : (
                      <Button size="small" variant="quiet" onPress={() => void replay(dataset)} aria-label={`Replay on ${name}`}>
                        Replay
                      </Button>
                    ),
                },
              ]}
            />
          </Rows>
        )}
      </Study>
    </div>
  );
}
