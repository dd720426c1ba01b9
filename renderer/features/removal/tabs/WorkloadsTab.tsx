import { useCallback, useMemo } from 'react';
import { type RemovalSpec, wholeRemovalSpec } from '../../../../shared/case/removal.ts';
import type { ScenarioMatrix, Trial } from '../../../../shared/case/scenarios.ts';
import { type ChartFrame, heatmap, heatmapHeight } from '../../../../shared/charts/index.ts';
import { countOf, formatCount, formatRange, plural } from '../../../../shared/format/index.ts';
import { DataTable } from '../../../app/controls/index.ts';
import { Chart } from '../../../chart/index.ts';
import { useClient } from '../../../state/client.tsx';
import type { Evaluation, Preview } from '../preview.ts';
import { useScenarios } from '../useRemoval.ts';
import { WorkloadTable } from '../WorkloadTable.tsx';
import { VerdictWord } from './OutcomeGrid.tsx';
import { Study } from './Study.tsx';
import styles from './tabs.module.css';

type Props = {
  spec: RemovalSpec;
  preview: Preview;
  evaluation: Evaluation;
  removed: readonly string[];
  /** smallest set that breaks the test; empty while it is looked for, or where there is none */
  breaking: readonly string[];
};

/** What each class gets now, and in every saved scenario of the dataset. */
export function WorkloadsTab({ spec, preview, evaluation, removed, breaking }: Props) {
  const client = useClient();
  const saved = useScenarios({ id: spec.dataset });
  const scenarios = useMemo(
    (): Trial[] => [
      { name: 'Nothing removed', spec: wholeRemovalSpec(spec), removed: [] },
      ...(removed.length > 0
        ? [{ name: `Now: ${plural(removed.length, 'unit')} removed`, spec: wholeRemovalSpec(spec), removed: [...removed] }]
        : []),
      ...(breaking.length > 0
        ? [{ name: `Smallest breaking set: ${countOf(breaking.length, spec.by)}`, spec: wholeRemovalSpec(spec), removed: [...breaking] }]
        : []),
      ...(saved ?? []).map(({ name, spec: kept, removed: gone }) => ({ name, spec: wholeRemovalSpec(kept), removed: gone })),
    ],
    [spec, removed, breaking, saved],
  );
  return (
    <div className={styles.study}>
      <WorkloadTable preview={preview} evaluation={evaluation} />
      {saved !== undefined && (
        <Study
          title="Serve every workload in every scenario"
          question={['matrix', scenarios]}
          start={(signal) => client.removal.matrix({ scenarios }, { signal })}
        >
          {(matrix) => <Matrix matrix={matrix} />}
        </Study>
      )}
    </div>
  );
}

function Matrix({ matrix }: { matrix: ScenarioMatrix }) {
  const { classes, scenarios } = matrix;
  const build = useCallback(
    (frame: ChartFrame) => {
      const stamp = scenarios[0]?.stamp;
      const least = scenarios
        .flatMap(({ name, cells }) =>
          cells.flatMap((cell, index) =>
            cell && cell.wanted > 0 ? [{ name, workload: classes[index] ?? '', share: cell.served.low / cell.wanted }] : [],
          ),
        )
        .sort((a, b) => a.share - b.share)[0];
      return heatmap(
        {
          context: {
            dataset: stamp?.dataset ?? '',
            measure: 'Share of the wanted instances that stay servable, adverse reading, by scenario and workload',
            unit: '%',
            base: stamp?.base ?? null,
            asOf: stamp?.asOf ?? null,
            n: plural(scenarios.length, 'scenario'),
            sample: stamp?.sample,
          },
          by: ['scenario', 'workload'],
          rows: scenarios.map(({ name }) => ({ id: name, label: name })),
          columns: classes.map((name) => ({ id: name, label: name })),
          cells: scenarios.map(({ cells }) =>
            cells.map((cell) => (cell === null ? null : cell.wanted === 0 ? 1 : cell.served.low / cell.wanted)),
          ),
          format: 'share',
          finding:
            least === undefined || least.share === 1
              ? 'Every workload is served in full in every scenario'
              : `“${least.workload}” is hit hardest, in “${least.name}”`,
        },
        frame,
      );
    },
    [classes, scenarios],
  );
  return (
    <>
      <Chart build={build} height={heatmapHeight(scenarios.length)} titled />
      <DataTable
        label="Scenarios"
        scrolls
        rows={scenarios}
        rowKey={({ name }) => name}
        columns={[
          { id: 'name', header: 'Scenario', rowHeader: true, wrap: true, cell: ({ name }) => name },
          { id: 'removed', header: 'Removed', align: 'right', cell: ({ removed }) => formatCount(removed) },
          {
            id: 'served',
            header: 'Value served',
            align: 'right',
            cell: ({ served, demand }) => `${formatRange(served.low, served.high, formatCount)} of ${formatCount(demand)}`,
          },
          { id: 'needed', header: 'Needed', align: 'right', cell: ({ below }) => formatCount(below) },
          { id: 'verdict', header: 'Verdict', cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
        ]}
      />
    </>
  );
}
