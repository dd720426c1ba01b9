import { useCallback } from 'react';
import { type ChartFrame, choropleth } from '../../../shared/charts/index.ts';
import { countOf } from '../../../shared/format/index.ts';
import { Chart, useWorldMap } from '../../chart/index.ts';
import type { Preview } from './preview.ts';
import styles from './removal.module.css';

type Props = { preview: Preview; removed: readonly string[]; onToggle: (id: string) => void };

/** The countries of the supply; Enter or a click removes one or brings it back. */
export function CountryMap({ preview, removed, onToggle }: Props) {
  const map = useWorldMap();
  const build = useCallback(
    (frame: ChartFrame) => {
      const { model, totalGpus } = preview;
      const { stamp, units, unknownUnit } = model;
      const share = (gpus: number): number => (totalGpus > 0 ? gpus / totalGpus : 0);
      return choropleth(
        {
          context: {
            dataset: stamp.dataset,
            measure: 'Share of GPUs by country',
            unit: '%',
            base: stamp.base,
            asOf: stamp.asOf,
            n: countOf(units.length, stamp.by),
            sample: stamp.sample,
          },
          map: map as NonNullable<typeof map>,
          countries: units.map(({ id, gpus }) => ({ id, code: id, label: id, share: share(gpus) })),
          unknown: share(unknownUnit.gpus),
        },
        frame,
      );
    },
    [map, preview],
  );
  if (!map) return <p className={styles.quiet}>Opening the map</p>;
  return (
    <div className={styles.countries}>
      <Chart
        build={build}
        height={330}
        selected={removed}
        onSelect={onToggle}
        hint="Arrow keys visit the countries; Enter removes one or brings it back"
      />
    </div>
  );
}
